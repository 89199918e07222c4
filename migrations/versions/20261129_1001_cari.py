"""Search: indexes of letter groups over names and numbers.

Why: a word that few rows hold was looked for by reading all of them, at a hundred thousand
applications sixteen times as long as at a thousand. A NIK or NPWP too, among those not in force.
Data: none changes; the indexes are filled from the rows there are.
Locks: SQLite builds five tables of FTS5, a few seconds for a hundred thousand rows; it must be 3.34
or newer. PostgreSQL builds seven indexes, during which writers wait as long, and needs the right to
create the extension pg_trgm in this database, which its owner has since PostgreSQL 13.
Way back: the indexes go, searches read all rows again; the extension stays, others may use it.
"""

from alembic import op

revision = "20261129_1001"
down_revision = "20261128_1012"
branch_labels = None
depends_on = None

KOLOM = {
    "peserta": ("nomor", "nama", "pic_nama"),
    "uttp": ("merk", "tipe", "nomor_seri", "skhp_nomor", "lokasi", "sidik"),
    "kelompok_pengajuan": ("nomor",),
    "pengajuan": ("nomor",),
    "pembayaran": ("nomor_bukti",),
}


def upgrade() -> None:
    op.create_index("ix_peserta_npwp", "peserta", ["npwp_indeks"])
    op.create_index("ix_peserta_nik", "peserta", ["pic_nik_indeks"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for tabel, kolom in KOLOM.items():
        if sqlite:
            # Its triggers, and what it holds at first, come from migrations/env.py.
            op.execute(
                f"CREATE VIRTUAL TABLE cari_{tabel} USING fts5({', '.join(kolom)}, "
                f"content='{tabel}', content_rowid='id', tokenize='trigram')"
            )
        else:
            isi = ", ".join(f"{k} gin_trgm_ops" for k in kolom)
            op.execute(f"CREATE INDEX cari_{tabel} ON {tabel} USING gin ({isi})")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for tabel in KOLOM:
        if not sqlite:
            op.execute(f"DROP INDEX cari_{tabel}")
            continue
        for saat in ("tambah", "ubah", "hapus"):
            op.execute(f"DROP TRIGGER IF EXISTS cari_{tabel}_{saat}")
        op.execute(f"DROP TABLE cari_{tabel}")
    op.drop_index("ix_peserta_nik", "peserta")
    op.drop_index("ix_peserta_npwp", "peserta")
