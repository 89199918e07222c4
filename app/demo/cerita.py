"""What happened to each instrument: tests over two years, and what is going on now."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.core.clock import WITA
from app.demo.alat import Alat
from app.demo.alur import Alur, Meja
from app.demo.katalog import KATALOG
from app.pengajuan.states import Lokasi, SkhpLama, Status
from app.uttp.states import Layanan

PENERBIT_LAIN = "UPT Metrologi Wilayah Contoh"
GAGAL = (
    "Kesalahan penunjukan melebihi batas kesalahan diizinkan (BKD) pada muatan maksimum.",
    "Penunjukan tidak berulang: selisih tiga penimbangan melebihi BKD.",
    "Segel dan cap tanda tera rusak, bagian penjustir dapat diubah.",
)
ALASAN_PESERTA = (
    "Alat sudah dijual.",
    "Salah memilih alat, akan diajukan ulang.",
    "Toko tutup sementara.",
)
ALASAN_PETUGAS = (
    "Alat rusak berat dan tidak dapat diuji. Ajukan lagi setelah diperbaiki.",
    "Pengajuan ganda untuk alat yang sama di kantor lain.",
)
# A path without any detour is done within so many days; one with all of them within PANJANG.
PENDEK, PANJANG = 14, 46
SETAHUN = 365


@dataclass
class Pencerita:
    """Makes the past of instruments; `hasil` are all applications."""

    meja: Meja
    hasil: list[Alur] = field(default_factory=list)
    terakhir: dict[int, Alur] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kalender = self.meja.kalender
        self.acak = self.kalender.acak

    # --- beginnings ---------------------------------------------------------------------------

    def buka(self, alat: Alat, waktu: datetime, *, di_loket: bool = False) -> Alur:
        """File an application: for an instrument with a certificate, tera ulang with that one."""
        lama = self.terakhir.get(id(alat))
        baru = lama is None and self.acak.random() < 0.3
        alur = Alur(alat, Layanan.TERA if baru else Layanan.TERA_ULANG, self.kalender.kini)
        alur.lama = lama
        if not baru:
            alur.kolom |= self._skhp_lama(lama, waktu.astimezone(WITA).date())
        luar = KATALOG[alat.kode].luar or self.acak.random() < 0.12
        alur.kolom["_lokasi"] = Lokasi.LUAR_KANTOR if luar else Lokasi.KANTOR
        alur.ajukan(waktu, self.meja.petugas if di_loket else alur.pemohon)
        self.hasil.append(alur)
        return alur

    def _skhp_lama(self, lama: Alur | None, hari: date) -> dict[str, object]:
        """What the form says of the old certificate; our own are filled in once numbered."""
        if lama is not None:
            return {"skhp_lama": SkhpLama.ADA}
        apa = self.acak.choices(list(SkhpLama), (80, 12, 8))[0]
        tanggal = hari - timedelta(days=self.acak.randrange(340, 420))
        isi: dict[str, object] = {"skhp_lama": apa}
        if apa == SkhpLama.HILANG:
            return isi
        return isi | {
            "skhp_lama_nomor": f"510.9/{self.acak.randrange(100, 999)}/UPT-MC/{tanggal.year}",
            "skhp_lama_tanggal": tanggal,
            "skhp_lama_sampai": tanggal + timedelta(days=SETAHUN),
            "skhp_lama_penerbit": PENERBIT_LAIN,
        }

    def lewati(self, alur: Alur, n: int) -> date:
        """The nth working day after the last step."""
        return self.kalender.kerja(alur.hari, n)

    def sampai_diterima(self, alur: Alur, *, berliku: bool) -> None:
        if alur.status == Status.DITERIMA:
            return
        if berliku and self.acak.random() < 0.14:
            self.meja.kembalikan(alur, self.lewati(alur, 1))
            self.meja.kirim_ulang(alur, alur.hari + timedelta(days=self.acak.randrange(1, 3)))
        self.meja.terima(alur, self.lewati(alur, 1))

    def sampai_diproses(self, alur: Alur, *, berliku: bool) -> None:
        """Date and, where one is due, payment; leaves the application ready for its test."""
        memilih = berliku and self.acak.random() < 0.35
        if memilih:
            hari = self.lewati(alur, 1)
            self.meja.tawarkan(alur, hari, self.tawaran(hari, 3))
        jeda = self.acak.randrange(3, 8) if berliku else 3
        hari = self.lewati(alur, 1)
        mulai = self.kalender.kerja(hari, jeda)
        self.meja.jadwalkan(alur, hari, mulai, memilih=memilih)
        if alur.status == Status.TERJADWAL:
            self._lunasi(alur, berliku=berliku)
        elif berliku and self.acak.random() < 0.07:
            self.meja.jadwal_ulang(
                alur, self.lewati(alur, 1), self.kalender.kerja(alur.kolom["tanggal_uji"], 2),
                "Penera bertugas di luar kota.",
            )  # fmt: skip

    def _lunasi(self, alur: Alur, *, berliku: bool) -> None:
        if self.acak.random() < 0.2:
            self.meja.bayar(alur, self.lewati(alur, 1), loket=True)
            return
        self.meja.bayar(alur, self.lewati(alur, 0))
        if berliku and self.acak.random() < 0.15:
            self.meja.periksa(alur, self.lewati(alur, 0), tolak=True)
            self.meja.bayar(alur, self.lewati(alur, 1))
        self.meja.periksa(alur, self.lewati(alur, 1))

    def tawaran(self, hari: date, jumlah: int) -> list[tuple[date, int]]:
        """Offers from the third working day on, with penera in turn."""
        penera = self.acak.sample(list(self.meja.penera), jumlah)
        return [(self.kalender.kerja(hari, 3 + i), p) for i, p in enumerate(penera)]

    # --- pasts --------------------------------------------------------------------------------

    def masa_lalu(self, alat: Alat) -> None:
        """One of a few ordinary pasts, as days before today at which applications began."""
        umur = (self.kalender.kini - alat.uttp.dibuat_pada).days - 3
        masa = (alat.uttp.jenis.masa_berlaku_bulan or 12) * 30
        undi = self.acak.random()
        baru = self.acak.randrange(PANJANG, 330)
        if undi < 0.12 or umur < PANJANG:
            awal: list[int] = []
        elif undi < 0.24:
            awal = [self.acak.randrange(SETAHUN + 25, 700)]  # expired, where that is a year
        elif undi < 0.36:
            awal = [SETAHUN - self.acak.randrange(8, 40)]  # about to expire
        elif undi < 0.66 and masa <= SETAHUN:
            awal = [baru + self.acak.randrange(350, 400), baru]
        elif undi < 0.74:
            awal = [self.acak.randrange(PENDEK, PANJANG)]
        else:
            awal = [baru]
        cukup = [hari for hari in awal if hari <= umur]
        if awal and not cukup:  # the instrument is younger than that
            cukup = [self.acak.randrange(PENDEK, umur + 1)]
        for hari in cukup:
            self.jalani(alat, hari)

    def jalani(self, alat: Alat, umur: int) -> None:
        """From filing to the end, `umur` days ago."""
        berliku = umur >= PANJANG
        awal = self.kalender.hari_ini - timedelta(days=umur)
        if berliku and self.acak.random() < 0.08:
            self._urung(alat, awal - timedelta(days=1))
            awal += timedelta(days=9)
            berliku = umur - 9 >= PANJANG
        di_loket = self.acak.random() < 0.12
        hari = self.kalender.kerja(awal) if di_loket else awal
        waktu = self.kalender.jam(hari, 8, 14 if di_loket else 21)
        alur = self.buka(alat, waktu, di_loket=di_loket)
        self.sampai_diterima(alur, berliku=berliku)
        self.sampai_diproses(alur, berliku=berliku)
        gagal = self.acak.choice(GAGAL) if self.acak.random() < 0.07 else None
        self.meja.uji(alur, gagal=gagal)
        if gagal:
            self._setelah_gagal(alur)
            return
        self.meja.terbitkan(alur, self.kalender.kerja(alur.hari, self.acak.randrange(4)))
        self.terakhir[id(alat)] = alur

    def _setelah_gagal(self, alur: Alur) -> None:
        """Half of those that failed come again after a repair, when there was time for it."""
        umur = (self.kalender.hari_ini - alur.hari).days - 10
        if umur >= PENDEK and self.acak.random() < 0.5:
            self.jalani(alur.alat, umur)

    def _urung(self, alat: Alat, awal: date) -> None:
        """An application that was called off within days."""
        alur = self.buka(alat, self.kalender.jam(awal, 8, 20))
        petugas = self.acak.random() < 0.4
        if self.acak.random() < 0.7:
            self.sampai_diterima(alur, berliku=False)
            if self.acak.random() < 0.5:
                uji = self.kalender.kerja(alur.hari, 4)
                if self.berbayar(alur, uji):
                    self.meja.jadwalkan(alur, self.lewati(alur, 0), uji)
        alasan = self.acak.choice(ALASAN_PETUGAS if petugas else ALASAN_PESERTA)
        waktu = alur.langkah[-1].waktu + timedelta(hours=self.acak.randrange(1, 22))
        if petugas:
            waktu = self.kalender.jam(self.lewati(alur, 1), 8, 15)
        self.meja.batalkan(alur, waktu, alasan, petugas=petugas)

    def berbayar(self, alur: Alur, uji: date) -> bool:
        """Only what waits for its payment can be called off once it has a date."""
        return any(
            t.jenis_id == alur.alat.uttp.jenis.id
            and t.lokasi == self.meja.lokasi(alur)
            and t.berlaku_mulai <= uji
            for t in self.meja.tarif
        )
