"""Who owned an instrument when, and who served whom when; customers that wait to become owners.

Why: an instrument changes hands, and both sides must be able to read their own period. A customer
keeps its history when its penyedia releases it, and its NPWP while its registration waits. Forms
of participants tell by `diubah_pada` that somebody else was quicker.
Data: every instrument gets one running period of its owner, every customer one of its penyedia,
both since the row was made. A refused registration that still named a penyedia is no customer.
Locks: `peserta` is rewritten under an exclusive lock; seconds for 10,000 rows. The new tables are
filled from a read of `uttp`.
Way back: the history of owners and of service is lost, who owns and serves now stays. The PIC typed
for a registration that was refused goes, as the old index would count it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1101"
down_revision = "20261122_1003"
branch_labels = None
depends_on = None

_LAMA = sa.text("status NOT IN ('baru', 'ditolak')")
_NPWP = sa.text("status NOT IN ('baru', 'ditolak') OR didaftarkan_oleh_id IS NOT NULL")
_NIK = sa.text("status NOT IN ('baru', 'ditolak', 'pelanggan')")
_KINI = sa.text("sampai IS NULL")


def _unik(kolom: str, syarat: sa.TextClause) -> None:
    op.create_index(
        f"uq_peserta_{kolom}", "peserta", [kolom], unique=True,
        sqlite_where=syarat, postgresql_where=syarat,
    )  # fmt: skip


def _lepas_unik() -> None:
    for kolom in ("npwp_indeks", "pic_nik_indeks"):
        op.drop_index(f"uq_peserta_{kolom}", "peserta")


def upgrade() -> None:
    conn = op.get_bind()
    _lepas_unik()
    conn.execute(sa.text("UPDATE peserta SET penyedia_id = NULL WHERE status = 'ditolak'"))
    with op.batch_alter_table("peserta", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("diubah_pada", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("didaftarkan_oleh_id", sa.Integer(), nullable=True))
    conn.execute(sa.text("UPDATE peserta SET diubah_pada = dibuat_pada"))
    with op.batch_alter_table("peserta") as batch_op:
        batch_op.alter_column(
            "diubah_pada", existing_type=sa.DateTime(timezone=True), nullable=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_peserta_didaftarkan_oleh_id_pengguna"),
            "pengguna", ["didaftarkan_oleh_id"], ["id"], ondelete="RESTRICT",
        )  # fmt: skip
        batch_op.create_check_constraint(
            batch_op.f("ck_peserta_pelanggan"),
            "status <> 'ditolak' OR (penyedia_id IS NULL AND didaftarkan_oleh_id IS NULL)",
        )
    _unik("npwp_indeks", _NPWP)
    _unik("pic_nik_indeks", _NIK)
    _kepemilikan()
    _kerja_sama()


def _acu(tabel: str, kolom: str, ke: str, hapus: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    nama = op.f(f"fk_{tabel}_{kolom}_{ke}")
    return sa.ForeignKeyConstraint([kolom], [f"{ke}.id"], name=nama, ondelete=hapus)


def _kepemilikan() -> None:
    op.create_table(
        "kepemilikan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uttp_id", sa.Integer(), nullable=False),
        sa.Column("pemilik_id", sa.Integer(), nullable=False),
        sa.Column("sejak", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sampai", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sebab", sa.String(length=10), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=True),
        sa.Column("oleh_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "sebab IN ('awal', 'pindah', 'tarik')", name=op.f("ck_kepemilikan_sebab")
        ),
        sa.CheckConstraint("sampai IS NULL OR sampai >= sejak", name=op.f("ck_kepemilikan_sampai")),
        sa.CheckConstraint(
            "sebab <> 'tarik' OR alasan IS NOT NULL", name=op.f("ck_kepemilikan_alasan")
        ),
        _acu("kepemilikan", "uttp_id", "uttp", "CASCADE"),
        _acu("kepemilikan", "pemilik_id", "peserta"),
        _acu("kepemilikan", "oleh_id", "pengguna"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kepemilikan")),
        sa.UniqueConstraint("uttp_id", "sejak", name=op.f("uq_kepemilikan_uttp_id_sejak")),
    )
    op.create_index(op.f("ix_kepemilikan_pemilik_id"), "kepemilikan", ["pemilik_id"])
    op.create_index(
        "uq_kepemilikan_kini", "kepemilikan", ["uttp_id"], unique=True,
        sqlite_where=_KINI, postgresql_where=_KINI,
    )  # fmt: skip
    op.execute(
        "INSERT INTO kepemilikan (uttp_id, pemilik_id, sejak, sebab) "
        "SELECT id, pemilik_id, dibuat_pada, 'awal' FROM uttp"
    )


def _kerja_sama() -> None:
    sebab = "'tercatat', 'tambah', 'tarik', 'lepas', 'selesai'"
    op.create_table(
        "kerja_sama",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penyedia_id", sa.Integer(), nullable=False),
        sa.Column("pelanggan_id", sa.Integer(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("sejak", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sampai", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sebab", sa.String(length=10), nullable=False),
        sa.Column("sebab_akhir", sa.String(length=10), nullable=True),
        sa.Column("oleh_id", sa.Integer(), nullable=True),
        sa.Column("diakhiri_oleh_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"sebab IN ({sebab})", name=op.f("ck_kerja_sama_sebab")),
        sa.CheckConstraint(f"sebab_akhir IN ({sebab})", name=op.f("ck_kerja_sama_sebab_akhir")),
        sa.CheckConstraint("sampai IS NULL OR sampai >= sejak", name=op.f("ck_kerja_sama_sampai")),
        sa.CheckConstraint(
            "(sampai IS NULL) = (sebab_akhir IS NULL)", name=op.f("ck_kerja_sama_akhir")
        ),
        sa.CheckConstraint("penyedia_id <> pelanggan_id", name=op.f("ck_kerja_sama_dua_pihak")),
        _acu("kerja_sama", "penyedia_id", "peserta"),
        _acu("kerja_sama", "pelanggan_id", "peserta", "CASCADE"),
        _acu("kerja_sama", "oleh_id", "pengguna"),
        _acu("kerja_sama", "diakhiri_oleh_id", "pengguna"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kerja_sama")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_kerja_sama_kunci_form")),
    )
    op.create_index(op.f("ix_kerja_sama_penyedia_id"), "kerja_sama", ["penyedia_id"])
    op.create_index("ix_kerja_sama_pelanggan", "kerja_sama", ["pelanggan_id", "sejak", "id"])
    op.create_index(
        "uq_kerja_sama_kini", "kerja_sama", ["pelanggan_id"], unique=True,
        sqlite_where=_KINI, postgresql_where=_KINI,
    )  # fmt: skip
    op.execute(
        "INSERT INTO kerja_sama (penyedia_id, pelanggan_id, sejak, sebab) "
        "SELECT penyedia_id, id, dibuat_pada, 'tercatat' FROM peserta "
        "WHERE penyedia_id IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("kerja_sama")
    op.drop_table("kepemilikan")
    _lepas_unik()
    op.execute(
        "UPDATE peserta SET pic_nik_sandi = NULL, pic_nik_indeks = NULL WHERE status = 'pelanggan'"
    )
    with op.batch_alter_table("peserta") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_peserta_pelanggan"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_peserta_didaftarkan_oleh_id_pengguna"), type_="foreignkey"
        )
        batch_op.drop_column("didaftarkan_oleh_id")
        batch_op.drop_column("diubah_pada")
    _unik("npwp_indeks", _LAMA)
    _unik("pic_nik_indeks", _LAMA)
