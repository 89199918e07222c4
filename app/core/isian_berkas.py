"""The form field for files: they stay through every mistake elsewhere on the form."""

from collections.abc import Iterable
from typing import Any

from flask import current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import ValidationError

from app.core import batas, gabung, uploads
from app.core.format import ukuran
from app.core.kenali import BerkasDitolak
from app.core.nomor import baca_id


class BerkasField(Field):
    """Files that stay. `data` is a list of uploads.Berkas: kept ones first, new ones after.

    minimal=0 makes it optional. With maks=1 a new file takes the place of the old one. With
    gabung=True the photos are pages of one paper: they become one PDF when the form is sent.

    What is posted under the name of the field: files, and the numbers of files that are there
    already. `hapus_berkas=<field>:<number>` takes one off; `aksi_berkas` says that only a file is
    sent (`<field>`), one is used again (`<field>:<number>`) or the new one goes into the place of
    another (`<field>:ganti:<number>`).
    """

    def __init__(
        self,
        label: str,
        *,
        jenis: frozenset[str] = uploads.FOTO_PDF,
        minimal: int = 1,
        maks: int = 1,
        kosong: str = "Pilih berkasnya.",
        kamera: bool = True,
        gabung: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(label, (), **kw)
        self.jenis, self.minimal, self.maks, self.kosong = jenis, minimal, maks, kosong
        self.kamera = kamera and "jpg" in jenis
        self.gabung = gabung
        self.ditolak: list[str] = []
        self._baru: list[FileStorage] = []
        self._titipan: list[int] = []
        self._tawaran: list[uploads.Berkas] = []
        self.flags.optional = minimal == 0
        self.url_form: str | None = None
        # Where what is stored already is seen: an endpoint and what it takes besides the number.
        # Its sender may be somebody else, so the row it belongs to opens it.
        self.tersimpan_di: tuple[str, dict[str, Any]] | None = None

    @property
    def banyak(self) -> bool:
        return self.maks > 1

    @property
    def maks_bita(self) -> int:
        return int(current_app.config["MAX_MB"]) << 20

    @property
    def accept(self) -> str:
        tipe = ["image/jpeg", "image/png", "image/webp"] if "jpg" in self.jenis else []
        return ",".join([*tipe, "application/pdf"] if "pdf" in self.jenis else tipe)

    @property
    def petunjuk(self) -> str:
        nama = "JPG, PNG, WebP, atau PDF" if "pdf" in self.jenis else "JPG, PNG, atau WebP"
        if self.jenis == {"pdf"}:
            nama = "PDF"
        jumlah = f"{self.minimal}–{self.maks} berkas, " if self.maks > 1 and self.minimal else ""
        if self.maks > 1 and not self.minimal:
            jumlah = f"paling banyak {self.maks} berkas, "
        satu = " Beberapa foto digabung menjadi satu PDF." if self.gabung else ""
        return f"{nama}, {jumlah}paling besar {ukuran(self.maks_bita)} per berkas.{satu}"

    def tampilan(self) -> list[uploads.BerkasTampil]:
        """The attached files as the macro shows them."""
        lama = {b.id for b in self.object_data or []} if self.tersimpan_di else set()
        endpoint, nilai = self.tersimpan_di or ("core.berkas", {})
        return [
            uploads.tampil(b, endpoint, **nilai) if b.id in lama else uploads.tampil(b)
            for b in self.data
        ]

    @property
    def halaman(self) -> int:
        """How many photos wait to become the pages of one PDF; 0 where there is nothing to join."""
        foto = sum(b.foto for b in self.data or ())
        return foto if self.gabung and foto > 1 else 0

    # --- used again -----------------------------------------------------------------------------

    def tawarkan(self, berkas: Iterable[uploads.Berkas]) -> None:
        """Files the person gave earlier for the same purpose; newest first, at most three count."""
        self._tawaran = list(berkas)[: uploads.PALING_BANYAK_TAWARAN]

    @property
    def tawaran(self) -> list[uploads.Berkas]:
        """Those that are not attached yet."""
        ada = {b.id for b in self.data or ()}
        return [b for b in self._tawaran if b.id not in ada]

    # --- what is posted -------------------------------------------------------------------------

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        self._baru = [v for v in valuelist if isinstance(v, FileStorage) and v.filename]
        titipan = [baca_id(v) for v in valuelist if isinstance(v, str)]
        self._titipan = [id for id in titipan if id is not None][:50]
        self.data = []

    def _disebut(self, nama: str, kata: str = "") -> set[int]:
        """Numbers of this field's files a button named."""
        awal = f"{self.name}:{kata}"
        nomor = (
            baca_id(v.removeprefix(awal))
            for v in request.form.getlist(nama)[:50]
            if v.startswith(awal)
        )
        return {n for n in nomor if n is not None}

    def terima(self) -> None:
        """Take in what was posted: keep what was there, treat and store what is new."""
        awal = {b.id: b for b in self.object_data or []}
        dibuang = self._disebut("hapus_berkas")
        minta = [*dict.fromkeys([*self._titipan, *self._disebut("aksi_berkas")])]
        minta = [i for i in minta if i not in dibuang]
        lain = uploads.milik((i for i in minta if i not in awal), current_user.id)
        ada = awal | {b.id: b for b in lain}
        lama = [ada[i] for i in minta if i in ada]
        baru = self._simpan_baru()
        self.data = (baru or lama)[-1:] if self.maks == 1 else self._susun(lama, baru)

    def _susun(self, lama: list[uploads.Berkas], baru: list[uploads.Berkas]) -> list[Any]:
        """New files come last, or stand where the one they replace stood."""
        diganti = self._disebut("aksi_berkas", "ganti:")
        letak = next((i for i, b in enumerate(lama) if b.id in diganti), None)
        if letak is None or not baru:
            return [*lama, *baru]
        return [*lama[:letak], *baru, *lama[letak + 1 :]]

    def _simpan_baru(self) -> list[uploads.Berkas]:
        olahan = []
        if self._baru and (sampai := batas.lewati(f"unggah|{current_user.id}", *batas.UNGGAH)):
            self.ditolak.append(f"Anda mengirim sangat banyak berkas. {batas.kalimat(sampai)}")
            return []
        for kiriman in self._baru[: self.maks + 1]:
            try:
                olahan.append(uploads.olah(kiriman, self.jenis, self.maks_bita))
            except BerkasDitolak as e:
                # Of several chosen together the sentence must say which one it is about.
                nama = f"{uploads.nama_tampil(kiriman.filename)}: " if len(self._baru) > 1 else ""
                self.ditolak.append(nama + str(e))
        return self._simpan(olahan)

    def _simpan(self, olahan: list[uploads.Olahan]) -> list[uploads.Berkas]:
        try:
            return uploads.simpan(olahan, current_user.id) if olahan else []
        except BerkasDitolak as e:
            self.ditolak.append(str(e))
            return []

    def gabungkan(self) -> None:
        """Make one PDF of the photos and put it where the first of them stood.

        Outside of any transaction: drawing ten pages takes a second. The photos themselves are
        swept up later, as everything that is linked to nothing.
        """
        if not self.halaman or self.ditolak or len(self.data) > min(self.maks, gabung.MAKS_FOTO):
            return
        foto = [b for b in self.data if b.foto]
        nama = uploads.nama_tampil(f"{self.label.text}.pdf")
        letak = self.data.index(foto[0])
        if satu := self._simpan([uploads.gabungkan(foto, nama)]):
            sisa = [b for b in self.data if not b.foto]
            self.data = [*sisa[:letak], *satu, *sisa[letak:]]

    # --- judged ---------------------------------------------------------------------------------

    def galat_berkas(self) -> list[str]:
        """What is wrong with the files that are there; said as soon as they are chosen."""
        jumlah = len(self.data)
        if jumlah > self.maks > 1:
            banyak = f"Paling banyak {self.maks} berkas, sekarang ada {jumlah}. "
            return [*self.ditolak, banyak + "Hapus yang tidak perlu."]
        return list(self.ditolak)

    def pre_validate(self, form: Any) -> None:
        if galat := self.galat_berkas():
            raise ValidationError(" ".join(galat))
        if len(self.data) < self.minimal:
            raise ValidationError(self.kosong)
