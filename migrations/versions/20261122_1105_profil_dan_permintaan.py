"""Places of business, instruments out of use, requests to change what only staff change.

Why: a participant has several places its instruments stand at; an instrument that is broken, lost,
sold or put away is due nowhere; and NIK, NPWP, names and the locked data of an instrument change by
a request that staff decide, with the old value kept (sealed where it is a NIK or an NPWP).
Data: every instrument stays in use and without a place; there are no places and no requests yet.
Locks: `uttp` is rewritten on SQLite, altered under a short exclusive lock on PostgreSQL (its new
columns are NULL, the CHECKs read it once).
Way back: places, requests with the values they kept, and the word that an instrument is out of use
are lost: keep a backup. Instruments, participants and files stay.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261122_1105"
down_revision = "20261122_1104"
branch_labels = None
depends_on = None

_UTTP_BARU: dict[str, sa.types.TypeEngine[Any]] = {
    "tempat_id": sa.Integer(),
    "tempat_peserta_id": sa.Integer(),
    "pensiun_pada": sa.Date(),
    "pensiun_sebab": sa.String(length=8),
    "pensiun_catatan": sa.String(length=300),
    "pensiun_dicatat_pada": sa.DateTime(timezone=True),
}
_UTTP_CEK = {
    "ck_uttp_pensiun_sebab": "pensiun_sebab IN ('rusak', 'hilang', 'dijual', 'tidak')",
    "ck_uttp_pensiun": (
        "(pensiun_pada IS NULL) = (pensiun_sebab IS NULL) AND (pensiun_pada IS NOT NULL OR "
        "(pensiun_catatan IS NULL AND pensiun_dicatat_pada IS NULL))"
    ),
    "ck_uttp_tempat": (
        "(tempat_id IS NULL) = (tempat_peserta_id IS NULL) AND (tempat_peserta_id IS NULL OR "
        "tempat_peserta_id = pemilik_id OR "
        "(pemakai_id IS NOT NULL AND tempat_peserta_id = pemakai_id))"
    ),
}


def upgrade() -> None:
    _tempat_usaha()
    with op.batch_alter_table("uttp") as batch_op:
        for nama, tipe in _UTTP_BARU.items():
            batch_op.add_column(sa.Column(nama, tipe, nullable=True))
    with op.batch_alter_table("uttp") as batch_op:
        for nama, syarat in _UTTP_CEK.items():
            batch_op.create_check_constraint(batch_op.f(nama), syarat)
        batch_op.create_foreign_key(
            batch_op.f("fk_uttp_tempat_id_tempat_usaha"),
            "tempat_usaha",
            ["tempat_id", "tempat_peserta_id"],
            ["id", "peserta_id"],
            ondelete="RESTRICT",
        )
        batch_op.create_index("ix_uttp_tempat", ["tempat_id"])
    _permintaan()


def _tempat_usaha() -> None:
    op.create_table(
        "tempat_usaha",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peserta_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=80), nullable=False),
        sa.Column("alamat", sa.String(length=250), nullable=False),
        sa.Column("kelurahan_id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["peserta_id"],
            ["peserta.id"],
            name=op.f("fk_tempat_usaha_peserta_id_peserta"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["kelurahan_id"],
            ["kelurahan.id"],
            name=op.f("fk_tempat_usaha_kelurahan_id_kelurahan"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tempat_usaha")),
        sa.UniqueConstraint("peserta_id", "nama", name=op.f("uq_tempat_usaha_peserta_id_nama")),
        sa.UniqueConstraint("id", "peserta_id", name=op.f("uq_tempat_usaha_id_peserta_id")),
    )


def _permintaan() -> None:
    op.create_table(
        "permintaan_perubahan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("peserta_id", sa.Integer(), nullable=False),
        sa.Column("uttp_id", sa.Integer(), nullable=True),
        sa.Column("isian", sa.String(length=10), nullable=False),
        sa.Column("lama", sa.String(length=200), nullable=True),
        sa.Column("baru", sa.String(length=200), nullable=True),
        sa.Column("lama_sandi", sa.Text(), nullable=True),
        sa.Column("baru_sandi", sa.Text(), nullable=True),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dibuat_oleh_id", sa.Integer(), nullable=False),
        sa.Column("diputus_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("diputus_oleh_id", sa.Integer(), nullable=True),
        sa.Column("alasan_putusan", sa.Text(), nullable=True),
        *_cek_permintaan(),
        *(
            sa.ForeignKeyConstraint(
                [kolom],
                [f"{ke}.id"],
                name=op.f(f"fk_permintaan_perubahan_{kolom}_{ke}"),
                ondelete="RESTRICT",
            )
            for kolom, ke in (
                ("peserta_id", "peserta"),
                ("uttp_id", "uttp"),
                ("berkas_id", "berkas"),
                ("dibuat_oleh_id", "pengguna"),
                ("diputus_oleh_id", "pengguna"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permintaan_perubahan")),
    )
    for apa, ada, kolom in (("identitas", "", "peserta_id"), ("alat", "NOT ", "uttp_id")):
        syarat = sa.text(f"status = 'menunggu' AND uttp_id IS {ada}NULL")
        op.create_index(
            f"uq_permintaan_perubahan_{apa}", "permintaan_perubahan", [kolom, "isian"],
            unique=True, sqlite_where=syarat, postgresql_where=syarat,
        )  # fmt: skip
    for apa, kolom_indeks in (
        ("antrean", ["status", "dibuat_pada", "id"]),
        ("peserta", ["peserta_id", "id"]),
        ("uttp", ["uttp_id"]),
    ):
        op.create_index(f"ix_permintaan_perubahan_{apa}", "permintaan_perubahan", kolom_indeks)


def _cek_permintaan() -> list[sa.CheckConstraint]:
    syarat = {
        "jenis": "jenis IN ('identitas', 'alat')",
        "isian": (
            "isian IN ('npwp', 'nama', 'pic_nik', 'pic_nama', 'jenis_id', 'kapasitas', "
            "'daya_baca', 'nomor_seri')"
        ),
        "status": "status IN ('menunggu', 'diterima', 'ditolak', 'ditarik')",
        "uttp": "(jenis = 'alat') = (uttp_id IS NOT NULL)",
        "isian_jenis": "(jenis = 'identitas') = (isian IN ('npwp', 'nama', 'pic_nik', 'pic_nama'))",
        "nilai": (
            "(isian IN ('npwp', 'pic_nik')) = (baru_sandi IS NOT NULL) AND "
            "(baru IS NULL) = (baru_sandi IS NOT NULL) AND "
            "(lama IS NULL OR lama_sandi IS NULL) AND "
            "(isian IN ('npwp', 'pic_nik') OR lama_sandi IS NULL)"
        ),
        "putusan": (
            "(status = 'menunggu') = (diputus_pada IS NULL) AND "
            "(status = 'menunggu') = (diputus_oleh_id IS NULL) AND "
            "(status <> 'ditolak' OR alasan_putusan IS NOT NULL) AND "
            "(status <> 'menunggu' OR berkas_id IS NOT NULL)"
        ),
    }
    return [
        sa.CheckConstraint(isi, name=op.f(f"ck_permintaan_perubahan_{nama}"))
        for nama, isi in syarat.items()
    ]


def downgrade() -> None:
    op.drop_table("permintaan_perubahan")
    with op.batch_alter_table("uttp") as batch_op:
        batch_op.drop_index("ix_uttp_tempat")
        batch_op.drop_constraint(batch_op.f("fk_uttp_tempat_id_tempat_usaha"), type_="foreignkey")
        for nama in _UTTP_CEK:
            batch_op.drop_constraint(batch_op.f(nama), type_="check")
        for nama in _UTTP_BARU:
            batch_op.drop_column(nama)
    op.drop_table("tempat_usaha")
