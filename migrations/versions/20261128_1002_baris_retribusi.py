"""Baris retribusi pada pengajuan, dan jumlah yang dihitung petugas.

Why: the amount of an application is the sum of lines (quantity × price, with its basis), kept as it
was when the date was set (features F2, NF4); where the instrument's data do not say how many
nozzles it has, staff count them.
Data: each application that has an amount gets one line of that amount; nothing is recounted.
Locks: `pengajuan` is rewritten on SQLite and locked for an instant on PostgreSQL; one row is written
for each application with a date. Seconds for 100,000 rows.
Way back: the lines go, the amounts and their basis stay on the applications.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1002"
down_revision = "20261128_1001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.add_column(sa.Column("jumlah_hitung", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_pengajuan_jumlah_hitung"),
            "jumlah_hitung IS NULL OR jumlah_hitung BETWEEN 1 AND 999",
        )
    op.create_table(
        "retribusi_baris",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengajuan_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("uraian", sa.String(length=200), nullable=False),
        sa.Column("satuan", sa.String(length=40), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("harga", sa.Integer(), nullable=False),
        sa.Column("subtotal", sa.Integer(), nullable=False),
        sa.Column("dasar", sa.String(length=200), nullable=False),
        sa.Column("tarif_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("jumlah > 0", name=op.f("ck_retribusi_baris_jumlah")),
        sa.CheckConstraint("harga >= 0", name=op.f("ck_retribusi_baris_harga")),
        sa.CheckConstraint("subtotal = jumlah * harga", name=op.f("ck_retribusi_baris_subtotal")),
        sa.ForeignKeyConstraint(
            ["pengajuan_id"],
            ["pengajuan.id"],
            name=op.f("fk_retribusi_baris_pengajuan_id_pengajuan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tarif_id"],
            ["tarif.id"],
            name=op.f("fk_retribusi_baris_tarif_id_tarif"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retribusi_baris")),
        sa.UniqueConstraint(
            "pengajuan_id", "urutan", name=op.f("uq_retribusi_baris_pengajuan_id_urutan")
        ),
    )
    op.create_index("ix_retribusi_baris_tarif", "retribusi_baris", ["tarif_id"])
    op.execute(
        "INSERT INTO retribusi_baris "
        "(pengajuan_id, urutan, uraian, satuan, jumlah, harga, subtotal, dasar) "
        "SELECT p.id, 1, (CASE p.layanan WHEN 'tera' THEN 'Tera ' ELSE 'Tera Ulang ' END) "
        "|| j.nama, 'alat', 1, p.retribusi, p.retribusi, COALESCE(p.dasar_retribusi, 'Tidak tercatat') "
        "FROM pengajuan p JOIN uttp u ON u.id = p.uttp_id JOIN jenis_uttp j ON j.id = u.jenis_id "
        "WHERE p.retribusi IS NOT NULL ORDER BY p.id"
    )


def downgrade() -> None:
    op.drop_table("retribusi_baris")
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pengajuan_jumlah_hitung"), type_="check")
        batch_op.drop_column("jumlah_hitung")
