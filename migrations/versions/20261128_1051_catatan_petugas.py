"""Catatan petugas pada pengajuan.

Why: staff tell each other about an application (who called, what was agreed) without writing to the
participant; until now that was done outside the program.
Data: none; the table begins empty.
Locks: a new table; nobody waits.
Way back: the table goes, with the notes in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1051"
down_revision = "20261128_1062"
branch_labels = None
depends_on = None

# A note stays as it was written; it goes only with its application.
_SQLITE = (
    "CREATE TRIGGER catatan_petugas_tolak_ubah BEFORE UPDATE ON catatan_petugas "
    "BEGIN SELECT RAISE(ABORT, 'catatan_petugas: append-only'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION catatan_petugas_tolak() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'catatan_petugas: append-only'; END $$",
    "CREATE TRIGGER catatan_petugas_tolak_ubah BEFORE UPDATE ON catatan_petugas "
    "FOR EACH ROW EXECUTE FUNCTION catatan_petugas_tolak()",
)


def upgrade() -> None:
    """One row a note."""
    op.create_table(
        "catatan_petugas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengajuan_id", sa.Integer(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("pelaku_id", sa.Integer(), nullable=False),
        sa.Column("pelaku_nama", sa.String(length=120), nullable=False),
        sa.Column("peran", sa.String(length=12), nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(isi) BETWEEN 1 AND 2000", name=op.f("ck_catatan_petugas_isi")),
        sa.ForeignKeyConstraint(
            ["pelaku_id"],
            ["pengguna.id"],
            name=op.f("fk_catatan_petugas_pelaku_id_pengguna"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pengajuan_id"],
            ["pengajuan.id"],
            name=op.f("fk_catatan_petugas_pengajuan_id_pengajuan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catatan_petugas")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_catatan_petugas_kunci_form")),
    )
    op.create_index(
        "ix_catatan_petugas_pengajuan", "catatan_petugas", ["pengajuan_id", "waktu", "id"]
    )
    for perintah in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(perintah)


def downgrade() -> None:
    """Notes are lost."""
    op.drop_table("catatan_petugas")  # its trigger goes with it
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION catatan_petugas_tolak()")
