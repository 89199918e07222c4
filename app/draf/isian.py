"""One step as it came in: what it says, what of it is kept, what must be mended."""

from dataclasses import dataclass, field
from typing import Any

from flask import g, redirect, request
from werkzeug.wrappers import Response

from app.core.access import pelaku
from app.core.db import tulis
from app.core.forms import BerkasField
from app.core.htmx import wants_fragment
from app.core.nomor import baca_id
from app.draf import queries, services, tahapan
from app.draf.models import Draf, DrafAlat, Isi
from app.pengajuan.isian import PengajuanForm
from app.pengajuan.queries import berkas_lama
from app.uttp.states import Layanan

TERTULIS = ("layanan", *tahapan.SKHP)
# More than any of these answers takes; what is longer is cut before it is kept.
PALING_PANJANG = 500


@dataclass
class Isian:
    """The form of a step together with the draft it is kept in."""

    draf: Draf
    alat: DrafAlat
    di: str
    url: str
    form: PengajuanForm
    bidang: tuple[str, ...]
    kode: int = 200
    # (label, what is kept) where another page saved something else meanwhile.
    lain: list[tuple[str, str]] = field(default_factory=list)

    @property
    def versi(self) -> int:
        """The page shown now has seen this."""
        return self.alat.versi if self.di == "alat" else self.draf.versi

    @property
    def berkas(self) -> list[BerkasField]:
        return [f for f in self.form.berkas() if f.short_name in self.bidang]

    @property
    def tetap(self) -> bool:
        """The post asks for another part of this same step, or was about a file.

        Without JavaScript the questions about the old certificate come once the service is known.
        """
        ulang = self.form.layanan.data == Layanan.TERA_ULANG and "skhp_lama" not in request.form
        belum_ditanya = ulang and "skhp_lama" in self.bidang and self.di == "layanan"
        if belum_ditanya and "nanti" not in request.form:
            return True
        return self.form.hanya_pilih or self.form.hanya_berkas

    @property
    def _satu_berkas(self) -> bool:
        """Only one field of the page came along, as htmx sends it."""
        return self.form.hanya_berkas and (wants_fragment() or "aksi_berkas" in request.form)

    def segarkan(self) -> Response:
        """To the same step again, by its address: reloading repeats nothing."""
        return redirect(self.url, 303)

    def simpan(self) -> bool:
        """Keep everything that can be kept. True when the page has nothing more to say."""
        self._simpan_berkas()
        if self._satu_berkas:
            return self._nilai(periksa=False)
        terkirim = {n: self._teks(n) for n in self.bidang if n in TERTULIS and n in request.form}
        versi = baca_id(request.form.get("versi"))
        simpan = services.simpan
        if not self.form.attempt(
            simpan, self.draf, self.alat.id, terkirim, langkah=self.di, versi=versi
        ):
            self._bandingkan(terkirim)
            self.kode = 422
            return False
        return self._nilai(periksa=not self.tetap)

    def _teks(self, nama: str) -> str:
        return request.form.get(nama, "").strip()[:PALING_PANJANG]

    def _simpan_berkas(self) -> None:
        ubah = {}
        for f in self.berkas:
            ada = [b.id for b in f.data]
            minta = {baca_id(v) for v in request.form.getlist(f.name)} - {None}
            buang = [i for i in minta if i is not None and i not in ada]
            if ada or buang:
                ubah[f.short_name] = services.UbahBerkas(ada, buang)
        if ubah:
            with tulis():
                services.simpan_berkas(self.draf, self.alat.id, ubah, self.di)
        tersimpan = queries.berkas(self.draf.id)
        for f in self.berkas:
            tempat = None if f.short_name in services.BERSAMA else self.alat.id
            f.data = list(tersimpan.get(tempat, {}).get(f.short_name, ()))

    def _nilai(self, *, periksa: bool) -> bool:
        """Is there something to mend before going on? Without `periksa` only files are asked."""
        if periksa:
            self.form.validate()
            salah = tahapan.rapikan_galat(self.form, self.bidang)
        else:
            for f in self.berkas:
                f.errors = f.galat_berkas()
            salah = any(f.errors for f in self.berkas)
        self.kode = 422 if salah else 200
        return not salah and not self._satu_berkas

    def _bandingkan(self, terkirim: Isi) -> None:
        """Both values side by side; sent once more, the newer of the two is the one meant."""
        kini = queries.draf(self.draf.id)
        alat = next((a for a in kini.alat if a.id == self.alat.id), None) if kini else None
        if kini is None or alat is None:
            return
        self.draf, self.alat = kini, alat
        ada = {**kini.isi, **alat.isi}
        beda = [n for n in terkirim if ada.get(n, "") != terkirim[n]]
        tersimpan = tahapan.form_alat(kini, alat, {})
        self.lain = [
            (tersimpan[n].label.text, tahapan.jawab(tersimpan[n]) or "Belum diisi") for n in beda
        ]


def baca_isian(draf: Draf, alat: DrafAlat, di: str, url: str) -> Isian:
    """The step with what is kept, or what is posted, or what was typed before a session ended."""
    bidang = tahapan.bidang(draf, alat, di)
    kiriman: dict[str, list[Any]] = {"csrf_token": request.form.getlist("csrf_token")}
    if request.method == "POST":
        for nama in bidang:
            dikirim = [] if nama in TERTULIS else request.files.getlist(nama)
            kiriman[nama] = [*dikirim, *request.form.getlist(nama)]
        kiriman["pilih_layanan"] = request.form.getlist("pilih_layanan")
    elif tertunda := g.get("isian_tertunda"):
        kiriman |= {n: tertunda.getlist(n) for n in bidang if n in TERTULIS and n in tertunda}
    berkas = queries.berkas(draf.id)
    form = tahapan.form_alat(draf, alat, berkas, kiriman)
    form.siapkan(url)
    # An office's account files for many; what it sent for one is not offered to another.
    if pelaku().peran == "peserta" and {"surat_permohonan", "izin_tipe"} & set(bidang):
        form.tawarkan(berkas_lama(pelaku().id, alat.uttp_id))
    return Isian(draf, alat, di, url, form, bidang)
