"""Jadwal peserta: until when an offered date may be taken, and how often a date was moved.

Why: an offer that is never answered keeps nobody waiting without end, and the day it ends is told
to both sides (features E2); a participant moves the date of a test at most twice (features E8), and
the database counts along.
Data: old offers hold until the day before their date, as they did; nobody has moved a date yet.
Locks: `pengajuan` and `tawaran` are rewritten on SQLite, and locked for an instant on PostgreSQL;
seconds for 100,000 rows.
Way back: drops both columns. Offers are open until the day before their date again, and it is
forgotten how often a date was moved.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1104"
down_revision = "20261122_1103"
branch_labels = None
depends_on = None

_SEHARI_SEBELUM = {
    "sqlite": "UPDATE tawaran SET berlaku_sampai = date(tanggal, '-1 day')",
    "postgresql": "UPDATE tawaran SET berlaku_sampai = tanggal - 1",
}


def upgrade() -> None:
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.add_column(
            sa.Column("pindah_peserta", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.alter_column("pindah_peserta", existing_type=sa.Integer(), server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_pengajuan_pindah_peserta"), "pindah_peserta BETWEEN 0 AND 2"
        )
    with op.batch_alter_table("tawaran") as batch_op:
        batch_op.add_column(sa.Column("berlaku_sampai", sa.Date(), nullable=True))
    op.execute(_SEHARI_SEBELUM[op.get_bind().dialect.name])
    with op.batch_alter_table("tawaran") as batch_op:
        batch_op.alter_column("berlaku_sampai", existing_type=sa.Date(), nullable=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_tawaran_berlaku"), "berlaku_sampai < tanggal"
        )


def downgrade() -> None:
    with op.batch_alter_table("tawaran") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_tawaran_berlaku"), type_="check")
        batch_op.drop_column("berlaku_sampai")
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pengajuan_pindah_peserta"), type_="check")
        batch_op.drop_column("pindah_peserta")
