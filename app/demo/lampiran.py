"""The files of each application: what its service, its type and its result ask for."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.format import rupiah, tanggal
from app.core.uploads import Berkas
from app.demo.alur import Alur
from app.demo.gudang import Gudang, Isi
from app.pengajuan.models import BerkasPengajuan
from app.pengajuan.services import dokumen_diminta
from app.pengajuan.states import AKTIF, SkhpLama, Status
from app.pengaturan.queries import Kantor
from app.uttp.states import Layanan


class Lampiran:
    """Makes the rows; contents come from the store of the demo."""

    def __init__(self, gudang: Gudang, kantor: Kantor) -> None:
        self.gudang, self.kantor = gudang, kantor

    def untuk(self, alur: Alur) -> list[BerkasPengajuan]:
        """All files of an application, sent along when it was filed; the result's at the test."""
        pengunggah, waktu = alur.langkah[0].pelaku.id, alur.mulai
        baris = []
        for guna, nama, isi, dokumen_id in self._isi(alur):
            baris.append(
                BerkasPengajuan(
                    guna=guna,
                    dokumen_id=dokumen_id,
                    berkas=isi.berkas(nama, pengunggah, waktu - timedelta(minutes=3)),
                )
            )
        uji = next((s for s in alur.langkah if s.aksi.startswith("hasil_")), None)
        if uji is not None:
            berkas = self._cerapan(alur).berkas("cerapan.pdf", uji.pelaku.id, uji.waktu)
            baris.append(BerkasPengajuan(guna="cerapan", berkas=berkas))
        return baris

    def _isi(self, alur: Alur) -> Iterator[tuple[str, str, Isi, int | None]]:
        alat, jenis = alur.alat, alur.alat.uttp.jenis
        yield "foto_kondisi", "kondisi-alat.jpg", self.gudang.foto_alat(jenis, alat.model), None
        if alur.status in AKTIF:
            yield "foto_kondisi", "pelat-nama.jpg", self.gudang.foto_pelat(alat.uttp), None
        yield "surat_permohonan", "surat-permohonan.pdf", self._permohonan(alur), None
        if alur.layanan == Layanan.TERA:
            yield "izin_tipe", "izin-tipe.pdf", self._izin_tipe(alur), None
        elif alur.kolom["skhp_lama"] == SkhpLama.HILANG:
            yield "surat_kehilangan", "pernyataan-kehilangan.pdf", self._kehilangan(alur), None
        else:
            yield "skhp_lama", "skhp-lama.pdf", self._skhp(alur), None
        for d in dokumen_diminta(jenis, alur.layanan):
            if d.wajib:
                nama = f"{d.nama.lower().split(' (')[0].replace(' ', '-')}.pdf"
                yield "dokumen", nama, self._dokumen(alur, d.nama), d.id

    def _usaha(self, alur: Alur) -> tuple[str, str]:
        peserta = alur.alat.usaha.peserta
        return peserta.nama, peserta.pic_nama or peserta.nama

    def _permohonan(self, alur: Alur) -> Isi:
        usaha, pic = self._usaha(alur)
        isi = (
            f"Yth. Kepala {self.kantor.nama} di {self.kantor.kota}.",
            "Dengan ini kami mengajukan permohonan tera atau tera ulang untuk alat ukur, takar, "
            "timbang, dan perlengkapannya milik kami sesuai data pada pengajuan daring.",
            ("Nama usaha", usaha),
            ("Alamat", alur.alat.usaha.peserta.alamat),
            ("Penanggung jawab", pic),
            "Kami bersedia menghadirkan alat pada waktu yang ditetapkan.",
        )
        return self.gudang.surat(("permohonan", usaha), usaha, "Surat Permohonan", isi, pic)

    def _izin_tipe(self, alur: Alur) -> Isi:
        model, jenis = alur.alat.model, alur.alat.uttp.jenis
        isi = (
            ("Jenis alat", jenis.nama),
            ("Merk", model.merk),
            ("Tipe", model.tipe),
            "Alat dengan merk dan tipe tersebut memenuhi syarat teknis untuk ditera.",
        )
        return self.gudang.surat(
            ("izin", jenis.kode, model.merk, model.tipe), "Direktorat Metrologi Contoh",
            "Persetujuan Tipe (contoh)", isi, "Direktur Contoh",
        )  # fmt: skip

    def _kehilangan(self, alur: Alur) -> Isi:
        usaha, pic = self._usaha(alur)
        isi = (
            f"Saya, {pic}, menyatakan bahwa SKHP lama untuk alat milik {usaha} telah hilang dan "
            "tidak dapat ditemukan kembali.",
            "Pernyataan ini saya buat dengan sebenarnya.",
        )
        return self.gudang.surat(("hilang", usaha), usaha, "Surat Pernyataan Kehilangan", isi, pic)

    def _skhp(self, alur: Alur) -> Isi:
        """Running applications show their own number; finished ones share one sheet a model."""
        alat, k = alur.alat, alur.kolom
        isi = [
            ("Jenis alat", alat.uttp.jenis.nama),
            ("Merk / tipe", f"{alat.model.merk} / {alat.model.tipe}"),
        ]
        kunci: tuple[str, ...] = ("skhp", alat.kode, alat.model.tipe)
        if alur.status in AKTIF:
            kunci = ("skhp", alur.nomor)
            isi += [
                ("Nomor seri", alat.uttp.nomor_seri),
                ("Nomor SKHP", k["skhp_lama_nomor"]),
                ("Tanggal", tanggal(k["skhp_lama_tanggal"])),
                ("Berlaku sampai", tanggal(k["skhp_lama_sampai"])),
            ]
        return self.gudang.surat(
            kunci, "Unit Metrologi Contoh", "Surat Keterangan Hasil Pengujian (contoh)", isi,
            "Kepala Unit Contoh",
        )  # fmt: skip

    def _dokumen(self, alur: Alur, nama: str) -> Isi:
        jenis = alur.alat.uttp.jenis
        isi = (("Jenis alat", jenis.nama), ("Isi dokumen", "Lihat lampiran asli pada pemohon"))
        return self.gudang.surat(
            ("dokumen", jenis.kode, nama), "Lampiran pengajuan", nama, isi, "Penanggung jawab"
        )

    def _cerapan(self, alur: Alur) -> Isi:
        jenis = alur.alat.uttp.jenis
        hasil = "Tidak lulus" if alur.status == Status.SELESAI_BATAL else "Sah"
        isi = (
            ("Jenis alat", jenis.nama),
            ("Suhu ruang", "27,5 °C"),
            ("Kelembapan", "61 %"),
            ("Titik uji", "minimum, setengah maksimum, maksimum"),
            ("Kesimpulan", hasil),
        )
        return self.gudang.surat(
            ("cerapan", jenis.kode, hasil), self.kantor.nama, "Cerapan Pengujian", isi, "Penera"
        )

    def slip(self, jumlah: int, pengunggah_id: int, waktu: datetime) -> Berkas:
        """The proof of a payment."""
        isi = self.gudang.surat(
            ("slip", str(jumlah)), "Bank Contoh", "Bukti Setoran",
            (("Untuk rekening", self.kantor.rekening), ("Jumlah", rupiah(jumlah))), "Petugas Bank",
        )  # fmt: skip
        return isi.berkas("bukti-setoran.pdf", pengunggah_id, waktu)
