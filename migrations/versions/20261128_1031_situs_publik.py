"""The public site: what the office publishes, and how often its files are fetched.

Why: slides, services, news, gallery, regulations, procedures, people, positions, market days and
the standing pages are kept by the office itself, without a programmer.
Data: nothing is there yet; every table begins empty.
Locks: only new tables, and short ones on `berkas` for the foreign keys that point there.
Way back: the whole public content is lost with its tables, and its files are swept up a day later:
keep a backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1031"
down_revision = "20261128_1022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All tables of the site."""
    op.create_table(
        "jabatan",
        sa.Column("nama", sa.String(length=100), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jabatan")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_jabatan_kunci_form")),
        sa.UniqueConstraint("nama", name=op.f("uq_jabatan_nama")),
    )
    with op.batch_alter_table("jabatan", schema=None) as batch_op:
        batch_op.create_index("ix_jabatan_dibuat", ["dibuat_pada", "id"], unique=False)

    op.create_table(
        "kartu_layanan",
        sa.Column("nama", sa.String(length=80), nullable=False),
        sa.Column("ringkas", sa.String(length=200), nullable=False),
        sa.Column("naskah", sa.Text(), nullable=True),
        sa.Column("syarat", sa.Text(), nullable=True),
        sa.Column("waktu", sa.String(length=120), nullable=True),
        sa.Column("biaya", sa.String(length=120), nullable=True),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kartu_layanan")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_kartu_layanan_kunci_form")),
        sa.UniqueConstraint("nama", name=op.f("uq_kartu_layanan_nama")),
    )
    with op.batch_alter_table("kartu_layanan", schema=None) as batch_op:
        batch_op.create_index("ix_kartu_layanan_dibuat", ["dibuat_pada", "id"], unique=False)

    op.create_table(
        "sidang",
        sa.Column("tempat", sa.String(length=120), nullable=False),
        sa.Column("alamat", sa.String(length=200), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("jam", sa.String(length=40), nullable=False),
        sa.Column("alat", sa.String(length=200), nullable=False),
        sa.Column("bawa", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sidang")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_sidang_kunci_form")),
    )
    with op.batch_alter_table("sidang", schema=None) as batch_op:
        batch_op.create_index("ix_sidang_dibuat", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index("ix_sidang_tanggal", ["tanggal", "id"], unique=False)

    op.create_table(
        "berita",
        sa.Column("judul", sa.String(length=150), nullable=False),
        sa.Column("ringkas", sa.String(length=250), nullable=True),
        sa.Column("naskah", sa.Text(), nullable=False),
        sa.Column("terbit_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sampai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tautan", sa.String(length=600), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gambar_id", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=200), nullable=True),
        sa.Column("lebar", sa.Integer(), nullable=True),
        sa.Column("tinggi", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "gambar_id IS NULL OR (alt IS NOT NULL AND alt <> '' AND lebar > 0 AND tinggi > 0)",
            name=op.f("ck_berita_gambar"),
        ),
        sa.CheckConstraint(
            "sampai_pada IS NULL OR sampai_pada > terbit_pada", name=op.f("ck_berita_masa")
        ),
        sa.ForeignKeyConstraint(
            ["gambar_id"],
            ["berkas.id"],
            name=op.f("fk_berita_gambar_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berita")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_berita_kunci_form")),
    )
    with op.batch_alter_table("berita", schema=None) as batch_op:
        batch_op.create_index("ix_berita_dibuat", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_berita_gambar_id"), ["gambar_id"], unique=False)
        batch_op.create_index("ix_berita_terbit", ["terbit_pada", "id"], unique=False)

    op.create_table(
        "halaman_situs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=20), nullable=False),
        sa.Column("naskah", sa.Text(), nullable=True),
        sa.Column("diubah_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gambar_id", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=200), nullable=True),
        sa.Column("lebar", sa.Integer(), nullable=True),
        sa.Column("tinggi", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "gambar_id IS NULL OR (alt IS NOT NULL AND alt <> '' AND lebar > 0 AND tinggi > 0)",
            name=op.f("ck_halaman_situs_gambar"),
        ),
        sa.ForeignKeyConstraint(
            ["gambar_id"],
            ["berkas.id"],
            name=op.f("fk_halaman_situs_gambar_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halaman_situs")),
        sa.UniqueConstraint("kode", name=op.f("uq_halaman_situs_kode")),
    )
    with op.batch_alter_table("halaman_situs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_halaman_situs_gambar_id"), ["gambar_id"], unique=False)

    op.create_table(
        "pegawai",
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("nip_tampil", sa.Boolean(), nullable=False),
        sa.Column("jabatan_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gambar_id", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=200), nullable=True),
        sa.Column("lebar", sa.Integer(), nullable=True),
        sa.Column("tinggi", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "gambar_id IS NULL OR (alt IS NOT NULL AND alt <> '' AND lebar > 0 AND tinggi > 0)",
            name=op.f("ck_pegawai_gambar"),
        ),
        sa.CheckConstraint("NOT nip_tampil OR nip IS NOT NULL", name=op.f("ck_pegawai_nip_tampil")),
        sa.ForeignKeyConstraint(
            ["gambar_id"],
            ["berkas.id"],
            name=op.f("fk_pegawai_gambar_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["jabatan_id"],
            ["jabatan.id"],
            name=op.f("fk_pegawai_jabatan_id_jabatan"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pegawai")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_pegawai_kunci_form")),
        sa.UniqueConstraint("nip", name=op.f("uq_pegawai_nip")),
    )
    with op.batch_alter_table("pegawai", schema=None) as batch_op:
        batch_op.create_index("ix_pegawai_dibuat", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pegawai_gambar_id"), ["gambar_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pegawai_jabatan_id"), ["jabatan_id"], unique=False)

    op.create_table(
        "regulasi",
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("nomor", sa.String(length=40), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("keterangan", sa.String(length=250), nullable=True),
        sa.Column("tautan", sa.String(length=250), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dokumen_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "jenis IN ('uu', 'pp', 'perpres', 'permendag', 'keputusan', 'perda', 'perwali', 'lain')",
            name=op.f("ck_regulasi_jenis"),
        ),
        sa.ForeignKeyConstraint(
            ["dokumen_id"],
            ["berkas.id"],
            name=op.f("fk_regulasi_dokumen_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulasi")),
        sa.UniqueConstraint("jenis", "nomor", "tahun", name=op.f("uq_regulasi_jenis_nomor_tahun")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_regulasi_kunci_form")),
    )
    with op.batch_alter_table("regulasi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regulasi_dokumen_id"), ["dokumen_id"], unique=False)
        batch_op.create_index("ix_regulasi_dibuat", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index("ix_regulasi_tahun", ["tahun", "id"], unique=False)

    op.create_table(
        "slide",
        sa.Column("judul", sa.String(length=80), nullable=False),
        sa.Column("teks", sa.String(length=200), nullable=True),
        sa.Column("tautan", sa.String(length=200), nullable=True),
        sa.Column("tautan_label", sa.String(length=40), nullable=True),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gambar_id", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=200), nullable=True),
        sa.Column("lebar", sa.Integer(), nullable=True),
        sa.Column("tinggi", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "gambar_id IS NULL OR (alt IS NOT NULL AND alt <> '' AND lebar > 0 AND tinggi > 0)",
            name=op.f("ck_slide_gambar"),
        ),
        sa.CheckConstraint("gambar_id IS NOT NULL", name=op.f("ck_slide_ada_gambar")),
        sa.ForeignKeyConstraint(
            ["gambar_id"],
            ["berkas.id"],
            name=op.f("fk_slide_gambar_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slide")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_slide_kunci_form")),
    )
    with op.batch_alter_table("slide", schema=None) as batch_op:
        batch_op.create_index("ix_slide_dibuat", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_slide_gambar_id"), ["gambar_id"], unique=False)

    op.create_table(
        "sop",
        sa.Column("judul", sa.String(length=150), nullable=False),
        sa.Column("nomor", sa.String(length=60), nullable=True),
        sa.Column("berlaku_mulai", sa.Date(), nullable=True),
        sa.Column("keterangan", sa.String(length=250), nullable=True),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dokumen_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("dokumen_id IS NOT NULL", name=op.f("ck_sop_ada_dokumen")),
        sa.ForeignKeyConstraint(
            ["dokumen_id"],
            ["berkas.id"],
            name=op.f("fk_sop_dokumen_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop")),
        sa.UniqueConstraint("judul", name=op.f("uq_sop_judul")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_sop_kunci_form")),
    )
    with op.batch_alter_table("sop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sop_dokumen_id"), ["dokumen_id"], unique=False)
        batch_op.create_index("ix_sop_dibuat", ["dibuat_pada", "id"], unique=False)

    op.create_table(
        "foto_galeri",
        sa.Column("keterangan", sa.String(length=200), nullable=True),
        sa.Column("berita_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("kunci_form", sa.String(length=36), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gambar_id", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=200), nullable=True),
        sa.Column("lebar", sa.Integer(), nullable=True),
        sa.Column("tinggi", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "gambar_id IS NULL OR (alt IS NOT NULL AND alt <> '' AND lebar > 0 AND tinggi > 0)",
            name=op.f("ck_foto_galeri_gambar"),
        ),
        sa.CheckConstraint("gambar_id IS NOT NULL", name=op.f("ck_foto_galeri_ada_gambar")),
        sa.ForeignKeyConstraint(
            ["berita_id"],
            ["berita.id"],
            name=op.f("fk_foto_galeri_berita_id_berita"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["gambar_id"],
            ["berkas.id"],
            name=op.f("fk_foto_galeri_gambar_id_berkas"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foto_galeri")),
        sa.UniqueConstraint("kunci_form", name=op.f("uq_foto_galeri_kunci_form")),
    )
    with op.batch_alter_table("foto_galeri", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_foto_galeri_berita_id"), ["berita_id"], unique=False)
        batch_op.create_index("ix_foto_galeri_dibuat", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_foto_galeri_gambar_id"), ["gambar_id"], unique=False)

    op.create_table(
        "unduhan",
        sa.Column("ragam", sa.String(length=10), nullable=False),
        sa.Column("nomor", sa.Integer(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.CheckConstraint("jumlah > 0", name=op.f("ck_unduhan_jumlah")),
        sa.PrimaryKeyConstraint("ragam", "nomor", name=op.f("pk_unduhan")),
    )


def downgrade() -> None:
    """None of them."""
    op.drop_table("unduhan")
    with op.batch_alter_table("foto_galeri", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_foto_galeri_gambar_id"))
        batch_op.drop_index("ix_foto_galeri_dibuat")
        batch_op.drop_index(batch_op.f("ix_foto_galeri_berita_id"))

    op.drop_table("foto_galeri")
    with op.batch_alter_table("sop", schema=None) as batch_op:
        batch_op.drop_index("ix_sop_dibuat")
        batch_op.drop_index(batch_op.f("ix_sop_dokumen_id"))

    op.drop_table("sop")
    with op.batch_alter_table("slide", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slide_gambar_id"))
        batch_op.drop_index("ix_slide_dibuat")

    op.drop_table("slide")
    with op.batch_alter_table("regulasi", schema=None) as batch_op:
        batch_op.drop_index("ix_regulasi_tahun")
        batch_op.drop_index("ix_regulasi_dibuat")
        batch_op.drop_index(batch_op.f("ix_regulasi_dokumen_id"))

    op.drop_table("regulasi")
    with op.batch_alter_table("pegawai", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pegawai_jabatan_id"))
        batch_op.drop_index(batch_op.f("ix_pegawai_gambar_id"))
        batch_op.drop_index("ix_pegawai_dibuat")

    op.drop_table("pegawai")
    with op.batch_alter_table("halaman_situs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_halaman_situs_gambar_id"))

    op.drop_table("halaman_situs")
    with op.batch_alter_table("berita", schema=None) as batch_op:
        batch_op.drop_index("ix_berita_terbit")
        batch_op.drop_index(batch_op.f("ix_berita_gambar_id"))
        batch_op.drop_index("ix_berita_dibuat")

    op.drop_table("berita")
    with op.batch_alter_table("sidang", schema=None) as batch_op:
        batch_op.drop_index("ix_sidang_tanggal")
        batch_op.drop_index("ix_sidang_dibuat")

    op.drop_table("sidang")
    with op.batch_alter_table("kartu_layanan", schema=None) as batch_op:
        batch_op.drop_index("ix_kartu_layanan_dibuat")

    op.drop_table("kartu_layanan")
    with op.batch_alter_table("jabatan", schema=None) as batch_op:
        batch_op.drop_index("ix_jabatan_dibuat")

    op.drop_table("jabatan")
