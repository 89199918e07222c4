"""Lists that stay flat: two more are read in the order of an index, two counts from theirs.

Why: what waits at the counter was sorted by its day for each page, and on PostgreSQL searched for
among all days there ever were; a penera's queue was sorted too. What is at the office, and the
papers to be fetched, were counted by reading each row.
Data: none changes.
Locks: four small indexes, of what runs or waits only; on PostgreSQL applications and receipts wait
while they are built, well under a second for a hundred thousand.
Way back: the new indexes go, the others lose a column.
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
KINI = "digantikan_pada IS NULL AND "
SERAH = {
    "di_kantor": ("tanggal_terima", "tanggal_terima IS NOT NULL AND tanggal_kembali IS NULL"),
    "dokumen": ("dokumen_siap_pada", "dokumen_siap_pada IS NOT NULL AND tanggal_dokumen IS NULL"),
}


def _serah(*lagi: str) -> None:
    for nama, (kolom, syarat) in SERAH.items():
        op.drop_index(f"ix_serah_terima_{nama}", "serah_terima")
        op.create_index(
            f"ix_serah_terima_{nama}", "serah_terima", [kolom, "id", *lagi],
            sqlite_where=sa.text(KINI + syarat), postgresql_where=sa.text(KINI + syarat),
        )  # fmt: skip


def upgrade() -> None:
    _serah("pengajuan_id")
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
    _serah()
