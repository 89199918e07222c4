"""The path of one application, step by step along the table of pengajuan.states."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.auth.models import Pengguna
from app.core.clock import WITA
from app.core.format import hari_tanggal
from app.demo.alat import Alat
from app.demo.kalender import Kalender
from app.demo.tarif import ukuran
from app.jadwal.queries import sebut_lokasi
from app.pembayaran.states import StatusBayar
from app.pengajuan.states import AJUKAN, AJUKAN_ATAS_NAMA, SEBUT_AWAL, Status, transisi
from app.pengujian.queries import tambah_bulan
from app.tarif.models import Tarif
from app.tarif.tarif import Baris, hitung

MASA_BAWAAN = 12  # months, where the type has no interval on record
TOLAK_BUKTI = "Jumlah pada slip tidak sama dengan retribusi. Kirim slip yang sesuai."


@dataclass
class Langkah:
    """A row of the history, and whether the participant is told."""

    aksi: str
    dari: str | None
    ke: str
    waktu: datetime
    pelaku: Pengguna
    catatan: str | None
    sebelum: dict[str, Any] | None
    sebut: str
    pesan: bool = True


@dataclass
class Terbit:
    """A certificate still without its number."""

    tanggal: date
    sampai: date
    waktu: datetime
    pelaku: Pengguna
    berbayar: bool
    nomor: str = ""
    nomor_skrd: str | None = None
    salah: "Terbit | None" = None  # the version this one replaced


@dataclass
class Bukti:
    """A payment."""

    status: str
    waktu: datetime
    pelaku: Pengguna
    di_loket: bool = False
    diputus: tuple[datetime, Pengguna] | None = None
    alasan: str | None = None


@dataclass
class Alur:
    """An application in the making: `kolom` are its columns so far."""

    alat: Alat
    layanan: str
    kini: datetime
    status: str = Status.BARU
    kolom: dict[str, Any] = field(default_factory=dict)
    langkah: list[Langkah] = field(default_factory=list)
    tawaran: list[tuple[date, int]] = field(default_factory=list)
    baris: tuple[Baris, ...] = ()
    bukti: list[Bukti] = field(default_factory=list)
    terbit: Terbit | None = None
    lama: "Alur | None" = None  # whose certificate is the old one
    nomor: str = ""

    @property
    def mulai(self) -> datetime:
        return self.langkah[0].waktu

    @property
    def hari(self) -> date:
        """The day of the last step."""
        return self.langkah[-1].waktu.astimezone(WITA).date()

    @property
    def pemohon(self) -> Pengguna:
        return self.alat.usaha.akun

    @property
    def waktu_terima(self) -> datetime | None:
        return next((s.waktu for s in self.langkah if s.ke == Status.DITERIMA), None)

    def _waktu(self, waktu: datetime) -> datetime:
        """Never before the step before, never in the future."""
        if self.langkah:
            waktu = max(waktu, self.langkah[-1].waktu + timedelta(minutes=4))
        return min(waktu, self.kini - timedelta(minutes=1))

    def ajukan(self, waktu: datetime, pelaku: Pengguna) -> None:
        atas_nama = pelaku.peran != "peserta"
        aksi = AJUKAN_ATAS_NAMA if atas_nama else AJUKAN
        self.status = Status.DITERIMA if atas_nama else Status.BARU
        self.langkah.append(
            Langkah(
                aksi, None, self.status, self._waktu(waktu), pelaku, None, None, SEBUT_AWAL[aksi]
            )
        )

    def ambil(
        self, aksi: str, waktu: datetime, pelaku: Pengguna, *, catatan: str | None = None,
        bebas: bool | None = None, sebelum: dict[str, Any] | None = None, **isi: Any,
    ) -> datetime:  # fmt: skip
        """Take a row of the table; there has to be one. Gives the instant it was taken."""
        t = transisi(aksi, self.status, pelaku.peran, bebas=bebas)
        if t is None or any(isi.get(k) is None for k in t.perlu) or (t.catatan and not catatan):
            raise ValueError(f"{aksi} from {self.status} by {pelaku.peran}")
        ke, waktu = t.ke or Status(self.status), self._waktu(waktu)
        self.langkah.append(
            Langkah(aksi, self.status, ke, waktu, pelaku, catatan, sebelum, t.sebut, t.pesan)
        )
        self.kolom |= isi
        self.status = ke
        return waktu


@dataclass
class Meja:
    """The counter of the office: what it takes to move an application on."""

    kalender: Kalender
    staf: dict[str, Pengguna]
    tarif: list[Tarif]

    @property
    def petugas(self) -> Pengguna:
        return self.staf["pelayanan" if self.kalender.acak.random() < 0.85 else "admin"]

    @property
    def penera(self) -> dict[int, Pengguna]:
        return {p.id: p for p in self.staf.values() if p.peran == "penera"}

    def kembalikan(self, alur: Alur, hari: date) -> None:
        alasan = self.kalender.acak.choice(
            (
                "Foto pelat nama buram, nomor seri belum terbaca. Foto ulang dari dekat.",
                "Surat permohonan belum ditandatangani. Unggah surat yang sudah ditandatangani.",
                "Nomor SKHP lama berbeda dengan berkasnya. Samakan nomornya.",
            )
        )
        waktu = self.kalender.jam(hari, 9, 15)
        alur.ambil("kembalikan", waktu, self.petugas, catatan=alasan, perbaikan=alasan)

    def kirim_ulang(self, alur: Alur, hari: date) -> None:
        """As the service does it: the change and the sending are two rows of the history."""
        waktu = self.kalender.jam(hari, 10, 20)
        alur.ambil("ubah", waktu, alur.pemohon)
        alur.ambil("kirim_ulang", waktu, alur.pemohon)
        alur.kolom["perbaikan"] = None

    def terima(self, alur: Alur, hari: date) -> None:
        alur.ambil("terima", self.kalender.jam(hari, 8, 15), self.petugas)

    def tawarkan(self, alur: Alur, hari: date, pilihan: list[tuple[date, int]]) -> None:
        waktu = self.kalender.jam(hari, 9, 15)
        alur.ambil("tawarkan_jadwal", waktu, self.petugas, lokasi=self.lokasi(alur))
        alur.tawaran = pilihan

    def tidak_cocok(self, alur: Alur, hari: date) -> None:
        alasan = "Tidak bisa pada hari yang ditawarkan. Toko tutup; bisa Senin atau Selasa pagi."
        waktu = self.kalender.jam(hari, 9, 20)
        alur.ambil("tidak_cocok", waktu, alur.pemohon, catatan=alasan)

    def lokasi(self, alur: Alur) -> str:
        return str(alur.kolom.get("lokasi") or alur.kolom["_lokasi"])

    def jadwalkan(
        self, alur: Alur, hari: date, uji: date, penera: list[int] | None = None, *,
        memilih: bool = False,
    ) -> None:  # fmt: skip
        """Book the first place from `uji` on and fix the fee of that day."""
        jenis, lokasi = alur.alat.uttp.jenis, self.lokasi(alur)
        tanggal, p = self.kalender.pesan(uji, jenis.menit, penera or list(self.penera))
        biaya = hitung(
            self.tarif, jenis_id=jenis.id, layanan=alur.layanan, lokasi=lokasi, tanggal=tanggal,
            alat=ukuran(alur.alat.uttp),
        )  # fmt: skip
        alur.baris = biaya.baris
        alur.ambil(
            "pilih_jadwal" if memilih else "tetapkan_jadwal",
            self.kalender.jam(hari, 9, 15),
            alur.pemohon if memilih else self.petugas,
            catatan=f"{hari_tanggal(tanggal)}, {sebut_lokasi(lokasi)}, "
            f"penera {self.penera[p].nama}.",
            bebas=biaya.bebas,
            lokasi=lokasi,
            tanggal_uji=tanggal,
            penera_id=p,
            menit=jenis.menit,
            retribusi=biaya.jumlah,
            dasar_retribusi=biaya.dasar,
        )
        if memilih:
            alur.tawaran = sorted({(tanggal, p), *alur.tawaran[:2]})

    def jadwal_ulang(self, alur: Alur, hari: date, uji: date, alasan: str) -> None:
        k = alur.kolom
        lama, p_lama = k["tanggal_uji"], k["penera_id"]
        tanggal, p = self.kalender.pesan(uji, k["menit"], [p_lama])
        self.kalender.lepas(lama, p_lama, k["menit"])
        nama, nama_lama = self.penera[p].nama, self.penera[p_lama].nama
        alur.ambil(
            "jadwal_ulang",
            self.kalender.jam(hari, 9, 15),
            self.petugas,
            catatan=f"{alasan}\n\nJadwal baru: {hari_tanggal(tanggal)}, penera {nama}. "
            f"Semula {hari_tanggal(lama)}, penera {nama_lama}.",
            sebelum={"tanggal_uji": str(lama), "penera_id": p_lama, "penera": nama_lama},
            tanggal_uji=tanggal,
            penera_id=p,
        )

    def bayar(self, alur: Alur, hari: date, *, loket: bool = False) -> None:
        pelaku = self.petugas if loket else alur.pemohon
        aksi = "bayar_loket" if loket else "bayar"
        waktu = alur.ambil(aksi, self.kalender.jam(hari, 8, 16), pelaku)
        status = StatusBayar.DITERIMA if loket else StatusBayar.DIUNGGAH
        diputus = (waktu, pelaku) if loket else None
        alur.bukti.append(Bukti(status, waktu, pelaku, loket, diputus))

    def periksa(self, alur: Alur, hari: date, *, tolak: bool = False) -> None:
        waktu, petugas, bukti = self.kalender.jam(hari, 9, 15), self.petugas, alur.bukti[-1]
        if tolak:
            waktu = alur.ambil("tolak_pembayaran", waktu, petugas, catatan=TOLAK_BUKTI)
            bukti.status, bukti.alasan = StatusBayar.DITOLAK, TOLAK_BUKTI
        else:
            waktu = alur.ambil("konfirmasi_pembayaran", waktu, petugas)
            bukti.status = StatusBayar.DITERIMA
        bukti.diputus = (waktu, petugas)

    def uji(self, alur: Alur, *, gagal: str | None = None) -> None:
        """The result, on the day of the test, by the penera it was booked with."""
        hari = alur.kolom["tanggal_uji"]
        penera, waktu = self.penera[alur.kolom["penera_id"]], self.kalender.jam(hari, 9, 13)
        if gagal:
            alur.ambil("hasil_batal", waktu, penera, catatan=gagal, tanggal_hasil=hari,
                       keterangan=gagal)  # fmt: skip
        else:
            alur.ambil("hasil_sah", waktu, penera, tanggal_hasil=hari)

    def terbitkan(self, alur: Alur, hari: date) -> None:
        petugas = self.petugas
        waktu = alur.ambil("terbitkan", self.kalender.jam(hari, 13, 16), petugas)
        masa = alur.alat.uttp.jenis.masa_berlaku_bulan or MASA_BAWAAN
        sampai = tambah_bulan(alur.kolom["tanggal_hasil"], masa)
        alur.terbit = Terbit(hari, sampai, waktu, petugas, alur.kolom["retribusi"] > 0)

    def batalkan(self, alur: Alur, waktu: datetime, alasan: str, *, petugas: bool) -> None:
        k = alur.kolom
        if alur.status == Status.TERJADWAL:
            self.kalender.lepas(k["tanggal_uji"], k["penera_id"], k["menit"])
        if petugas:
            alur.ambil("batal_petugas", waktu, self.petugas, catatan=alasan, alasan=alasan)
        else:
            alur.ambil("batal_peserta", waktu, alur.pemohon, catatan=alasan, alasan=alasan)

    def koreksi(self, alur: Alur, hari: date) -> None:
        """The due date was typed one month too late; the admin puts it right in a new version."""
        benar, admin = alur.terbit, self.staf["admin"]
        if benar is None:
            raise ValueError(alur.nomor)
        salah = replace(benar, sampai=tambah_bulan(benar.sampai, 1))
        waktu = alur.ambil(
            "koreksi",
            self.kalender.jam(hari, 9, 15),
            admin,
            catatan="Tanggal berlaku salah ketik, seharusnya satu bulan lebih awal.",
            sebelum={
                "nomor": salah.nomor,
                "tanggal": str(salah.tanggal),
                "berlaku_sampai": str(salah.sampai),
                "nomor_skrd": salah.nomor_skrd,
                "tanggal_skrd": str(salah.tanggal) if salah.nomor_skrd else None,
                "versi": 1,
            },
        )
        alur.terbit = replace(benar, waktu=waktu, pelaku=admin, salah=salah)
