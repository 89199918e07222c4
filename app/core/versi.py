"""Two people at one form: whoever saves second is shown both, and nothing is overwritten unseen.

What the page showed goes with the form as a short digest (`versi`). The service compares it, under
its lock, with what is stored by then:

    class UbahForm(VersiMixin, BaseForm): ...

    form = UbahForm(data=isi)      # view: the values the page starts from
    form.lihat(isi)
    ... form.attempt(services.ubah, baris, **form.isi())

    cek_versi(versi, isi_kini)     # service: raises Berubah

and the page shows `tabrakan(form, url)` from "core/versi.html": each value that differs, stored and
typed. What was typed stays in the form; saved again, it is saved knowingly.

A digest and not a counter: it needs no column, and nobody who writes has to remember to count.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wtforms import Field, HiddenField

from app.core.errors import AturanDilanggar
from app.core.format import angka, tanggal
from app.core.forms import BaseForm
from app.core.uploads import Berkas

KALIMAT = (
    "Data ini sudah diubah sejak Anda membukanya, jadi isian Anda belum disimpan. Bandingkan "
    "keduanya, lalu simpan lagi."
)
KOSONG = "(kosong)"

# For the type checker a part is a form; at run time it stands before one.
if TYPE_CHECKING:
    Dasar = BaseForm
else:
    Dasar = object


class Berubah(AturanDilanggar):
    """Stored meanwhile: `kini`, by field names; `kata` says what a number stands for."""

    def __init__(self, kini: Mapping[str, Any], kata: Mapping[str, str]) -> None:
        super().__init__(KALIMAT)
        self.kini, self.kata = kini, kata


@dataclass(frozen=True)
class Beda:
    """One field whose stored value is not the typed one, as people read both."""

    label: str
    anda: str
    kini: str


def versi(isi: Mapping[str, Any]) -> str:
    """The digest of what a page shows."""
    teks = json.dumps({k: _inti(v) for k, v in isi.items()}, sort_keys=True)
    return hashlib.sha256(teks.encode()).hexdigest()[:32]


def cek_versi(
    dilihat: str | None, kini: Mapping[str, Any], kata: Mapping[str, str] | None = None
) -> None:
    """Refuse when what is stored is not what the page showed; whoever saw no page (an import, a
    command) says nothing and is not asked."""
    if dilihat and dilihat != versi(kini):
        raise Berubah(kini, kata or {})


def _inti(nilai: Any) -> Any:
    """One spelling for each value, wherever it comes from."""
    if isinstance(nilai, list | tuple):
        return [_inti(n) for n in nilai]
    if isinstance(nilai, Berkas):
        return nilai.id
    if isinstance(nilai, Decimal):
        return f"{nilai.normalize():f}"
    if isinstance(nilai, date):
        return nilai.isoformat()
    return "" if nilai is None else str(nilai)


class VersiMixin(Dasar):
    """A form that knows what its page showed."""

    versi = HiddenField()
    beda: Sequence[Beda] = ()
    _mengubah = False

    def lihat(self, isi: Mapping[str, Any]) -> None:
        """This is what the page shows. A page that comes back keeps what it first showed."""
        self._mengubah = True
        self.versi.data = self.versi.data or versi(isi)

    def isi(self) -> dict[str, Any]:
        """Without `versi` where something new is made, whatever was posted under that name."""
        isi = super().isi()
        if not self._mengubah:
            del isi["versi"]
        return isi

    def attempt(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        def jalankan(*a: Any, **kw: Any) -> Any:
            try:
                return service(*a, **kw)
            except Berubah as e:
                self.beda = [b for f in self if (b := _banding(f, e))]
                self.versi.data = versi(e.kini)
                raise

        return super().attempt(jalankan, *args, **kwargs)


def _banding(field: Field, e: Berubah) -> Beda | None:
    if field.name not in e.kini or _inti(field.data) == _inti(e.kini[field.name]):
        return None
    kini = e.kata.get(field.name) or _sebut(field, e.kini[field.name])
    return Beda(str(field.label.text), _sebut(field, field.data), kini)


def _sebut(field: Any, nilai: Any) -> str:
    """A value as its field shows it."""
    if nilai is None or nilai in ("", []):
        return KOSONG
    if getattr(field, "choices", None):
        for pilihan, label, *_ in field.iter_choices():
            if str(pilihan) == str(nilai):
                return str(label)
    if hasattr(field, "tampil"):
        return str(field.tampil(nilai))
    if isinstance(nilai, list):
        return ", ".join(b.nama for b in nilai)
    if isinstance(nilai, Decimal):
        return angka(nilai)
    return tanggal(nilai) if isinstance(nilai, date) else str(nilai)
