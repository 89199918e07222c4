"""Serah terima: instruments taken in and given back, documents handed over.

Why: the counter writes down who brought an instrument, who took it away and who fetched its papers,
in the order in which that can happen; a correction keeps what was written before.
Data: none changes. Applications that were finished before have no row and wait in no list: their
papers were handed over outside the program.
Locks: none worth a word, the table is new.
Way back: everything written about handovers is lost, the NIK of receivers included: keep a backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1061"
down_revision = "20261128_1011"
branch_labels = None
depends_on = None

TABEL = "serah_terima"
_HUBUNGAN = "IN ('pic', 'karyawan', 'keluarga', 'kurir', 'lain')"
_KINI = "digantikan_pada IS NULL"
_INDEKS = (
    ("uq_serah_terima_kini", _KINI, ["pengajuan_id"], True),
    (
        "ix_serah_terima_di_kantor",
        f"{_KINI} AND tanggal_terima IS NOT NULL AND tanggal_kembali IS NULL",
        ["tanggal_terima", "id"],
        False,
    ),
    (
        "ix_serah_terima_dokumen",
        f"{_KINI} AND dokumen_siap_pada IS NOT NULL AND tanggal_dokumen IS NULL",
        ["dokumen_siap_pada", "id"],
        False,
    ),
    ("ix_serah_terima_selesai", _KINI, ["diubah_pada", "id"], False),
)


def _sama(tanggal: str, *kolom: str) -> str:
    return " AND ".join(f"({tanggal} IS NULL) = ({k} IS NULL)" for k in kolom)


def _penerima(awalan: str) -> str:
    kolom = (f"{awalan}_{k}" for k in ("oleh_id", "nik_sandi", "nama", "hubungan"))
    return _sama(f"tanggal_{awalan}", *kolom)


_CEK = {
    "terima": _sama("tanggal_terima", "terima_oleh_id"),
    "kembali": _penerima("kembali"),
    "dokumen": _penerima("dokumen"),
    "kembali_hubungan": f"kembali_hubungan {_HUBUNGAN}",
    "dokumen_hubungan": f"dokumen_hubungan {_HUBUNGAN}",
    "urutan": (
        "tanggal_kembali IS NULL OR "
        "(tanggal_terima IS NOT NULL AND tanggal_kembali >= tanggal_terima)"
    ),
    "dokumen_siap": "tanggal_dokumen IS NULL OR dokumen_siap_pada IS NOT NULL",
    **{
        f"tanggal_{k}_lalu": f"tanggal_{k} IS NULL OR tanggal_{k} <= dicatat"
        for k in ("terima", "kembali", "dokumen")
    },
    "cetak": "cetak_terima >= 0 AND cetak_kembali >= 0 AND cetak_dokumen >= 0",
}


def upgrade() -> None:
    saat = sa.DateTime(timezone=True)
    op.create_table(
        TABEL,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengajuan_id", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("tanggal_terima", sa.Date(), nullable=True),
        sa.Column("terima_oleh_id", sa.Integer(), nullable=True),
        sa.Column("kelengkapan", sa.String(length=300), nullable=True),
        *_kolom_penerima("kembali"),
        sa.Column("dokumen_siap_pada", saat, nullable=True),
        *_kolom_penerima("dokumen"),
        *(
            sa.Column(f"cetak_{k}", sa.Integer(), nullable=False)
            for k in ("terima", "kembali", "dokumen")
        ),
        sa.Column("alasan", sa.Text(), nullable=True),
        sa.Column("dicatat", sa.Date(), nullable=False),
        sa.Column("dibuat_pada", saat, nullable=False),
        sa.Column("diubah_pada", saat, nullable=False),
        sa.Column("digantikan_pada", saat, nullable=True),
        *(sa.CheckConstraint(s, name=op.f(f"ck_{TABEL}_{n}")) for n, s in _CEK.items()),
        *(
            sa.ForeignKeyConstraint(
                [kolom], [f"{ke}.id"], name=op.f(f"fk_{TABEL}_{kolom}_{ke}"), ondelete="RESTRICT"
            )
            for kolom, ke in (
                ("pengajuan_id", "pengajuan"),
                ("terima_oleh_id", "pengguna"),
                ("kembali_oleh_id", "pengguna"),
                ("dokumen_oleh_id", "pengguna"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABEL}")),
        sa.UniqueConstraint("pengajuan_id", "versi", name=op.f(f"uq_{TABEL}_pengajuan_id_versi")),
    )
    for nama, syarat, kolom, unik in _INDEKS:
        teks = sa.text(syarat)
        op.create_index(nama, TABEL, kolom, unique=unik, sqlite_where=teks, postgresql_where=teks)


def _kolom_penerima(awalan: str) -> list[sa.Column]:
    return [
        sa.Column(f"tanggal_{awalan}", sa.Date(), nullable=True),
        sa.Column(f"{awalan}_oleh_id", sa.Integer(), nullable=True),
        sa.Column(f"{awalan}_nik_sandi", sa.Text(), nullable=True),
        sa.Column(f"{awalan}_nama", sa.String(length=120), nullable=True),
        sa.Column(f"{awalan}_hubungan", sa.String(length=10), nullable=True),
    ]


def downgrade() -> None:
    op.drop_table(TABEL)
