"""Laporan: berkas ekspor, riwayat menurut waktu.

Why: reports read the history by when things happened, which until now could only be found by
application; and a large report is made beside the request, so somebody must know how far it is.
Data: no row changes. The table starts empty, its rows last a day.
Locks: the index is built on riwayat, which grows with every act; writers wait for that moment, some
seconds for a million rows.
Way back: the table goes with the files waiting in it, which can be made again; the index goes.
"""

import sqlalchemy as sa
from alembic import op

import app.core.types

revision = "20261128_1041"
down_revision = "20261128_1031"
branch_labels = None
depends_on = None

MASIH = sa.text("status IN ('antre', 'dikerjakan')")


def upgrade() -> None:
    """The table and the index."""
    saat = app.core.types.UTCDateTime(timezone=True)
    op.create_table(
        "ekspor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("laporan", sa.String(length=20), nullable=False),
        sa.Column("bentuk", sa.String(length=4), nullable=False),
        sa.Column("saringan", sa.JSON(), nullable=False),
        sa.Column("kata", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("tertulis", sa.Integer(), nullable=False),
        sa.Column("pemegang", sa.String(length=32), nullable=True),
        sa.Column("dipegang_sampai", saat, nullable=False),
        sa.Column("kunci", sa.String(length=80), nullable=True),
        sa.Column("ukuran", sa.Integer(), nullable=True),
        sa.Column("dibuat_pada", saat, nullable=False),
        sa.CheckConstraint("bentuk IN ('xlsx', 'csv')", name=op.f("ck_ekspor_bentuk")),
        sa.CheckConstraint("jumlah >= 0 AND tertulis >= 0", name=op.f("ck_ekspor_jumlah")),
        sa.CheckConstraint(
            "(status = 'selesai') = (kunci IS NOT NULL)", name=op.f("ck_ekspor_selesai")
        ),
        sa.CheckConstraint(
            "status IN ('antre', 'dikerjakan', 'selesai', 'batal', 'berhenti')",
            name=op.f("ck_ekspor_status"),
        ),
        sa.ForeignKeyConstraint(
            ["pengguna_id"],
            ["pengguna.id"],
            name=op.f("fk_ekspor_pengguna_id_pengguna"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ekspor")),
    )
    op.create_index("ix_ekspor_dibuat_pada", "ekspor", ["dibuat_pada"])
    op.create_index("ix_ekspor_pengguna", "ekspor", ["pengguna_id", "dibuat_pada", "id"])
    op.create_index(
        "uq_ekspor_berjalan",
        "ekspor",
        ["pengguna_id"],
        unique=True,
        sqlite_where=MASIH,
        postgresql_where=MASIH,
    )
    op.create_index("ix_riwayat_waktu", "riwayat", ["waktu"])


def downgrade() -> None:
    """Both go."""
    op.drop_index("ix_riwayat_waktu", "riwayat")
    op.drop_table("ekspor")
