"""Data master: gambar jenis UTTP, format dokumen, wilayah yang tidak dipakai, logo kantor.

Why: the administrator keeps the catalogue, the regions and the office's identity without a
programmer: a picture and a text for a type, a file of its own as blank form, regions that are not
offered any more, a logo.
Data: all regions are in use; nothing else has any of it yet.
Locks: five small tables are rebuilt or changed; nobody notices.
Way back: what was entered there is lost; the files are swept up a day later.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1022"
down_revision = "20261128_1021"
branch_labels = None
depends_on = None

# Table and the column that names a file.
_BERKAS = (("jenis_uttp", "gambar_id"), ("dokumen_jenis", "format_id"), ("pengaturan", "berkas_id"))
_WILAYAH = ("kecamatan", "kelurahan")


def upgrade() -> None:
    """New columns only."""
    for tabel, kolom in _BERKAS:
        with op.batch_alter_table(tabel) as batch_op:
            batch_op.add_column(sa.Column(kolom, sa.Integer(), nullable=True))
            if tabel == "jenis_uttp":
                batch_op.add_column(sa.Column("deskripsi", sa.Text(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{tabel}_{kolom}_berkas"),
                "berkas",
                [kolom],
                ["id"],
                ondelete="RESTRICT",
            )
    for tabel in _WILAYAH:
        with op.batch_alter_table(tabel) as batch_op:
            batch_op.add_column(
                sa.Column("aktif", sa.Boolean(), nullable=False, server_default=sa.true())
            )
        with op.batch_alter_table(tabel) as batch_op:
            batch_op.alter_column("aktif", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """The same columns go."""
    for tabel in reversed(_WILAYAH):
        with op.batch_alter_table(tabel) as batch_op:
            batch_op.drop_column("aktif")
    for tabel, kolom in reversed(_BERKAS):
        with op.batch_alter_table(tabel) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{tabel}_{kolom}_berkas"), type_="foreignkey")
            batch_op.drop_column(kolom)
            if tabel == "jenis_uttp":
                batch_op.drop_column("deskripsi")
