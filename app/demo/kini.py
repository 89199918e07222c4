"""What is going on today: applications in every status that is not an end."""

from dataclasses import dataclass
from datetime import timedelta

from app.demo.alat import Alat
from app.demo.alur import Alur
from app.demo.cerita import PANJANG, SETAHUN, Pencerita
from app.demo.nama import ASING, PEMILIK, PENYEDIA
from app.pengajuan.states import Lokasi, Status

S = Status


@dataclass(frozen=True)
class Rencana:
    """An application to be: whose (None: anybody's), and whether a fee is due (None: either)."""

    status: Status
    nik: str | None = None
    berbayar: bool | None = None


def _r(status: Status, *nik: str | None, berbayar: bool | None = None) -> list[Rencana]:
    return [Rencana(status, n, berbayar) for n in nik]


RENCANA: list[Rencana] = [
    *_r(S.TERJADWAL, PEMILIK, PENYEDIA, ASING, None, berbayar=True),
    *_r(S.TERBAYAR, PEMILIK, None, None, berbayar=True),
    *_r(S.MENUNGGU_DOKUMEN, PEMILIK, berbayar=True),
    *_r(S.DIPROSES, PENYEDIA, None, berbayar=True),
    *_r(S.DIPROSES, PEMILIK, PENYEDIA, ASING, *[None] * 7, berbayar=False),
    *_r(S.MENUNGGU_DOKUMEN, *[None] * 3, berbayar=False),
    *_r(S.MENUNGGU_PILIHAN, PEMILIK, PENYEDIA, ASING, None, None),
    *_r(S.PERLU_PERBAIKAN, PEMILIK, ASING, None),
    *_r(S.DITERIMA, PEMILIK, PENYEDIA, *[None] * 4),
    *_r(S.BARU, PEMILIK, PENYEDIA, PENYEDIA, *[None] * 6),
]
JAM_BARU = (2, 5, 9, 20, 26, 31, 44, 51, 70)  # hours since filing
# Days of tests, counted in working days from today; -1 still waits for its result to be recorded.
HARI_UJI = (2, 5, 0, 1, -1, 0, 0, 1, 3, 4, 7, 9)
GILIRAN = ("penera1", "penera2", "penera1", "penera2", "penera3", "penera1", "penera2", "penera4")


class Kini:
    """Chooses an instrument for each plan, gives it a past, and takes it where it is now."""

    def __init__(self, pencerita: Pencerita, alat: list[Alat]) -> None:
        self.p = pencerita
        self.kalender, self.meja = pencerita.kalender, pencerita.meja
        self.bebas = alat[:]
        self.kalender.acak.shuffle(self.bebas)
        self.nomor: dict[Status, int] = {}

    def mulai(self) -> list[Alat]:
        """All of them; gives the instruments nothing is going on with."""
        for rencana in RENCANA:
            alat = self._pilih(rencana)
            self.bebas.remove(alat)
            self._masa_lalu(alat)
            self._jalankan(rencana, alat)
        return self.bebas

    def _pilih(self, r: Rencana) -> Alat:
        kena = {t.jenis_id for t in self.meja.tarif}
        for alat in self.bebas:
            peserta = alat.usaha.peserta
            cocok = peserta.pic_nik == r.nik if r.nik else peserta.pic_nik not in (
                PEMILIK, PENYEDIA, ASING,
            )  # fmt: skip
            biaya = r.berbayar is None or (alat.uttp.jenis.id in kena) == r.berbayar
            if cocok and biaya and peserta.status == "aktif" and alat.uttp.jenis.menit <= 120:
                return alat
        raise LookupError(r)

    def _masa_lalu(self, alat: Alat) -> None:
        umur = (self.kalender.kini - alat.uttp.dibuat_pada).days - 3
        lalu = SETAHUN + self.kalender.acak.randrange(-45, 90)
        if umur > lalu > PANJANG and self.kalender.acak.random() < 0.85:
            self.p.jalani(alat, lalu)

    def _jalankan(self, r: Rencana, alat: Alat) -> None:
        n = self.nomor[r.status] = self.nomor.get(r.status, -1) + 1
        langkah = getattr(self, f"_{r.status.value}")
        langkah(alat, n)

    def _buka(self, alat: Alat, lalu: int) -> Alur:
        """Filed so many working days ago, and what has its fee in the plan at the user's place."""
        alur = self.p.buka(alat, self.kalender.jam(self.kalender.lalu(lalu), 8, 20))
        kena = {t.jenis_id for t in self.meja.tarif}
        if alat.uttp.jenis.id in kena:
            alur.kolom["_lokasi"] = Lokasi.LUAR_KANTOR
        return alur

    def _penera(self, n: int) -> list[int]:
        return [self.meja.staf[GILIRAN[n % len(GILIRAN)]].id]

    def _baru(self, alat: Alat, n: int) -> None:
        self.p.buka(alat, self.kalender.kini - timedelta(hours=JAM_BARU[n], minutes=7 * n))

    def _perlu_perbaikan(self, alat: Alat, n: int) -> None:
        self.meja.kembalikan(self._buka(alat, n + 4), self.kalender.lalu(n + 2))

    def _diterima(self, alat: Alat, n: int) -> None:
        if n != 1:
            self.meja.terima(self._buka(alat, n + 2), self.kalender.lalu(n + 1))
            return
        alur = self._buka(alat, 6)  # one that was offered dates, and none of them suited
        self.meja.terima(alur, self.kalender.lalu(5))
        self.meja.tawarkan(alur, self.kalender.lalu(4), self.p.tawaran(self.kalender.hari_ini, 2))
        self.meja.tidak_cocok(alur, self.kalender.lalu(2))

    def _menunggu_pilihan(self, alat: Alat, n: int) -> None:
        alur = self._buka(alat, n + 4)
        self.meja.terima(alur, self.kalender.lalu(n + 3))
        pilihan = self.p.tawaran(self.kalender.hari_ini, 2 + n % 3)
        self.meja.tawarkan(alur, self.kalender.lalu(n // 2 + 1), pilihan)

    def _sampai_jadwal(self, alat: Alat, n: int, lalu: int, uji: int) -> Alur:
        """Dated, with the last step so many working days ago; `uji` counts from today."""
        alur = self._buka(alat, lalu + 3)
        self.meja.terima(alur, self.kalender.lalu(lalu + 2))
        if n % 3 == 1:
            hari = self.kalender.lalu(lalu + 1)
            self.meja.tawarkan(alur, hari, self.p.tawaran(hari, 3))
        if uji < 0:
            hari = self.kalender.lalu(-uji)
        else:
            hari = self.kalender.kerja(self.kalender.hari_ini, 0)
            hari = self.kalender.kerja(hari, uji) if uji else hari
        dari = self.kalender.lalu(lalu)
        self.meja.jadwalkan(alur, dari, hari, self._penera(n), memilih=n % 3 == 1)
        return alur

    def _terjadwal(self, alat: Alat, n: int) -> None:
        alur = self._sampai_jadwal(alat, n, 3, 4 + n)
        if n == 0:  # the first account sees what a refused proof looks like
            self.meja.bayar(alur, self.kalender.lalu(2))
            self.meja.periksa(alur, self.kalender.lalu(1), tolak=True)

    def _terbayar(self, alat: Alat, n: int) -> None:
        alur = self._sampai_jadwal(alat, n, 4, 3 + n)
        if n == 1:
            self.meja.bayar(alur, self.kalender.lalu(3))
            self.meja.periksa(alur, self.kalender.lalu(2), tolak=True)
        self.meja.bayar(alur, self.kalender.lalu(1))

    def _diproses(self, alat: Alat, n: int) -> None:
        alur = self._sampai_jadwal(alat, n, 5, HARI_UJI[n])
        if alur.status == S.TERJADWAL:
            self.meja.bayar(alur, self.kalender.lalu(4), loket=n == 1)
        if alur.status == S.TERBAYAR:
            self.meja.periksa(alur, self.kalender.lalu(3))

    def _menunggu_dokumen(self, alat: Alat, n: int) -> None:
        alur = self._sampai_jadwal(alat, n, 8, -1 - n % 3)
        if alur.status == S.TERJADWAL:
            self.meja.bayar(alur, self.kalender.lalu(7))
            self.meja.periksa(alur, self.kalender.lalu(6))
        self.meja.uji(alur)
