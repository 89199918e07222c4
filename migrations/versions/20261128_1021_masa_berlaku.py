"""Masa berlaku dengan tanggal dan peraturan.

Why: the interval of a type changes by regulation and from a date on. A certificate keeps the one it
was issued under, and says why where its due date is another than that gives.
Data: the interval of each type, with its basis, source and status, becomes the first row of that
type, without a known first day (1900-01-01). Certificates that are there keep their dates and name
no interval.
Locks: jenis_uttp (a hundred rows) and skhp are rebuilt or changed; issuing waits for that moment.
Way back: the last interval of each type returns to its column; older ones and the reasons are lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1021"
down_revision = "20261128_1051"
branch_labels = None
depends_on = None

_SALIN = """
    INSERT INTO masa_berlaku (jenis_id, bulan, berlaku_mulai, peraturan, sumber, status)
    SELECT id, masa_berlaku_bulan, '1900-01-01', coalesce(dasar_hukum, 'Belum tercatat'), sumber,
           status_masa_berlaku
    FROM jenis_uttp WHERE masa_berlaku_bulan IS NOT NULL ORDER BY id
"""
_KEMBALI = """
    UPDATE jenis_uttp SET
        masa_berlaku_bulan = (SELECT m.bulan FROM masa_berlaku m
            WHERE m.jenis_id = jenis_uttp.id AND m.berlaku_sampai IS NULL),
        dasar_hukum = (SELECT m.peraturan FROM masa_berlaku m
            WHERE m.jenis_id = jenis_uttp.id AND m.berlaku_sampai IS NULL),
        sumber = (SELECT m.sumber FROM masa_berlaku m
            WHERE m.jenis_id = jenis_uttp.id AND m.berlaku_sampai IS NULL),
        status_masa_berlaku = (SELECT m.status FROM masa_berlaku m
            WHERE m.jenis_id = jenis_uttp.id AND m.berlaku_sampai IS NULL)
"""


def upgrade() -> None:
    """From a column of the type to rows with dates."""
    op.create_table(
        "masa_berlaku",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jenis_id", sa.Integer(), nullable=False),
        sa.Column("bulan", sa.Integer(), nullable=False),
        sa.Column("berlaku_mulai", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("peraturan", sa.String(length=200), nullable=False),
        sa.Column("pasal", sa.String(length=120), nullable=True),
        sa.Column("sumber", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.CheckConstraint("bulan BETWEEN 1 AND 600", name=op.f("ck_masa_berlaku_bulan")),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_mulai",
            name=op.f("ck_masa_berlaku_masa"),
        ),
        sa.ForeignKeyConstraint(
            ["jenis_id"],
            ["jenis_uttp.id"],
            name=op.f("fk_masa_berlaku_jenis_id_jenis_uttp"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_masa_berlaku")),
        sa.UniqueConstraint(
            "jenis_id", "berlaku_mulai", name=op.f("uq_masa_berlaku_jenis_id_berlaku_mulai")
        ),
    )
    op.create_index(
        "uq_masa_berlaku_terakhir",
        "masa_berlaku",
        ["jenis_id"],
        unique=True,
        sqlite_where=sa.text("berlaku_sampai IS NULL"),
        postgresql_where=sa.text("berlaku_sampai IS NULL"),
    )
    op.execute(_SALIN)
    with op.batch_alter_table("jenis_uttp") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_jenis_uttp_masa_berlaku"), type_="check")
        for kolom in ("masa_berlaku_bulan", "dasar_hukum", "sumber", "status_masa_berlaku"):
            batch_op.drop_column(kolom)
    with op.batch_alter_table("skhp") as batch_op:
        batch_op.add_column(sa.Column("masa_berlaku_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("alasan_masa", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_skhp_masa_berlaku_id_masa_berlaku"),
            "masa_berlaku",
            ["masa_berlaku_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_index(batch_op.f("ix_skhp_masa_berlaku_id"), ["masa_berlaku_id"])


def downgrade() -> None:
    """Back to one interval a type."""
    with op.batch_alter_table("skhp") as batch_op:
        batch_op.drop_index(batch_op.f("ix_skhp_masa_berlaku_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_skhp_masa_berlaku_id_masa_berlaku"), type_="foreignkey"
        )
        batch_op.drop_column("alasan_masa")
        batch_op.drop_column("masa_berlaku_id")
    with op.batch_alter_table("jenis_uttp") as batch_op:
        batch_op.add_column(sa.Column("masa_berlaku_bulan", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("dasar_hukum", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("sumber", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("status_masa_berlaku", sa.String(length=40), nullable=True))
    op.execute(_KEMBALI)
    with op.batch_alter_table("jenis_uttp") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_jenis_uttp_masa_berlaku"),
            "masa_berlaku_bulan IS NULL OR masa_berlaku_bulan > 0",
        )
    op.drop_table("masa_berlaku")
