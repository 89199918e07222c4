"""What an application says, and whether the type of the instrument takes it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.errors import AturanDilanggar
from app.core.uploads import Berkas
from app.pengajuan.models import BerkasPengajuan
from app.pengajuan.states import SkhpLama
from app.uttp.models import JenisUttp
from app.uttp.states import Layanan, LayananJenis


@dataclass(frozen=True)
class IsiPengajuan:
    """What an application says. `dokumen` maps DokumenJenis.id to its files."""

    layanan: str
    foto_kondisi: Sequence[Berkas]
    surat_permohonan: Sequence[Berkas]
    izin_tipe: Sequence[Berkas] = ()
    skhp_lama: str | None = None
    skhp_lama_nomor: str | None = None
    skhp_lama_tanggal: date | None = None
    skhp_lama_sampai: date | None = None
    skhp_lama_penerbit: str | None = None
    berkas_skhp_lama: Sequence[Berkas] = ()
    surat_kehilangan: Sequence[Berkas] = ()
    dokumen: Mapping[int, Sequence[Berkas]] = field(default_factory=dict)

    def kolom(self) -> dict[str, Any]:
        """The plain columns; what belongs to the other service is emptied."""
        ulang = self.layanan == Layanan.TERA_ULANG
        nama = ("skhp_lama", "skhp_lama_nomor", "skhp_lama_tanggal", "skhp_lama_sampai",
                "skhp_lama_penerbit")  # fmt: skip
        return {"layanan": self.layanan} | {n: getattr(self, n) if ulang else None for n in nama}

    def lampiran(self) -> list[BerkasPengajuan]:
        """The files, each with what it is for; those of the other service are left out."""
        isi: list[tuple[str, Sequence[Berkas]]] = [
            ("foto_kondisi", self.foto_kondisi),
            ("surat_permohonan", self.surat_permohonan),
        ]
        if self.layanan == Layanan.TERA:
            isi.append(("izin_tipe", self.izin_tipe))
        elif self.skhp_lama == SkhpLama.HILANG:
            isi.append(("surat_kehilangan", self.surat_kehilangan))
        else:
            isi.append(("skhp_lama", self.berkas_skhp_lama))
        baris = [BerkasPengajuan(berkas_id=b.id, guna=g) for g, bb in isi for b in bb]
        baris += [
            BerkasPengajuan(berkas_id=b.id, guna="dokumen", dokumen_id=id)
            for id, bb in self.dokumen.items()
            for b in bb
        ]
        return baris


def cek_layanan(jenis: JenisUttp, layanan: str) -> None:
    if jenis.layanan not in (LayananJenis.KEDUANYA, layanan):
        raise AturanDilanggar(
            f"{jenis.nama} tidak dilayani untuk layanan ini. Pilih jenis layanan yang lain.",
            "layanan",
        )


def dokumen_diminta(jenis: JenisUttp, layanan: str) -> list[Any]:
    """The further documents this type asks for with this service."""
    return [d for d in jenis.dokumen if d.aktif and d.layanan in (LayananJenis.KEDUANYA, layanan)]


def cek_dokumen(jenis: JenisUttp, isi: IsiPengajuan) -> None:
    for d in dokumen_diminta(jenis, isi.layanan):
        if d.wajib and not isi.dokumen.get(d.id):
            raise AturanDilanggar(f"Pilih berkas {d.nama}.", f"dokumen_{d.id}")
