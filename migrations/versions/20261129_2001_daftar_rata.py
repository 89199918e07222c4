"""Pengajuan: two more lists read in the order of an index.

Why: what waits at the counter was sorted by its day for each page, and on PostgreSQL searched for
among all days there ever were; a penera's queue was sorted too.
Data: none changes.
Locks: two small indexes, of what runs only; on PostgreSQL applications wait while they are built,
well under a second for a hundred thousand.
Way back: the indexes go.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_2001"
down_revision = "20261129_1001"
branch_labels = None
depends_on = None

BERJALAN = sa.text(
    "coalesce(status, '') IN ('baru', 'diproses', 'diterima', 'menunggu_dokumen', "
    "'menunggu_pilihan', 'perlu_perbaikan', 'terbayar', 'terjadwal')"
)
DITUNGGU = sa.text(
    "lokasi = 'kantor' AND coalesce(status, '') IN ('diproses', 'terbayar', 'terjadwal')"
)


def upgrade() -> None:
    op.create_index(
        "ix_pengajuan_tugas", "pengajuan", ["penera_id", "dibuat_pada", "id"],
        sqlite_where=BERJALAN, postgresql_where=BERJALAN,
    )  # fmt: skip
    op.create_index(
        "ix_pengajuan_ditunggu", "pengajuan", ["tanggal_uji", "id"],
        sqlite_where=DITUNGGU, postgresql_where=DITUNGGU,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_pengajuan_ditunggu", "pengajuan")
    op.drop_index("ix_pengajuan_tugas", "pengajuan")
