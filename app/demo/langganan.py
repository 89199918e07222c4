"""Customers of the demo's penyedia in each state a customer can be in.

Told after all else, so that the instruments keep the past they got as the penyedia's own.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.auth.models import Pengguna
from app.demo.alat import Alat
from app.demo.alur import Alur
from app.demo.nama import PENYEDIA
from app.demo.orang import Orang, Usaha, nik_rekaan
from app.extensions import db
from app.pelanggan.models import KerjaSama
from app.pengajuan.states import AKTIF
from app.peserta.models import Peserta
from app.uttp.models import Kepemilikan, Uttp
from app.uttp.states import SebabMilik

# Days since an instrument was transferred to a customer, and what has become of the customer.
ALUR = ((2, "siap"), (20, "menunggu"), (75, "terdaftar"))
BARU = "Kios Es Kelapa Muda"  # taken up lately, with nothing on record yet
NIK_AWAL = 700  # beyond those of Orang


@dataclass
class Langganan:
    orang: Orang
    alat: list[Alat]
    alur: list[Alur]

    def ceritakan(self) -> None:
        usaha = next(u for u in self.orang.penyedia() if u.peserta.pic_nik == PENYEDIA)
        for n, (alat, (lalu, keadaan)) in enumerate(zip(self._pilih(), ALUR, strict=True)):
            pelanggan = self._pindahkan(usaha, alat, lalu)
            if keadaan != "siap":
                self._daftarkan(usaha, pelanggan, n, lalu - 2)
            if keadaan == "terdaftar":
                self._terima(pelanggan, lalu - 3)
        self._baru(usaha)

    def _pilih(self) -> list[Uttp]:
        """One instrument each of customers that use several, with nothing going on about it; the
        others stay the penyedia's."""
        sibuk = {a.alat.uttp.id for a in self.alur if a.status in AKTIF}
        milik: dict[str, list[Uttp]] = {}
        for a in self.alat:
            if a.usaha.peserta.pic_nik == PENYEDIA and a.uttp.pemakai is not None:
                milik.setdefault(a.uttp.pemakai.nama, []).append(a.uttp)
        bebas = [[u for u in semua if u.id not in sibuk] for semua in milik.values() if semua[1:]]
        return [satu[0] for satu in bebas if satu][: len(ALUR)]

    def _pindahkan(self, usaha: Usaha, alat: Uttp, lalu: int) -> Peserta:
        pelanggan = alat.pemakai
        if pelanggan is None:
            raise LookupError(alat.nomor_seri)
        saat, oleh = self.orang.lampau(lalu), usaha.akun.id
        alat.kepemilikan[0].sampai = saat
        db.session.flush()  # only one period may run
        alat.pemilik, alat.pemakai = pelanggan, None
        db.session.add(
            Kepemilikan(
                uttp_id=alat.id, pemilik_id=pelanggan.id, sejak=saat, sebab=SebabMilik.PINDAH,
                oleh_id=oleh,
            )
        )  # fmt: skip
        db.session.flush()
        return pelanggan

    def _daftarkan(self, usaha: Usaha, pelanggan: Peserta, n: int, lalu: int) -> None:
        wanita, nomor = n % 2 == 0, NIK_AWAL + n
        isi: dict[str, Any] = {
            "nik": nik_rekaan(nomor, wanita),
            "nama": self.orang.nama_orang(wanita),
            "jabatan": "Pemilik",
            "telp": f"+62811000{8000 + nomor}",
            "wa": f"+62811000{8000 + nomor}",
            "email": f"pic{nomor}@contoh.test",
        }
        for kolom, nilai in isi.items():
            setattr(pelanggan, f"pic_{kolom}", nilai)
        pelanggan.status, pelanggan.kelompok = "baru", "pemilik"
        pelanggan.didaftarkan_oleh_id = usaha.akun.id
        pelanggan.dibuat_pada = self.orang.lampau(min(lalu, 1))

    def _terima(self, pelanggan: Peserta, lalu: int) -> None:
        saat = self.orang.lampau(lalu)
        pelanggan.status, pelanggan.diputus_pada = "aktif", saat
        pelanggan.dibuat_pada = saat - timedelta(days=1)
        pelanggan.diputus_oleh_id = self.orang.staf["pelayanan"].id
        pelanggan.pengguna = Pengguna(
            nama_masuk=pelanggan.pic_nik_indeks, nama=pelanggan.pic_nama, peran="peserta",
            sandi=self.orang.sidik, dibuat_pada=saat,
        )  # fmt: skip
        db.session.flush()

    def _baru(self, usaha: Usaha) -> None:
        sejak = self.orang.lampau(3)
        baru = self.orang.pelanggan_baru(BARU, sejak)
        baru.penyedia_id = usaha.peserta.id
        db.session.add(baru)
        db.session.flush()
        db.session.add(
            KerjaSama(
                penyedia_id=usaha.peserta.id, pelanggan_id=baru.id, sejak=sejak,
                oleh_id=usaha.akun.id,
            )
        )  # fmt: skip
