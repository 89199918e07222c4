"""Tarif menurut satuan hitung dan rentang kapasitas.

Why: fees were charged by nozzle, by compartment, by band of capacity and by started multiples of it,
and may be again (features NF4); the questions that ask for such a count are marked as such.
Data: old fees are per instrument and of any capacity, as they were, entered on the day they began;
of the questions that come with the program, those for nozzles and compartments are marked.
Locks: `tarif` and `informasi_jenis` hold a hundred rows; both are rewritten on SQLite, and locked
for an instant on PostgreSQL.
Way back: the columns go, and with them fees by other units and of a band, which would hold for every
instrument and all of it. What applications were charged stays on them.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1001"
down_revision = "20261122_1106"
branch_labels = None
depends_on = None

_DIBUAT = {
    "sqlite": "UPDATE tarif SET dibuat_pada = berlaku_mulai || ' 00:00:00.000000'",
    "postgresql": "UPDATE tarif SET dibuat_pada = berlaku_mulai",
}
_HITUNGAN = {"Jumlah nozzle": "nozzle", "Jumlah kompartemen": "kompartemen"}
_TARIF = {
    "satuan_hitung": "satuan_hitung IN ('alat', 'nozzle', 'kompartemen', 'skala', 'kelipatan')",
    "kelipatan": "(satuan_hitung = 'kelipatan') = (kelipatan IS NOT NULL) "
    "AND (kelipatan IS NULL OR kelipatan > 0)",
    "kapasitas": "(kapasitas_dari IS NULL OR kapasitas_dari >= 0) AND (kapasitas_sampai IS NULL OR "
    "kapasitas_sampai > COALESCE(kapasitas_dari, 0))",
    "jenis": "jenis_id IS NOT NULL OR (satuan_hitung = 'alat' AND kapasitas_dari IS NULL "
    "AND kapasitas_sampai IS NULL)",
}


def upgrade() -> None:
    with op.batch_alter_table("tarif") as batch_op:
        batch_op.add_column(
            sa.Column("satuan_hitung", sa.String(12), nullable=False, server_default="alat")
        )
        for nama in ("kelipatan", "kapasitas_dari", "kapasitas_sampai"):
            batch_op.add_column(sa.Column(nama, sa.Numeric(14, 4), nullable=True))
        batch_op.add_column(
            sa.Column("contoh", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=True))
    op.execute(_DIBUAT[op.get_bind().dialect.name])
    with op.batch_alter_table("tarif") as batch_op:
        batch_op.alter_column("satuan_hitung", existing_type=sa.String(12), server_default=None)
        batch_op.alter_column("contoh", existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column(
            "dibuat_pada", existing_type=sa.DateTime(timezone=True), nullable=False
        )
        for nama, syarat in _TARIF.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_tarif_{nama}"), syarat)
        batch_op.create_index("ix_tarif_jenis", ["jenis_id", "berlaku_mulai"])
        batch_op.create_index("ix_tarif_urut", ["dibuat_pada", "id"])
    with op.batch_alter_table("informasi_jenis") as batch_op:
        batch_op.add_column(sa.Column("hitungan", sa.String(12), nullable=True))
    tabel = sa.table("informasi_jenis", sa.column("label"), sa.column("hitungan"))
    for label, hitungan in _HITUNGAN.items():
        op.execute(sa.update(tabel).where(tabel.c.label == label).values(hitungan=hitungan))
    with op.batch_alter_table("informasi_jenis") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_informasi_jenis_hitungan"),
            "hitungan IN ('nozzle', 'kompartemen', 'skala')",
        )


def downgrade() -> None:
    with op.batch_alter_table("informasi_jenis") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_informasi_jenis_hitungan"), type_="check")
        batch_op.drop_column("hitungan")
    op.execute(
        "DELETE FROM tarif WHERE satuan_hitung <> 'alat' OR kapasitas_dari IS NOT NULL "
        "OR kapasitas_sampai IS NOT NULL"
    )
    with op.batch_alter_table("tarif") as batch_op:
        batch_op.drop_index("ix_tarif_urut")
        batch_op.drop_index("ix_tarif_jenis")
        for nama in _TARIF:
            batch_op.drop_constraint(batch_op.f(f"ck_tarif_{nama}"), type_="check")
        for nama in ("dibuat_pada", "contoh", "kapasitas_sampai", "kapasitas_dari", "kelipatan",
                     "satuan_hitung"):  # fmt: skip
            batch_op.drop_column(nama)
