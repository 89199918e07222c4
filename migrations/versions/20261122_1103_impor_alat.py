"""Impor alat dari berkas lembar kerja; alat boleh belum berfoto.

Why: a provider with hundreds of instruments writes them in a spreadsheet. What was read from a file
waits in `impor` until it is confirmed; a spreadsheet carries no photos, so an instrument may wait
for its photo, which it needs before it is applied for.
Data: nothing changes; every instrument that is there has its photo.
Locks: SQLite rewrites `uttp` (a second for 10,000 rows); PostgreSQL drops a NOT NULL, at once.
Way back: `impor` goes, and with it what was not confirmed. Instruments without a photo are linked to
one row of `berkas` that says so and has no bytes; going up again takes the link away.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1103"
down_revision = "20261122_1102"
branch_labels = None
depends_on = None

_KUNCI = "tanpa-foto"
_BERKAS = sa.table(
    "berkas",
    *(sa.column(k) for k in ("id", "kunci", "nama", "jenis", "ukuran", "sha256")),
    sa.column("dibuat_pada", sa.DateTime(timezone=True)),
)
_UTTP = sa.table("uttp", sa.column("foto_id"))
_PENGGANTI = sa.select(_BERKAS.c.id).where(_BERKAS.c.kunci == _KUNCI)


def upgrade() -> None:
    with op.batch_alter_table("uttp") as batch_op:
        batch_op.alter_column("foto_id", existing_type=sa.Integer(), nullable=True)
    op.execute(sa.update(_UTTP).where(_UTTP.c.foto_id.in_(_PENGGANTI)).values(foto_id=None))
    op.execute(sa.delete(_BERKAS).where(_BERKAS.c.kunci == _KUNCI))
    op.create_table(
        "impor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peserta_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disimpan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jumlah", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(disimpan_pada IS NULL) = (jumlah IS NULL)", name=op.f("ck_impor_disimpan")
        ),
        sa.CheckConstraint("jumlah IS NULL OR jumlah > 0", name=op.f("ck_impor_jumlah")),
        sa.ForeignKeyConstraint(
            ["peserta_id"],
            ["peserta.id"],
            name=op.f("fk_impor_peserta_id_peserta"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pengguna_id"],
            ["pengguna.id"],
            name=op.f("fk_impor_pengguna_id_pengguna"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impor")),
    )
    op.create_index("ix_impor_peserta", "impor", ["peserta_id", "dibuat_pada", "id"])
    op.create_index("ix_impor_dibuat_pada", "impor", ["dibuat_pada"])
    belum = sa.text("disimpan_pada IS NULL")
    op.create_index(
        "uq_impor_menunggu", "impor", ["peserta_id", "sha256"], unique=True,
        sqlite_where=belum, postgresql_where=belum,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("impor")
    conn = op.get_bind()
    tanpa = sa.select(sa.func.count()).select_from(_UTTP).where(_UTTP.c.foto_id.is_(None))
    if conn.scalar(tanpa):
        conn.execute(
            sa.insert(_BERKAS).values(
                kunci=_KUNCI, nama="foto belum ada.jpg", jenis="jpg", ukuran=1, sha256="0" * 64,
                dibuat_pada=sa.func.current_timestamp(),
            )
        )  # fmt: skip
        id = conn.scalar(_PENGGANTI)
        conn.execute(sa.update(_UTTP).where(_UTTP.c.foto_id.is_(None)).values(foto_id=id))
    with op.batch_alter_table("uttp") as batch_op:
        batch_op.alter_column("foto_id", existing_type=sa.Integer(), nullable=False)
