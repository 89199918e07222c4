"""The files of the demo: each content is made and stored once, however many rows point at it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from app.core.format import angka
from app.core.gambar import olah_foto, perkecil
from app.core.storage import Penyimpanan, buat_kunci
from app.core.uploads import Berkas
from app.demo.katalog import KATALOG, Model
from app.demo.lukisan import lukis, lukis_pelat
from app.demo.surat import Baris, pdf
from app.uttp.models import JenisUttp, Uttp

SEREMPAK = 16


@dataclass(frozen=True)
class Isi:
    """A stored content."""

    kunci: str
    kunci_kecil: str | None
    jenis: str
    ukuran: int
    sha256: str

    def berkas(self, nama: str, pengunggah_id: int, waktu: datetime) -> Berkas:
        return Berkas(**vars(self), nama=nama, pengunggah_id=pengunggah_id, dibuat_pada=waktu)


@dataclass
class Gudang:
    """Contents by what they show; `antre` are those not stored yet."""

    toko: Penyimpanan
    isi: dict[tuple[str, ...], Isi] = field(default_factory=dict)
    antre: dict[str, bytes] = field(default_factory=dict)

    def _antrekan(self, bita: bytes) -> str:
        kunci = buat_kunci(bita)
        self.antre[kunci] = bita
        return kunci

    def simpan(self) -> None:
        """Store what waits, several at once: each file waits for the disk, not for the others."""
        with ThreadPoolExecutor(SEREMPAK) as kolam:
            list(kolam.map(self.toko.simpan, self.antre.values()))
        self.antre.clear()

    def _foto(self, kunci: tuple[str, ...], buat: Callable[[], bytes]) -> Isi:
        if kunci not in self.isi:
            foto = olah_foto(buat())
            self.isi[kunci] = Isi(
                self._antrekan(foto.utama),
                self._antrekan(foto.kecil),
                "jpg",
                len(foto.utama),
                sha256(foto.utama).hexdigest(),
            )
        return self.isi[kunci]

    def gambar(self, bita: bytes, sisi: int) -> tuple[Isi, int, int]:
        """A picture of the public site with its size; its small version is `sisi` wide."""
        foto = olah_foto(bita)
        kecil, sidik = perkecil(foto.utama, sisi), sha256(foto.utama).hexdigest()
        kunci = (self._antrekan(foto.utama), self._antrekan(kecil))
        return Isi(*kunci, "jpg", len(foto.utama), sidik), foto.lebar, foto.tinggi

    def surat(
        self, kunci: tuple[str, ...], kop: str, judul: str, isi: Sequence[Baris], tanda: str
    ) -> Isi:
        """A PDF; `kunci` says which letters are the same one."""
        if kunci not in self.isi:
            bita = pdf(kop, judul, isi, tanda)
            sidik = sha256(bita).hexdigest()
            self.isi[kunci] = Isi(self._antrekan(bita), None, "pdf", len(bita), sidik)
        return self.isi[kunci]

    def foto_alat(self, jenis: JenisUttp, model: Model) -> Isi:
        """The drawing of a model, shared by all instruments of it."""
        rupa = KATALOG[jenis.kode]
        ragam = rupa.model.index(model) + sum(map(ord, jenis.kode))
        tulisan = (model.merk.upper(), _sifat(jenis, model))
        return self._foto(
            (jenis.kode, model.merk, model.tipe), lambda: lukis(rupa.keluarga, ragam, tulisan)
        )

    def foto_pelat(self, alat: Uttp) -> Isi:
        """A close look at the name plate of this very instrument."""
        tulisan = (
            alat.merk.upper(),
            f"Tipe {alat.tipe}",
            f"Kapasitas {angka(alat.kapasitas)} {alat.jenis.satuan}",
            f"No. Seri {alat.nomor_seri}",
        )
        return self._foto(
            (alat.merk, alat.nomor_seri), lambda: lukis_pelat(len(alat.merk), tulisan)
        )


def _sifat(jenis: JenisUttp, model: Model) -> str:
    return f"{model.tipe}   {angka(model.kapasitas)} {jenis.satuan}".replace("³", "3")


def lukis_semua(gudang: Gudang, jenis: dict[str, JenisUttp]) -> None:
    """Draw every model beforehand: pictures have no place inside a write transaction."""
    for kode, rupa in KATALOG.items():
        for model in rupa.model:
            gudang.foto_alat(jenis[kode], model)
