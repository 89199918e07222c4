"""The public site of the demo office: everything on it is invented but the names of the laws."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.demo.gudang import Gudang
from app.demo.kanvas import GELAP, PUTIH, Kanvas
from app.demo.lukisan import lukis
from app.extensions import db
from app.konten.models import (
    Berita,
    FotoGaleri,
    HalamanSitus,
    Jabatan,
    KartuLayanan,
    Konten,
    Pegawai,
    Regulasi,
    Sidang,
    Slide,
    Sop,
)
from app.konten.states import LEBAR_HALAMAN

# What is drawn, the words under it, and what it shows.
GAMBAR = {
    "meja": ("elektronik", "PASAR CONTOH", "Timbangan meja di lapak pasar"),
    "pompa": ("pompa", "SPBU CONTOH", "Pompa ukur bahan bakar yang sudah ditera"),
    "takaran": ("takaran_basah", "UJI TAKARAN", "Dua takaran minyak berdampingan"),
    "meteran": ("ban_ukur", "TOKO CONTOH", "Ban ukur di atas meja toko"),
}
BERITA = (
    (3, "Sidang tera di Pasar Contoh Utara", "meja",
     "Sebanyak **42 timbangan** pedagang diuji dalam satu hari.\n\n## Yang perlu diperbaiki\n\n"
     "- enam timbangan disetel di tempat\n- dua timbangan diminta diservis dulu\n\n"
     "Sidang berikutnya ada di halaman [Jadwal dan tempat](/informasi/jadwal)."),
    (12, "Pompa ukur tiga SPBU selesai ditera ulang", "pompa",
     "Seluruh pompa memenuhi batas kesalahan yang diizinkan. Tanda tera yang baru berlaku sampai "
     "tahun depan.\n\n> Pembeli boleh meminta takaran 20 liter diperlihatkan."),
    (27, "Cara membaca tanda tera", "takaran",
     "| Tanda | Artinya |\n|---|---|\n| Sah | alat boleh dipakai berdagang |\n"
     "| Batal | alat tidak boleh dipakai |\n\nRagu? Tanyakan kepada petugas."),
    (45, "Kantor tutup satu hari untuk pemeriksaan standar", None,
     "Standar ukuran kantor diverifikasi ulang. Pengajuan daring tetap diterima pada hari itu."),
    (80, "Tera dan tera ulang tetap tanpa biaya", "meteran",
     "Sejak 5 Januari 2024 tera dan tera ulang bebas retribusi (UU 1/2022). Petugas tidak menerima "
     "pembayaran apa pun di tempat."),
)  # fmt: skip
# Titles and articles as far as they were read at a source; what was not checked says so.
REGULASI = (
    ("uu", "2", 1981, "Metrologi Legal", "Diubah dengan UU 6/2023. Pasal 25: alat yang dilarang "
     "dipakai berdagang."),
    ("uu", "1", 2022, "Hubungan Keuangan antara Pemerintah Pusat dan Pemerintahan Daerah",
     "Retribusi tera/tera ulang dihapus; berlaku sejak 5 Januari 2024."),
    ("pp", "2", 1985, "Wajib dan Pembebasan untuk Ditera dan/atau Ditera Ulang serta "
     "Syarat-syarat bagi UTTP", ""),
    ("permendag", "24", 2024, "Tera dan tera ulang UTTP, tanda tera, dan sumber daya manusianya",
     "Judul ringkas; menggantikan Permendag 69/2014, 67/2018, 68/2018, dan 125/2018."),
    ("permendag", "31", 2024, "Standar ukuran metrologi legal", "Judul ringkas, belum dicocokkan."),
    ("permendag", "30", 2025, "Pengawasan metrologi legal", "Judul ringkas, belum dicocokkan."),
    ("permendag", "115", 2018, "Unit Metrologi Legal", "Nomornya belum dicocokkan dengan sumber."),
)  # fmt: skip
LAYANAN = (
    ("Tera", "Pengujian pertama alat baru sebelum dipakai berdagang.",
     "Alat diperiksa, diuji, dan diberi tanda tera sah bila memenuhi syarat.",
     "- Foto kondisi alat\n- Surat permohonan\n- Izin persetujuan tipe"),
    ("Tera ulang", "Pengujian berkala alat yang pernah ditera.",
     "Ajukan sebelum masa berlaku SKHP habis.",
     "- Foto kondisi alat\n- Surat permohonan\n- SKHP lama, atau surat pernyataan kehilangan"),
    ("Sidang tera di pasar", "Petugas datang ke pasar; pedagang membawa timbangannya.",
     "Jadwalnya ada di halaman [Jadwal dan tempat](/informasi/jadwal).", "- Timbangan yang bersih"),
)  # fmt: skip
JABATAN = ("Kepala UPTD", "Kepala Subbagian Tata Usaha", "Penera Ahli Muda", "Penera Terampil",
           "Petugas Pelayanan")  # fmt: skip
PEGAWAI = (("Dra. Ratna Contoh", 0), ("Bambang Contoh, S.E.", 1), ("Siti Rekaan, S.T.", 2),
           ("Andi Rekaan", 3), ("Wulan Contoh", 3), ("Yusuf Rekaan", 4))  # fmt: skip
SOP = ("Pelayanan tera dan tera ulang di kantor", "Pelayanan tera dan tera ulang di tempat pakai",
       "Sidang tera ulang di pasar")  # fmt: skip
TETAP = {
    "singkat": "Kami menguji alat ukur, takar, dan timbang yang dipakai berdagang, supaya pembeli "
    "dan penjual menerima yang sebenarnya.",
    "tentang": "UPTD Metrologi Kota Contoh melayani tera dan tera ulang bagi pedagang, SPBU, dan "
    "industri. Semua keterangan di situs demo ini rekaan.",
    "visi": "### Visi\n\nTertib ukur untuk semua.\n\n### Misi\n\n1. Melayani dengan cepat dan "
    "jujur.\n2. Mendatangi pedagang di pasar.\n3. Menjaga standar ukuran tetap tertelusur.",
    "tugas": "- menguji alat dan menerbitkan SKHP\n- mendata alat di seluruh kota\n- memberi "
    "penjelasan kepada pedagang dan pembeli",
    "maklumat": "Kami sanggup melayani menurut standar di halaman ini. Bila tidak menepatinya, "
    "kami bersedia ditegur.",
    "struktur": "Kepala UPTD memimpin satu subbagian dan kelompok penera.",
    "jadwal": "Bawa alat dalam keadaan bersih dan kering. Datang sesuai tanggal pada pengajuan.",
}


class Situs:
    """Drawn before the transaction, written inside it."""

    def __init__(self, gudang: Gudang) -> None:
        self.gudang = gudang
        bita = {
            kode: lukis(keluarga, len(kata), (kata, "Contoh"))
            for kode, (keluarga, kata, _) in GAMBAR.items()
        } | {"bagan": _bagan()}
        self.isi = {kode: gudang.gambar(b, LEBAR_HALAMAN) for kode, b in bita.items()}

    def simpan(self, admin_id: int) -> None:
        """All rows, as if Admin Aplikasi had written them."""
        self.admin_id, self.kini = admin_id, clock.now()
        for kode, naskah in TETAP.items():
            kolom = self._gambar("bagan", "Bagan: Kepala UPTD di atas tata usaha dan penera")
            db.session.add(
                HalamanSitus(kode=kode, naskah=naskah, **(kolom if kode == "struktur" else {}))
            )
        db.session.add_all(self._kartu())
        self._warta()
        self._orang()
        db.session.flush()

    def _gambar(self, kode: str, alt: str) -> dict[str, Any]:
        isi, lebar, tinggi = self.isi[kode]
        berkas = isi.berkas(f"{kode}.jpg", self.admin_id, self.kini)
        return {"gambar": berkas, "alt": alt, "lebar": lebar, "tinggi": tinggi}

    def _kartu(self) -> Iterator[Konten]:
        for n, (kode, judul, teks, tautan, label) in enumerate((
            ("meja", "Timbangan yang jujur", "Ajukan tera ulang sebelum masa berlakunya habis.",
             "/alur", "Baca alurnya"),
            ("pompa", "Sidang tera di pasar", "Kami datang; bawa timbangan Anda.",
             "/informasi/jadwal", "Lihat jadwalnya"),
            ("takaran", "Alat apa saja?", "Lihat alat yang wajib ditera dan yang perlu dibawa.",
             "/wajib-tera", "Buka daftarnya"),
        ), 1):  # fmt: skip
            yield Slide(judul=judul, teks=teks, tautan=tautan, tautan_label=label, urutan=n,
                        **self._gambar(kode, GAMBAR[kode][2]))  # fmt: skip
        for n, (nama, ringkas, naskah, syarat) in enumerate(LAYANAN, 1):
            yield KartuLayanan(
                nama=nama, ringkas=ringkas, naskah=naskah, syarat=syarat, urutan=n,
                waktu="Paling lama 5 hari kerja", biaya="Bebas retribusi",
            )  # fmt: skip
        for jenis, nomor, tahun, judul, ket in REGULASI:
            yield Regulasi(jenis=jenis, nomor=nomor, tahun=tahun, judul=judul,
                           keterangan=ket or None)  # fmt: skip
        for n, judul in enumerate(SOP, 1):
            isi = self.gudang.surat(
                ("sop", judul), "UPTD Metrologi Kota Contoh", f"SOP {judul}",
                ("Petugas memeriksa pengajuan.", "Penera menguji alat.", "SKHP diserahkan."),
                "Kepala UPTD",
            )  # fmt: skip
            yield Sop(judul=judul, nomor=f"SOP-{n:02d}/CONTOH", urutan=n,
                      berlaku_mulai=date(2026, 1, 5),
                      dokumen=isi.berkas(f"sop-{n}.pdf", self.admin_id, self.kini))  # fmt: skip
        for n, pasar in enumerate(("Pasar Contoh Utara", "Pasar Contoh Baru"), 1):
            yield Sidang(tempat=pasar, alamat=f"Jalan Pasar Contoh Nomor {n}",
                         tanggal=clock.today() + timedelta(days=9 * n), jam="08.00–12.00",
                         alat="Timbangan meja, pegas, dan elektronik; anak timbangan",
                         bawa="Timbangan yang bersih dan SKHP lama bila ada")  # fmt: skip

    def _warta(self) -> None:
        for hari, judul, kode, naskah in BERITA:
            saat = self.kini - timedelta(days=hari)
            kolom = self._gambar(kode, GAMBAR[kode][2]) if kode else {}
            db.session.add(Berita(judul=judul, naskah=naskah, terbit_pada=saat, dibuat_pada=saat,
                                  **kolom))  # fmt: skip
        db.session.add(
            Berita(judul="Rencana sidang tera bulan depan", naskah="Masih disusun.", aktif=False)
        )
        db.session.flush()
        berita = db.session.scalar(sa.select(Berita.id).order_by(Berita.terbit_pada).limit(1))
        for n, kode in enumerate((*GAMBAR, "meja", "pompa")):
            db.session.add(
                FotoGaleri(
                    keterangan=f"Kegiatan contoh {n + 1}", berita_id=berita if n == 0 else None,
                    dibuat_pada=self.kini - timedelta(days=5 * n),
                    **self._gambar(kode, GAMBAR[kode][2]),
                )
            )  # fmt: skip

    def _orang(self) -> None:
        jabatan = [Jabatan(nama=nama, urutan=n) for n, nama in enumerate(JABATAN, 1)]
        db.session.add_all(jabatan)
        db.session.flush()
        db.session.add_all(Pegawai(nama=n, jabatan_id=jabatan[j].id) for n, j in PEGAWAI)


def _bagan() -> bytes:
    """A chart of the office: one box above two."""
    k = Kanvas("#eef2f1")
    k.garis([(400, 200), (400, 300)])
    k.garis([(200, 400), (200, 300), (600, 300), (600, 400)])
    for x, y, kata in ((260, 120, "Kepala UPTD"), (60, 400, "Tata Usaha"), (460, 400, "Penera")):
        k.kotak(x, y, x + 280, y + 80, PUTIH, r=8)
        k.teks(x + 140, y + 40, kata, 24, GELAP)
    return k.jpeg()
