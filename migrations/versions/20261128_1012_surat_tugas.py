"""Surat tugas: the letter of assignment of a team, with the visits it is for.

Why: who goes where, in whose name and under which number is kept in the program and not beside it
(features E12, E13).
Data: none changes; the three tables begin empty.
Locks: new tables only; nobody waits.
Way back: drops the letters; their signed scans become uploads nobody links to, and are swept up.
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UTCDateTime

revision = "20261128_1012"
down_revision = "20261128_1071"
branch_labels = None
depends_on = None


def _ke(kolom: str, tabel: str, milik: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    nama = op.f(f"fk_{milik}_{kolom}_{tabel}")
    return sa.ForeignKeyConstraint([kolom], [f"{tabel}.id"], name=nama, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "surat_tugas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomor", sa.String(60), nullable=False),
        sa.Column("kunci_form", sa.String(36), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("selesai", sa.Date(), nullable=False),
        sa.Column("dasar", sa.Text(), nullable=False),
        sa.Column("maksud", sa.Text(), nullable=False),
        sa.Column("tempat", sa.String(250), nullable=False),
        sa.Column("ketua_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(15), nullable=False),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("dibuat_oleh_id", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "status IN ('konsep', 'ditandatangani')", name=op.f("ck_surat_tugas_status")
        ),
        sa.CheckConstraint("selesai >= mulai", name=op.f("ck_surat_tugas_masa")),
        sa.CheckConstraint(
            "(status = 'ditandatangani') = (pindaian_id IS NOT NULL)",
            name=op.f("ck_surat_tugas_pindaian"),
        ),
        _ke("ketua_id", "pengguna", "surat_tugas"),
        _ke("pindaian_id", "berkas", "surat_tugas"),
        _ke("dibuat_oleh_id", "pengguna", "surat_tugas"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surat_tugas")),
        sa.UniqueConstraint("nomor", name=op.f("uq_surat_tugas_nomor")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_surat_tugas_kunci_form")),
    )
    op.create_index("ix_surat_tugas_urut", "surat_tugas", ["dibuat_pada", "id"])
    op.create_index("ix_surat_tugas_ketua", "surat_tugas", ["ketua_id", "dibuat_pada", "id"])
    op.create_table(
        "surat_tugas_anggota",
        sa.Column("surat_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        _ke("surat_id", "surat_tugas", "surat_tugas_anggota", "CASCADE"),
        _ke("pengguna_id", "pengguna", "surat_tugas_anggota"),
        sa.PrimaryKeyConstraint("surat_id", "pengguna_id", name=op.f("pk_surat_tugas_anggota")),
    )
    op.create_index(
        op.f("ix_surat_tugas_anggota_pengguna_id"), "surat_tugas_anggota", ["pengguna_id"]
    )
    op.create_table(
        "surat_tugas_pengajuan",
        sa.Column("surat_id", sa.Integer(), nullable=False),
        sa.Column("pengajuan_id", sa.Integer(), nullable=False),
        _ke("surat_id", "surat_tugas", "surat_tugas_pengajuan", "CASCADE"),
        _ke("pengajuan_id", "pengajuan", "surat_tugas_pengajuan", "CASCADE"),
        sa.PrimaryKeyConstraint("surat_id", "pengajuan_id", name=op.f("pk_surat_tugas_pengajuan")),
    )
    op.create_index(
        op.f("ix_surat_tugas_pengajuan_pengajuan_id"), "surat_tugas_pengajuan", ["pengajuan_id"]
    )


def downgrade() -> None:
    op.drop_table("surat_tugas_pengajuan")
    op.drop_table("surat_tugas_anggota")
    op.drop_table("surat_tugas")
