"""Sessions, limits, the second step at sign-in, and answers kept while somebody signs in again.

Why: a session must be listed, ended one by one and end by itself; tries must be counted exactly
over all processes; the second step needs its secret and its recovery codes.
Data: none is carried over. `pengguna.stempel` goes, so everybody signs in once more after this.
Locks: four new tables; dropping a column takes a moment of exclusive lock on `pengguna`.
Way back: drops the tables (second steps are lost and must be set up anew) and gives every account
a fresh stamp, which ends all sessions once more.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "20261122_1001"
down_revision = "20261122_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sesi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terakhir_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("perangkat", sa.String(length=80), nullable=False),
        sa.Column("alamat", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(
            ["pengguna_id"],
            ["pengguna.id"],
            name=op.f("fk_sesi_pengguna_id_pengguna"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesi")),
        sa.UniqueConstraint("sidik", name=op.f("uq_sesi_sidik")),
    )
    with op.batch_alter_table("sesi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sesi_pengguna_id"), ["pengguna_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sesi_dibuat_pada"), ["dibuat_pada"], unique=False)

    op.create_table(
        "batas",
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("jendela", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sampai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_batas_n")),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_batas")),
    )
    with op.batch_alter_table("batas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batas_sampai"), ["sampai"], unique=False)

    op.create_table(
        "totp",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("rahasia", sa.String(length=200), nullable=False),
        sa.Column("langkah", sa.BigInteger(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aktif_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pengguna_id"],
            ["pengguna.id"],
            name=op.f("fk_totp_pengguna_id_pengguna"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pengguna_id", name=op.f("pk_totp")),
    )
    op.create_table(
        "kode_pemulihan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("dipakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pengguna_id"],
            ["pengguna.id"],
            name=op.f("fk_kode_pemulihan_pengguna_id_pengguna"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kode_pemulihan")),
        sa.UniqueConstraint(
            "pengguna_id", "sidik", name=op.f("uq_kode_pemulihan_pengguna_id_sidik")
        ),
    )
    op.create_table(
        "isian_tertunda",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("jalur", sa.String(length=500), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pengguna_id"],
            ["pengguna.id"],
            name=op.f("fk_isian_tertunda_pengguna_id_pengguna"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pengguna_id", name=op.f("pk_isian_tertunda")),
    )
    # SQLite drops a column by itself; rebuilding a table that half the schema points at is not
    # worth the risk.
    with op.batch_alter_table("pengguna", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("stempel")


def downgrade() -> None:
    with op.batch_alter_table("pengguna", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("stempel", sa.String(length=32), nullable=True))
    conn = op.get_bind()
    pengguna = sa.table("pengguna", sa.column("id"), sa.column("stempel"))
    for id in conn.scalars(sa.select(pengguna.c.id)).all():
        ubah = pengguna.update().where(pengguna.c.id == id)
        conn.execute(ubah.values(stempel=secrets.token_hex(16)))
    with op.batch_alter_table("pengguna", schema=None) as batch_op:
        batch_op.alter_column("stempel", existing_type=sa.String(length=32), nullable=False)
    op.drop_table("isian_tertunda")
    op.drop_table("kode_pemulihan")
    op.drop_table("totp")
    with op.batch_alter_table("batas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batas_sampai"))

    op.drop_table("batas")
    with op.batch_alter_table("sesi", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sesi_dibuat_pada"))
        batch_op.drop_index(batch_op.f("ix_sesi_pengguna_id"))

    op.drop_table("sesi")
