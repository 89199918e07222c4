"""Kalender: days off of the office, and leave of its penera.

Why: dates were counted and offered by weekday alone, on public holidays too; and a penera on leave
could be booked (features E5, L10).
Data: none changes. The three tables begin empty; `flask data-acuan` brings the national days off.
Tests already booked on such a day stay, and stand in the queue of what has to be moved.
Locks: new tables only; nobody waits.
Way back: drops the tables with what the office entered. Every weekday is a working day again.
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UTCDateTime

revision = "20261128_1011"
down_revision = "20261128_1002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hari_libur",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("nama", sa.String(120), nullable=False),
        sa.Column("jenis", sa.String(15), nullable=False),
        sa.Column("sumber", sa.String(200), nullable=False),
        sa.Column("dibuat_pada", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "jenis IN ('nasional', 'cuti_bersama', 'kantor')", name=op.f("ck_hari_libur_jenis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hari_libur")),
        sa.UniqueConstraint("tanggal", name=op.f("uq_hari_libur_tanggal")),
    )
    op.create_table(
        "cuti",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penera_id", sa.Integer(), nullable=False),
        sa.Column("dari", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=False),
        sa.Column("alasan", sa.String(200), nullable=False),
        sa.Column("dibuat_oleh_id", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", UTCDateTime(), nullable=False),
        sa.CheckConstraint("sampai >= dari", name=op.f("ck_cuti_masa")),
        sa.ForeignKeyConstraint(
            ["penera_id"], ["pengguna.id"], name=op.f("fk_cuti_penera_id_pengguna"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["dibuat_oleh_id"], ["pengguna.id"], name=op.f("fk_cuti_dibuat_oleh_id_pengguna"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cuti")),
    )  # fmt: skip
    op.create_index("ix_cuti_sampai", "cuti", ["sampai", "id"])
    op.create_table(
        "cuti_hari",
        sa.Column("penera_id", sa.Integer(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("cuti_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["penera_id"], ["pengguna.id"], name=op.f("fk_cuti_hari_penera_id_pengguna"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cuti_id"], ["cuti.id"], name=op.f("fk_cuti_hari_cuti_id_cuti"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("penera_id", "tanggal", name=op.f("pk_cuti_hari")),
    )  # fmt: skip
    op.create_index(op.f("ix_cuti_hari_cuti_id"), "cuti_hari", ["cuti_id"])


def downgrade() -> None:
    op.drop_table("cuti_hari")
    op.drop_table("cuti")
    op.drop_table("hari_libur")
