"""Pengajuan: since when in its status, and indexes for lists of a hundred thousand.

Why: the home page counts each queue and its oldest row, and read the history of every running
application for that; lists of several statuses sorted all of them for each page.
Data: `berstatus_pada` is filled from the history; where that is silent it stays empty, and the day
of filing counts, as before.
Locks: the table is rewritten on SQLite; on PostgreSQL one column without a default, one UPDATE of
all rows and five indexes, during which applications wait: some seconds for a hundred thousand.
Way back: the column and the indexes go; nothing is lost, the history has it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1071"
down_revision = "20261128_1041"
branch_labels = None
depends_on = None

BERJALAN = sa.text(
    "coalesce(status, '') IN ('baru', 'diproses', 'diterima', 'menunggu_dokumen', 'menunggu_pilihan', 'perlu_perbaikan', 'terbayar', 'terjadwal')"
)


def upgrade() -> None:
    op.add_column("pengajuan", sa.Column("berstatus_pada", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE pengajuan SET berstatus_pada = (SELECT max(r.waktu) FROM riwayat r "
        "WHERE r.pengajuan_id = pengajuan.id AND r.ke = pengajuan.status "
        "AND (r.dari IS NULL OR r.dari <> r.ke))"
    )
    lama = ["status", "berstatus_pada", "dibuat_pada"]
    op.create_index("ix_pengajuan_langkah", "pengajuan", lama)
    op.create_index("ix_pengajuan_penera", "pengajuan", ["penera_id", *lama])
    op.create_index(
        "ix_pengajuan_berjalan", "pengajuan", ["dibuat_pada", "id"],
        sqlite_where=BERJALAN, postgresql_where=BERJALAN,
    )  # fmt: skip
    op.create_index("ix_uttp_urut", "uttp", ["dibuat_pada", "id"])
    habis = ["skhp_berlaku_sampai", "pensiun_pada", "uji_batal"]
    op.create_index("ix_uttp_habis", "uttp", habis)


def downgrade() -> None:
    op.drop_index("ix_uttp_habis", "uttp")
    op.drop_index("ix_uttp_urut", "uttp")
    for nama in ("berjalan", "penera", "langkah"):
        op.drop_index(f"ix_pengajuan_{nama}", "pengajuan")
    op.drop_column("pengajuan", "berstatus_pada")
