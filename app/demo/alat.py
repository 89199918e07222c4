"""Instruments of the demo."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from app.core.format import angka
from app.demo.gudang import Gudang
from app.demo.katalog import JAWAB_ANGKA, JAWAB_TEKS, KATALOG, Model
from app.demo.orang import Usaha
from app.peserta.models import Peserta
from app.uttp.cari import sidik
from app.uttp.models import InformasiJenis, InformasiUttp, JenisUttp, Kepemilikan, Uttp
from app.uttp.states import JenisIsian

# On the plate stands the reading d; classes I and II state an interval e ten times as large.
HALUS = ("TBO-01", "TBO-02")


@dataclass
class Alat:
    """An instrument and what stories need to know beside it."""

    uttp: Uttp
    usaha: Usaha
    model: Model

    @property
    def kode(self) -> str:
        return self.uttp.jenis.kode


@dataclass
class Bengkel:
    """Makes instruments."""

    acak: Random
    gudang: Gudang
    jenis: dict[str, JenisUttp]
    urut: int = 0
    hasil: list[Alat] = field(default_factory=list)

    def lengkapi(self, usaha: Usaha) -> None:
        """All instruments of a participant by its profile; a penyedia lends most of them."""
        pemakai = self._pemakai(usaha)
        for kode, paling_sedikit, paling_banyak in usaha.profil.resep:
            for _ in range(self.acak.randint(paling_sedikit, paling_banyak)):
                self.hasil.append(self._buat(usaha, kode, pemakai.get(kode, [])))

    def _pemakai(self, usaha: Usaha) -> dict[str, list[Peserta]]:
        """Who waits for an instrument of which type: pumps go to those who sell fuel."""
        bbm = [p for p in usaha.pelanggan if "BBM" in p.nama]
        lain = [p for p in usaha.pelanggan if p not in bbm]
        return {"PUB-01": bbm * 2, "TBO-03": lain[:], "TBO-08": lain[-3:], "TBO-06": lain[1:2]}

    def _buat(self, usaha: Usaha, kode: str, menunggu: list[Peserta]) -> Alat:
        self.urut += 1
        jenis, model = self.jenis[kode], self.acak.choice(KATALOG[kode].model)
        peserta = usaha.peserta
        pemakai = menunggu.pop(0) if menunggu else None
        tercatat = peserta.dibuat_pada + timedelta(days=1, minutes=self.urut % 50 * 7)
        seri = self._seri(model, peserta.dibuat_pada)
        foto = self.gudang.foto_alat(jenis, model)
        nama = f"{model.merk} {model.tipe}.jpg".lower().replace(" ", "-")
        tempat = usaha.profil.tempat.format(n=self.acak.randrange(1, 13))
        alat = Uttp(
            jenis=jenis,
            pemilik=peserta,
            pemakai=pemakai,
            merk=model.merk,
            tipe=model.tipe,
            kapasitas=model.kapasitas,
            daya_baca=model.baca,
            nomor_seri=seri,
            sidik=sidik(model.merk, seri),
            lokasi=pemakai.alamat if pemakai else tempat,
            foto=foto.berkas(nama, usaha.akun.id, tercatat),
            uji_batal=False,
            dibuat_pada=tercatat,
        )
        alat.informasi = list(self._jawaban(jenis, model))
        alat.kepemilikan = [Kepemilikan(pemilik=peserta, sejak=tercatat, oleh_id=usaha.akun.id)]
        return Alat(alat, usaha, model)

    def _seri(self, model: Model, sejak: datetime) -> str:
        awal = "".join(kata[0] for kata in model.merk.split())
        tahun = sejak.year - self.acak.randrange(1, 6)
        return f"{awal}{tahun % 100:02d}-{9000 + self.urut}"

    def _jawaban(self, jenis: JenisUttp, model: Model) -> list[InformasiUttp]:
        hasil = []
        for tanya in jenis.informasi:
            nilai = self._jawab(tanya, jenis, model)
            if nilai and tanya.aktif:
                hasil.append(InformasiUttp(informasi_id=tanya.id, nilai=nilai))
        return hasil

    def _jawab(self, tanya: InformasiJenis, jenis: JenisUttp, model: Model) -> str | None:
        if tanya.isian == JenisIsian.PILIHAN:
            return self.acak.choice((tanya.pilihan or "").splitlines() or [""]) or None
        if tanya.label.startswith("Interval skala") and model.baca is not None:
            return angka(model.baca * (10 if jenis.kode in HALUS else 1))
        daftar = JAWAB_ANGKA if tanya.isian == JenisIsian.ANGKA else JAWAB_TEKS
        pilihan = daftar.get(tanya.label, ("1",) if tanya.wajib else ())
        return self.acak.choice(pilihan) if pilihan else None
