"""Personal data: NIK and NPWP sealed, looked up by an index; who saw them, and requests about them.

Why: who gets hold of the database or of a copy of it must not find anybody's NIK in it. NPWP too,
as the NPWP of a person is the NIK; and the name a participant signs in with, which was the NIK. Who
sees them in full is noted, and what a participant asks about its data is answered in time.
Data: every row is sealed with the keys of this installation, which must be there. SQLite
overwrites what stood there (secure_delete); PostgreSQL keeps the old rows until the next
VACUUM FULL of `peserta` and `pengguna`. Backups made before hold the numbers as they were.
Locks: `peserta` and `pengguna` are rewritten under an exclusive lock; seconds for 10,000 rows.
Way back: opens every row again with the same keys; without them it stops before it changes
anything. The notes of who saw what, and the requests, are lost: keep a backup.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core import kunci

revision = "20261122_1003"
down_revision = "20261122_1002"
branch_labels = None
depends_on = None

_BERLAKU = sa.text("status NOT IN ('baru', 'ditolak')")
# (plain, sealed, index, context of the seal, context of the index)
_NOMOR = (
    ("npwp", "npwp_sandi", "npwp_indeks", "peserta.npwp", "npwp"),
    ("pic_nik", "pic_nik_sandi", "pic_nik_indeks", "peserta.pic_nik", "nik"),
)
_SEKALI = 500


def _tabel(nama: str, *kolom: str) -> sa.TableClause:
    return sa.table(nama, sa.column("id"), *(sa.column(k) for k in kolom))


def _bersih_hapus() -> None:
    """What SQLite deletes or moves it overwrites, from here on in this connection."""
    if op.get_bind().dialect.name == "sqlite":
        op.get_bind().exec_driver_sql("PRAGMA secure_delete=ON")


def _tiap_baris(tabel: sa.TableClause, ubah: Any) -> None:
    """`ubah(row)` gives the new values of a row."""
    conn, terakhir = op.get_bind(), 0
    while True:
        cari = sa.select(tabel).where(tabel.c.id > terakhir).order_by(tabel.c.id).limit(_SEKALI)
        sekumpul = conn.execute(cari).mappings().all()
        for baris in sekumpul:
            if nilai := ubah(baris):
                conn.execute(sa.update(tabel).where(tabel.c.id == baris["id"]).values(nilai))
        if len(sekumpul) < _SEKALI:
            return
        terakhir = sekumpul[-1]["id"]


# --- up ---------------------------------------------------------------------------------------


def upgrade() -> None:
    _bersih_hapus()
    with op.batch_alter_table("peserta", recreate="never") as batch_op:
        for _, sandi, indeks, _, _ in _NOMOR:
            batch_op.add_column(sa.Column(sandi, sa.Text(), nullable=True))
            batch_op.add_column(sa.Column(indeks, sa.String(length=64), nullable=True))
    semua = [k for n in _NOMOR for k in n[:3]]
    _tiap_baris(_tabel("peserta", *semua), _sandikan)
    with op.batch_alter_table("pengguna") as batch_op:
        batch_op.alter_column(
            "nama_masuk", existing_type=sa.String(length=60), type_=sa.String(length=64),
            existing_nullable=False,
        )  # fmt: skip
    _tiap_baris(_tabel("pengguna", "nama_masuk", "peran"), _nama_jadi_indeks)
    for nama in ("uq_peserta_npwp", "uq_peserta_pic_nik"):
        op.drop_index(nama, "peserta")
    with op.batch_alter_table("peserta") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_peserta_npwp"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_peserta_nik"), type_="check")
        batch_op.drop_column("npwp")
        batch_op.drop_column("pic_nik")
        batch_op.alter_column("npwp_sandi", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("npwp_indeks", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_check_constraint(batch_op.f("ck_peserta_npwp"), "length(npwp_indeks) = 64")
        batch_op.create_check_constraint(
            batch_op.f("ck_peserta_nik"),
            "(pic_nik_sandi IS NULL) = (pic_nik_indeks IS NULL) AND "
            "(pic_nik_indeks IS NULL OR length(pic_nik_indeks) = 64)",
        )
    _unik("npwp_indeks", "pic_nik_indeks")
    _tabel_baru()


def _tabel_baru() -> None:
    op.create_table(
        "akses_data",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peserta_id", sa.Integer(), nullable=False),
        sa.Column("pelaku_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(length=12), nullable=False),
        sa.Column("apa", sa.String(length=40), nullable=False),
        sa.Column("alasan", sa.String(length=12), nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "alasan IN ('cocokkan', 'dokumen', 'permintaan', 'periksa')",
            name=op.f("ck_akses_data_alasan"),
        ),
        sa.ForeignKeyConstraint(
            ["peserta_id"],
            ["peserta.id"],
            name=op.f("fk_akses_data_peserta_id_peserta"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pelaku_id"],
            ["pengguna.id"],
            name=op.f("fk_akses_data_pelaku_id_pengguna"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akses_data")),
    )
    op.create_index("ix_akses_data_peserta", "akses_data", ["peserta_id", "waktu", "id"])
    op.create_index("ix_akses_data_waktu", "akses_data", ["waktu"])
    op.create_table(
        "permintaan_data",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peserta_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=12), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("batas", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jawaban", sa.Text(), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dibuat_oleh_id", sa.Integer(), nullable=False),
        sa.Column("diputus_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("diputus_oleh_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "jenis IN ('perbaikan', 'penghapusan')", name=op.f("ck_permintaan_data_jenis")
        ),
        sa.CheckConstraint(
            "status IN ('baru', 'diproses', 'selesai', 'ditolak')",
            name=op.f("ck_permintaan_data_status"),
        ),
        sa.CheckConstraint(
            "status IN ('baru', 'diproses') OR "
            "(jawaban IS NOT NULL AND diputus_pada IS NOT NULL AND diputus_oleh_id IS NOT NULL)",
            name=op.f("ck_permintaan_data_jawaban"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [kolom],
                [f"{ke}.id"],
                name=op.f(f"fk_permintaan_data_{kolom}_{ke}"),
                ondelete="RESTRICT",
            )
            for kolom, ke in (
                ("peserta_id", "peserta"),
                ("dibuat_oleh_id", "pengguna"),
                ("diputus_oleh_id", "pengguna"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permintaan_data")),
    )
    op.create_index(op.f("ix_permintaan_data_peserta_id"), "permintaan_data", ["peserta_id"])
    op.create_index("ix_permintaan_data_antrean", "permintaan_data", ["status", "batas", "id"])
    terbuka = sa.text("status IN ('baru', 'diproses')")
    op.create_index(
        "uq_permintaan_data_terbuka", "permintaan_data", ["peserta_id", "jenis"], unique=True,
        sqlite_where=terbuka, postgresql_where=terbuka,
    )  # fmt: skip


def _unik(*kolom: str) -> None:
    for k in kolom:
        op.create_index(
            f"uq_peserta_{k}", "peserta", [k], unique=True,
            sqlite_where=_BERLAKU, postgresql_where=_BERLAKU,
        )  # fmt: skip


def _sandikan(baris: Any) -> dict[str, str]:
    nilai = {}
    for polos, sandi, indeks, konteks, konteks_indeks in _NOMOR:
        if (isi := baris[polos]) is not None:
            nilai[sandi] = kunci.sandikan(isi, konteks)
            nilai[indeks] = kunci.indeks(isi, konteks_indeks)
    return nilai


def _nama_jadi_indeks(baris: Any) -> dict[str, str]:
    nama = baris["nama_masuk"]
    if baris["peran"] != "peserta" or not (len(nama) == 16 and nama.isdigit()):
        return {}
    return {"nama_masuk": kunci.indeks(nama, "nik")}


# --- down -------------------------------------------------------------------------------------


def downgrade() -> None:
    op.drop_table("permintaan_data")
    op.drop_table("akses_data")
    _bersih_hapus()
    with op.batch_alter_table("peserta", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("npwp", sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column("pic_nik", sa.String(length=16), nullable=True))
    nama: dict[str, str] = {}

    def buka(baris: Any) -> dict[str, str]:
        nilai = {}
        for polos, sandi, _, konteks, _ in _NOMOR:
            if baris[sandi] is not None:
                nilai[polos] = kunci.buka(baris[sandi], konteks)
        if "pic_nik" in nilai:
            nama[baris["pic_nik_indeks"]] = nilai["pic_nik"]
        return nilai

    _tiap_baris(_tabel("peserta", *(k for n in _NOMOR for k in n[:3])), buka)
    _tiap_baris(
        _tabel("pengguna", "nama_masuk"),
        lambda b: {"nama_masuk": nama[b["nama_masuk"]]} if b["nama_masuk"] in nama else {},
    )
    for k in ("npwp_indeks", "pic_nik_indeks"):
        op.drop_index(f"uq_peserta_{k}", "peserta")
    with op.batch_alter_table("pengguna") as batch_op:
        batch_op.alter_column(
            "nama_masuk", existing_type=sa.String(length=64), type_=sa.String(length=60),
            existing_nullable=False,
        )  # fmt: skip
    with op.batch_alter_table("peserta") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_peserta_npwp"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_peserta_nik"), type_="check")
        for _, sandi, indeks, _, _ in _NOMOR:
            batch_op.drop_column(sandi)
            batch_op.drop_column(indeks)
        batch_op.alter_column("npwp", existing_type=sa.String(length=22), nullable=False)
        batch_op.create_check_constraint(batch_op.f("ck_peserta_npwp"), "length(npwp) IN (16, 22)")
        batch_op.create_check_constraint(
            batch_op.f("ck_peserta_nik"), "pic_nik IS NULL OR length(pic_nik) = 16"
        )
    _unik("npwp", "pic_nik")
