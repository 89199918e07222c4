"""The questions of an application: on one page to change it, a few at a time to file it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SubmitField
from wtforms.validators import Length, StopValidation

from app.core import clock, uploads
from app.core.forms import BaseForm, BerkasField, BulanField, TanggalField, TeksField
from app.pengajuan.states import LABEL_SKHP_LAMA, SkhpLama
from app.uttp.states import LABEL_LAYANAN, Layanan

LEMBAR = 10  # a letter of several pages, photographed page by page: they become one PDF


class PilihField(RadioField):
    """Radio buttons; without an answer, or with a foreign one, `pesan` says what to do."""

    def __init__(
        self, label: str, pesan: str, *, choices: Iterable[tuple[str, str]] = (), **kw: Any
    ) -> None:
        super().__init__(label, **kw)
        self.choices = list(choices)  # pairs handed to the constructor are deprecated
        self.pesan = pesan
        self.diam = False

    def pre_validate(self, form: Any) -> None:
        if not self.diam and self.data not in {nilai for nilai, *_ in self.iter_choices()}:
            raise StopValidation(self.pesan)


class LampiranField(BerkasField):
    """Files of an application: those it has already are looked at through it."""

    pengajuan_id: int | None = None

    def tampilan(self) -> list[uploads.BerkasTampil]:
        lama = {b.id for b in self.object_data or []}
        return [
            uploads.tampil(b, "pengajuan.berkas", id=self.pengajuan_id)
            if self.pengajuan_id and b.id in lama
            else uploads.tampil(b)
            for b in self.data
        ]


def _lembar(label: str, kosong: str, **kw: Any) -> LampiranField:
    return LampiranField(label, kosong=kosong, maks=LEMBAR, gabung=True, **kw)


class PengajuanForm(BaseForm):
    """One application. Both services' parts are kept; the chosen one's are shown and checked."""

    versi = HiddenField()
    layanan = PilihField("Jenis layanan", "Pilih jenis layanan.")
    pilih_layanan = SubmitField("Tampilkan isian layanan ini")
    foto_kondisi = LampiranField(
        "Foto kondisi alat", kosong="Pilih paling sedikit satu foto kondisi alat.", maks=5
    )
    surat_permohonan = _lembar("Surat permohonan", "Pilih berkas surat permohonan.")
    izin_tipe = _lembar("Izin persetujuan tipe", "Pilih berkas izin persetujuan tipe.")
    skhp_lama = PilihField(
        "SKHP lama",
        "Pilih keadaan SKHP lama.",
        choices=[(k.value, label) for k, label in LABEL_SKHP_LAMA.items()],
        default=SkhpLama.ADA.value,
    )
    skhp_lama_nomor = TeksField(
        "Nomor SKHP lama", [Length(max=60, message="Nomor SKHP paling panjang 60 karakter.")]
    )
    skhp_lama_tanggal = TanggalField("Tanggal SKHP")
    skhp_lama_sampai = BulanField(
        "Berlaku sampai", description="Bulan dan tahun seperti pada surat, misalnya Maret 2026."
    )
    skhp_lama_penerbit = TeksField(
        "Diterbitkan oleh",
        [Length(max=120, message="Nama penerbit paling panjang 120 karakter.")],
        description="Kantor metrologi yang tertulis pada SKHP.",
    )
    berkas_skhp_lama = _lembar("Berkas SKHP lama", "Pilih berkas atau foto SKHP lama.")
    surat_kehilangan = _lembar("Surat keterangan hilang", "Pilih berkas surat keterangan hilang.")

    url = ""

    @property
    def dokumen(self) -> list[BerkasField]:
        """The fields of the further documents the chosen service asks for."""
        return [f for f in self if getattr(f, "layanan_dokumen", None) in self._layanan]

    @property
    def _layanan(self) -> tuple[str, ...]:
        return ("keduanya", str(self.layanan.data)) if self.layanan.data else ()

    def tampak(self) -> set[str]:
        """Names of the fields that belong to what is chosen."""
        nama = {"versi", "csrf_token", "layanan", "pilih_layanan"}
        nama |= {"foto_kondisi", "surat_permohonan"}
        nama |= {f.short_name for f in self.dokumen}
        if self.layanan.data == Layanan.TERA:
            nama.add("izin_tipe")
        elif self.layanan.data == Layanan.TERA_ULANG:
            nama |= {n for n in self._fields if n.startswith("skhp_lama")}
            hilang = self.skhp_lama.data == SkhpLama.HILANG
            nama.add("surat_kehilangan" if hilang else "berkas_skhp_lama")
        return nama

    @property
    def tersembunyi(self) -> list[Any]:
        """Answers of the part not chosen; carried along, so that switching back loses nothing."""
        return [f for f in self if f.short_name not in self.tampak()]

    @property
    def hanya_pilih(self) -> bool:
        """The post only asks for another part of the form."""
        return bool(self.is_submitted() and self.pilih_layanan.data)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        if self.hanya_pilih:
            return False
        return super().validate_on_submit(extra_validators)

    @property
    def kode(self) -> int:
        return 200 if self.hanya_pilih else super().kode

    def validate(self, extra_validators: Any = None) -> bool:
        for f in self.tersembunyi:
            _diamkan(f)
        sah = bool(super().validate(extra_validators))
        if self.layanan.data == Layanan.TERA_ULANG:
            sah = self._periksa_skhp() and sah
        return sah

    def _periksa_skhp(self) -> bool:
        if self.skhp_lama.data != SkhpLama.HILANG:
            for nama, pesan in DIMINTA_SKHP.items():
                if not self[nama].data and not self[nama].errors:
                    self.tolak(pesan, nama)
        mulai, sampai = self.skhp_lama_tanggal.data, self.skhp_lama_sampai.data
        if mulai and mulai > clock.today():
            self.tolak("Tanggal SKHP belum tiba. Periksa tanggal pada surat.", "skhp_lama_tanggal")
        if mulai and sampai and sampai <= mulai:
            self.tolak("Masukkan bulan berlaku yang sesudah tanggal SKHP.", "skhp_lama_sampai")
        return not any(self[n].errors for n in DIMINTA_SKHP)

    def siapkan(self, url: str, pengajuan_id: int | None = None) -> None:
        """Tell the file fields where they post to and are seen; one address for all of the form."""
        hilang = self.layanan.data == Layanan.TERA_ULANG and self.skhp_lama.data == SkhpLama.HILANG
        for nama in DIMINTA_SKHP:
            self[nama].flags.optional = hilang
        self.url = url
        for f in self.berkas():
            f.url_form = url
            f.pengajuan_id = pengajuan_id  # type: ignore[attr-defined]

    def tawarkan(self, lama: Mapping[str, Iterable[uploads.Berkas]]) -> None:
        """Offer files given earlier (queries.berkas_lama), each under its field."""
        for f in self.berkas():
            f.tawarkan(lama.get(f.short_name, ()))

    @property
    def titipan(self) -> list[tuple[str, str]]:
        """Hidden inputs for the part not chosen."""
        hasil = []
        for f in self.tersembunyi:
            if isinstance(f, BerkasField):
                hasil += [(f.name, str(b.id)) for b in f.data]
            elif f.data:
                hasil.append((f.name, f._value() if hasattr(f, "_value") else str(f.data)))
        return hasil

    @property
    def versi_dilihat(self) -> datetime | None:
        """The moment the person's page showed; None when it says nothing readable."""
        return clock.baca_saat(self.versi.data)

    def isi_pengajuan(self) -> dict[str, Any]:
        """The answers as services.IsiPengajuan takes them."""
        nama = ("layanan", "foto_kondisi", "surat_permohonan", "izin_tipe", "skhp_lama",
                "skhp_lama_nomor", "skhp_lama_tanggal", "skhp_lama_sampai", "skhp_lama_penerbit",
                "berkas_skhp_lama", "surat_kehilangan")  # fmt: skip
        isi = {n: self[n].data or None for n in nama}
        for f in self.berkas():
            isi[f.short_name] = f.data
        dokumen = {f.dokumen_id: f.data for f in self.dokumen}  # type: ignore[attr-defined]
        return {n: isi[n] for n in nama} | {"dokumen": dokumen}


DIMINTA_SKHP = {
    "skhp_lama_nomor": "Masukkan nomor SKHP lama seperti pada surat.",
    "skhp_lama_tanggal": "Masukkan tanggal SKHP lama seperti pada surat.",
    "skhp_lama_sampai": "Masukkan bulan dan tahun berlakunya SKHP lama.",
    "skhp_lama_penerbit": "Masukkan kantor yang menerbitkan SKHP lama.",
}


def _diamkan(field: Any) -> None:
    """A field of the part not chosen has no say."""
    field.validators = ()
    field.process_errors = []
    if isinstance(field, BerkasField):
        field.minimal, field.maks, field.ditolak = 0, 99, []
    elif isinstance(field, PilihField):
        field.diam = True


class DokumenField(LampiranField):
    """One further document of the type."""

    def __init__(self, label: str, *, dokumen: Any = None, **kw: Any) -> None:
        super().__init__(label, **kw)
        self.dokumen_id: int = dokumen.id
        self.layanan_dokumen: str = dokumen.layanan
        self.ada_format = dokumen.berformat


def _dokumen(d: Any) -> Any:
    return DokumenField(
        d.nama,
        dokumen=d,
        minimal=1 if d.wajib and d.aktif else 0,
        maks=LEMBAR,
        gabung=True,
        kosong=f"Pilih berkas {d.nama}.",
        description=d.petunjuk or "",
    )


def boleh_layanan(layanan_jenis: str) -> list[str]:
    """The services a type of instrument may have."""
    return [la.value for la in Layanan if layanan_jenis in ("keduanya", la)]


def _kelas(dokumen: Iterable[Any], terlampir: Container[str]) -> type[PengajuanForm]:
    """With the fields of the type. A document the office no longer asks for stays where one is
    attached."""
    isi = {n: _dokumen(d) for d in dokumen if (n := f"dokumen_{d.id}") in terlampir or d.aktif}
    return type("PengajuanFormJenis", (PengajuanForm,), isi)


def _beri_pilihan(form: PengajuanForm, boleh: Sequence[str]) -> PengajuanForm:
    form.layanan.choices = [(la, LABEL_LAYANAN[Layanan(la)]) for la in boleh]
    return form


def buat_form(
    layanan_jenis: str,
    dokumen: Iterable[Any],
    awal: Mapping[str, Any],
    pilihan: Mapping[str, str],
) -> PengajuanForm:
    """The form for one type of instrument. `awal`: what is known already; `pilihan`: what the
    address says is chosen, since choosing a file posts only that file."""
    boleh = boleh_layanan(layanan_jenis)
    data = dict(awal)
    if len(boleh) == 1:
        data["layanan"] = boleh[0]
    for nama, nilai in (("layanan", boleh), ("skhp_lama", tuple(LABEL_SKHP_LAMA))):
        if pilihan.get(nama) in nilai:
            data[nama] = str(pilihan[nama])
    return _beri_pilihan(_kelas(dokumen, awal)(data=data), boleh)


def form_tersimpan(
    boleh: Sequence[str],
    dokumen: Iterable[Any],
    isi: Mapping[str, str],
    berkas: Mapping[str, list[uploads.Berkas]],
    kiriman: Mapping[str, list[Any]] | None = None,
) -> PengajuanForm:
    """The form with answers kept as they were typed (`isi`) and the files kept with them; what
    `kiriman` says of a field goes before. Only a form to be sent has a token."""
    data: MultiDict[str, Any] = MultiDict(isi)
    for nama, nilai in (kiriman or {}).items():
        data.setlist(nama, nilai)
    if len(boleh) == 1:
        data["layanan"] = boleh[0]
    kelas = _kelas(dokumen, berkas)
    form = kelas(formdata=data, data=dict(berkas), meta={"csrf": kiriman is not None})
    for f in form.berkas():
        if f.short_name not in (kiriman or {}):
            f.data = list(berkas.get(f.short_name, ()))
    return _beri_pilihan(form, boleh)
