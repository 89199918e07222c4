"""Accounts and participants of the demo."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from app.auth.models import Pengguna
from app.core.clock import WITA
from app.demo.nama import (
    BELAKANG,
    DEPAN_PRIA,
    DEPAN_WANITA,
    DITOLAK,
    JALAN,
    MENUNGGU,
    PELANGGAN,
    PROFIL,
    STAF,
    UTAMA,
    Profil,
)
from app.peserta.models import Peserta

# How long ago the office began to work with the program, in days.
MULAI = 770
JUMLAH_KECAMATAN = 6


@dataclass
class Usaha:
    """A participant with what its instruments are to be."""

    peserta: Peserta
    profil: Profil
    pelanggan: list[Peserta] = field(default_factory=list)

    @property
    def akun(self) -> Pengguna:
        akun = self.peserta.pengguna
        if akun is None:
            raise LookupError(self.peserta.nama)
        return akun


def nik_rekaan(n: int, wanita: bool) -> str:
    """Well-formed, and clearly nobody's: serial numbers from 9000 on."""
    hari, bulan, tahun = n % 28 + 1, n * 5 % 12 + 1, 60 + n * 7 % 40
    return f"6471{n % JUMLAH_KECAMATAN + 1:02d}{hari + 40 * wanita:02d}{bulan:02d}{tahun}{9000 + n}"


@dataclass
class Orang:
    """Makes people; `kelurahan` are ids in which the kecamatan take turns."""

    acak: Random
    kini: datetime
    sidik: str
    kelurahan: list[int]
    urut: Iterator[int] = field(default_factory=lambda: count(1))
    staf: dict[str, Pengguna] = field(default_factory=dict)
    usaha: list[Usaha] = field(default_factory=list)
    lain: list[Peserta] = field(default_factory=list)

    def buat(self) -> None:
        for a in STAF:
            self.staf[a.nama_masuk] = Pengguna(
                nama_masuk=a.nama_masuk, nama=a.nama, peran=a.peran, nip=a.nip, sandi=self.sidik,
                dibuat_pada=self.lampau(MULAI + 20),
            )  # fmt: skip
        for nik, pic, profil in UTAMA:
            self._usaha(profil, profil.usaha[0], self.lampau(MULAI - 3), nik, pic)
        for profil in PROFIL:
            for nama in profil.usaha:
                # Most came when the program was new, the rest over the two years since.
                umur = self.acak.choice((MULAI - 10, MULAI - 25, MULAI - 40, MULAI - 60))
                if self.acak.random() < 0.25:
                    umur = self.acak.randrange(45, 380)
                self._usaha(profil, nama, self.lampau(umur))
        self.usaha[-1].peserta.status = "nonaktif"
        self.usaha[-1].akun.aktif = False
        self._pelanggan()
        self._belum_diterima()
        self._nomori()

    def lampau(self, hari: int) -> datetime:
        """Some instant of a day so long ago, in office hours."""
        tanggal: date = self.kini.astimezone(WITA).date() - timedelta(days=hari)
        jam = self.acak.randrange(8 * 60, 16 * 60)
        awal = datetime(tanggal.year, tanggal.month, tanggal.day, tzinfo=WITA)
        return awal + timedelta(minutes=jam)

    def nama_orang(self, wanita: bool) -> str:
        depan = self.acak.choice(DEPAN_WANITA if wanita else DEPAN_PRIA)
        return f"{depan} {self.acak.choice(BELAKANG)}"

    def _usaha(
        self, profil: Profil, nama: str, sejak: datetime, nik: str | None = None, pic: str = ""
    ) -> None:
        peserta = self._peserta(nama, profil.kelompok, sejak, profil.jabatan, nik, pic)
        akun = Pengguna(
            nama_masuk=peserta.pic_nik_indeks, nama=peserta.pic_nama, peran="peserta",
            sandi=self.sidik, dibuat_pada=sejak + timedelta(hours=5),
        )  # fmt: skip
        self._putuskan(peserta, "aktif", sejak + timedelta(hours=5))
        peserta.pengguna = akun
        self.usaha.append(Usaha(peserta, profil))

    def _putuskan(self, peserta: Peserta, status: str, pada: datetime) -> None:
        peserta.status, peserta.diputus_pada = status, pada

    def _peserta(
        self, nama: str, kelompok: str, sejak: datetime, jabatan: str, nik: str | None = None,
        pic: str = "",
    ) -> Peserta:  # fmt: skip
        n = next(self.urut)
        wanita = self.acak.random() < 0.4
        nik = nik or nik_rekaan(n, wanita)
        badan = nama.startswith(("PT ", "CV ", "Koperasi "))
        return Peserta(
            kelompok=kelompok,
            nama=nama,
            npwp=f"0999{9000 + n:06d}721000" if badan or kelompok == "pemakai" else nik,
            alamat=f"{self.acak.choice(JALAN)} Nomor {self.acak.randrange(1, 140)}",
            kelurahan_id=self.kelurahan[n % len(self.kelurahan)],
            telp=f"+62542{900000 + n}",
            email=f"usaha{n}@contoh.test",
            pic_nik=nik,
            pic_nama=pic or self.nama_orang(wanita),
            pic_jabatan=jabatan,
            pic_telp=f"+62811000{9000 + n}",
            pic_wa=f"+62811000{9000 + n}",
            pic_email=f"pic{n}@contoh.test",
            dibuat_pada=sejak,
        )

    def penyedia(self) -> list[Usaha]:
        return [u for u in self.usaha if u.peserta.kelompok == "penyedia"]

    def _pelanggan(self) -> None:
        """Customers without an account; of them no person is known."""
        for usaha, daftar in zip(self.penyedia(), PELANGGAN, strict=True):
            for nama in daftar:
                sejak = usaha.peserta.dibuat_pada + timedelta(days=1, minutes=next(self.urut))
                usaha.pelanggan.append(self._tanpa_akun(nama, sejak))

    def _tanpa_akun(self, nama: str, sejak: datetime) -> Peserta:
        p = self._peserta(nama, "pemakai", sejak, "")
        p.status = "pelanggan"
        for kolom in ("nik", "nama", "jabatan", "telp", "wa", "email"):
            setattr(p, f"pic_{kolom}", None)
        return p

    def pelanggan_baru(self, nama: str, sejak: datetime) -> Peserta:
        """One more customer, when all others have their numbers."""
        p = self._tanpa_akun(nama, sejak)
        seri = f"REG-{sejak.astimezone(WITA).year}"
        self.seri[seri] = self.seri.get(seri, 0) + 1
        p.nomor = f"{seri}-{self.seri[seri]:06d}"
        return p

    def _belum_diterima(self) -> None:
        jam = (3, 22, 47)
        for nama, lalu in zip(MENUNGGU, jam, strict=True):
            baru = self._peserta(nama, "pemilik", self.kini - timedelta(hours=lalu), "Pemilik")
            baru.status = "baru"
            self.lain.append(baru)
        # The same person once more: staff are to notice before they accept.
        lama = self.usaha[6].peserta
        kembar = self._peserta(
            f"{lama.nama} Cabang Dua", "pemilik", self.kini - timedelta(hours=30), "Pemilik",
            lama.pic_nik, lama.pic_nama or "",
        )  # fmt: skip
        kembar.status = "baru"
        self.lain.append(kembar)
        for n, (nama, alasan) in enumerate(DITOLAK):
            tolak = self._peserta(nama, "pemilik", self.lampau(20 + 90 * n), "Pemilik")
            self._putuskan(tolak, "ditolak", self.lampau(19 + 90 * n))
            tolak.alasan_tolak = alasan
            self.lain.append(tolak)

    def semua(self) -> list[Peserta]:
        pelanggan = [p for u in self.usaha for p in u.pelanggan]
        return [u.peserta for u in self.usaha] + pelanggan + self.lain

    def _nomori(self) -> None:
        """REG numbers in the order they came, a series a year."""
        seri: dict[int, int] = {}
        for p in sorted(self.semua(), key=lambda p: p.dibuat_pada):
            tahun = p.dibuat_pada.astimezone(WITA).year
            seri[tahun] = seri.get(tahun, 0) + 1
            p.nomor = f"REG-{tahun}-{seri[tahun]:06d}"
        self.seri = {f"REG-{tahun}": n for tahun, n in seri.items()}
