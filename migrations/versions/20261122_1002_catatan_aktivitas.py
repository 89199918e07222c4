"""The log of acts: append-only, sealed row by row.

Why: who did what, when and from where must be answerable, and a forged answer must show. The
database itself refuses to change or delete a row, whoever asks through the program.
Data: none yet; acts before this are in `riwayat`. Locks: none, the table is new.
Way back: drops the table and with it the log; keep a backup. A later batch change of this table
rebuilds it on SQLite and must make the triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1002"
down_revision = "20261122_1001"
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE TRIGGER audit_tolak_ubah BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit: append-only'); END",
    "CREATE TRIGGER audit_tolak_hapus BEFORE DELETE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit: append-only'); END",
    # REPLACE takes a row away without asking the trigger for DELETE.
    "CREATE TRIGGER audit_tolak_ganti BEFORE INSERT ON audit "
    "WHEN NEW.id <= (SELECT max(id) FROM audit) "
    "BEGIN SELECT RAISE(ABORT, 'audit: append-only'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION audit_tolak() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit: append-only'; END $$",
    "CREATE TRIGGER audit_tolak_baris BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION audit_tolak()",
    "CREATE TRIGGER audit_tolak_semua BEFORE TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_tolak()",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pelaku_id", sa.Integer(), nullable=True),
        sa.Column("pelaku", sa.String(length=200), nullable=False),
        sa.Column("peran", sa.String(length=20), nullable=False),
        sa.Column("aksi", sa.String(length=40), nullable=False),
        sa.Column("objek", sa.String(length=30), nullable=False),
        sa.Column("objek_id", sa.Integer(), nullable=True),
        sa.Column("sebelum", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sesudah", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("alamat", sa.String(length=45), nullable=True),
        sa.Column("permintaan_id", sa.String(length=32), nullable=True),
        sa.Column("mac_sebelum", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("mac_sebelum", name=op.f("uq_audit_mac_sebelum")),
    )
    op.create_index("ix_audit_waktu_id", "audit", ["waktu", "id"])
    op.create_index("ix_audit_objek", "audit", ["objek", "objek_id", "id"])
    op.create_index("ix_audit_pelaku_id", "audit", ["pelaku_id", "id"])
    op.create_index("ix_audit_aksi", "audit", ["aksi", "id"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for perintah in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(perintah)


def downgrade() -> None:
    op.drop_table("audit")  # its triggers go with it
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_tolak()")
