"""Drafts of applications on the server, and groups of applications filed together.

Why: an application is filled in step by step, on a telephone, over days and on more than one
device, so what was given lives in the database from the first step on. Several instruments filed at
once share a number of their own.
Data: new tables, empty; `pengajuan` gets an empty column. Old rows belong to no group.
Locks: `pengajuan` is locked while the column and its index are added; SQLite rebuilds the table,
seconds for 100,000 rows.
Way back: drafts and the numbers of groups are lost, their applications stay; files of drafts become
uploads nobody uses, and are swept up after a day.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1102"
down_revision = "20261122_1101"
branch_labels = None
depends_on = None


def _kunci(kolom: str, ke: str, ondelete: str, **kw: bool) -> sa.Column[int]:
    acuan = sa.ForeignKey(f"{ke}.id", name=None, ondelete=ondelete)
    return sa.Column(kolom, sa.Integer(), acuan, **kw)


def upgrade() -> None:
    op.create_table(
        "kelompok_pengajuan",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("nomor", sa.String(20), nullable=False, unique=True),
        _kunci("peserta_id", "peserta", "RESTRICT", nullable=False),
        _kunci("dibuat_oleh_id", "pengguna", "RESTRICT", nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_kelompok_pengajuan_peserta_id", "kelompok_pengajuan", ["peserta_id"])
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.add_column(sa.Column("kelompok_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_pengajuan_kelompok_id_kelompok_pengajuan"),
            "kelompok_pengajuan",
            ["kelompok_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_index("ix_pengajuan_kelompok", ["kelompok_id", "dibuat_pada", "id"])
    _draf()
    _alat()
    _berkas()


def _draf() -> None:
    op.create_table(
        "draf",
        sa.Column("id", sa.Integer(), primary_key=True),
        _kunci("pengguna_id", "pengguna", "CASCADE", nullable=False),
        _kunci("peserta_id", "peserta", "CASCADE", nullable=False),
        sa.Column("kunci_form", sa.String(36), nullable=False, unique=True),
        sa.Column("bersama", sa.Boolean(), nullable=False),
        sa.Column("langkah", sa.String(10), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        _kunci("kelompok_id", "kelompok_pengajuan", "CASCADE"),
        _kunci("pengajuan_id", "pengajuan", "CASCADE"),
        sa.Column("terkirim_pada", sa.DateTime(timezone=True)),
        sa.Column("diingatkan_pada", sa.DateTime(timezone=True)),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diubah_pada", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_draf_daftar", "draf", ["pengguna_id", "diubah_pada", "id"])
    for kolom in ("peserta_id", "kelompok_id", "pengajuan_id", "diubah_pada"):
        op.create_index(f"ix_draf_{kolom}", "draf", [kolom])


def _alat() -> None:
    op.create_table(
        "draf_alat",
        sa.Column("id", sa.Integer(), primary_key=True),
        _kunci("draf_id", "draf", "CASCADE", nullable=False),
        _kunci("pengguna_id", "pengguna", "CASCADE", nullable=False),
        _kunci("uttp_id", "uttp", "CASCADE", nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.Text()),
        sa.UniqueConstraint("pengguna_id", "uttp_id"),
    )
    op.create_index("ix_draf_alat_draf_id", "draf_alat", ["draf_id"])
    op.create_index("ix_draf_alat_uttp_id", "draf_alat", ["uttp_id"])


def _berkas() -> None:
    op.create_table(
        "berkas_draf",
        sa.Column("id", sa.Integer(), primary_key=True),
        _kunci("draf_id", "draf", "CASCADE", nullable=False),
        _kunci("draf_alat_id", "draf_alat", "CASCADE"),
        _kunci("berkas_id", "berkas", "RESTRICT", nullable=False),
        sa.Column("guna", sa.String(30), nullable=False),
    )
    op.create_index("ix_berkas_draf", "berkas_draf", ["draf_id", "id"])
    op.create_index("ix_berkas_draf_draf_alat_id", "berkas_draf", ["draf_alat_id"])
    op.create_index("ix_berkas_draf_berkas_id", "berkas_draf", ["berkas_id"])


def downgrade() -> None:
    for tabel in ("berkas_draf", "draf_alat", "draf"):
        op.drop_table(tabel)
    with op.batch_alter_table("pengajuan") as batch_op:
        batch_op.drop_index("ix_pengajuan_kelompok")
        batch_op.drop_constraint(
            batch_op.f("fk_pengajuan_kelompok_id_kelompok_pengajuan"), type_="foreignkey"
        )
        batch_op.drop_column("kelompok_id")
    op.drop_table("kelompok_pengajuan")
