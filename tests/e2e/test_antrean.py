"""A clerk's morning: forty applications of all kinds, worked off with the keyboard alone."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from app.core import clock
from app.extensions import db
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import Pengajuan
from tests import factories as f
from tests.conftest import sekali
from tests.e2e.langkah import Orang

pytestmark = [pytest.mark.browser, sekali]

MEJA = {"width": 1280, "height": 900}
# As a morning has them, one after the other: to accept, to schedule, to confirm, to issue.
GILIRAN = ("baru", "diterima", "terbayar", "menunggu_dokumen")
BANYAK = 40
JADI = {
    "baru": "diterima",
    "diterima": "diproses",
    "terbayar": "diproses",
    "menunggu_dokumen": "selesai_sah",
}


@dataclass
class PapanKetik:
    """Whoever has nothing but keys; every one is counted."""

    layar: Page
    jumlah: int = 0
    per_jenis: dict[str, list[int]] = field(default_factory=dict)

    def tekan(self, *kunci: str) -> None:
        for k in kunci:
            if k.startswith("Alt+"):
                self._alt(k[-1])
            else:
                self.layar.keyboard.press(k)
            self.jumlah += 1

    def _alt(self, huruf: str) -> None:
        """As a keyboard sends it: the letter is told too, and the browser looks for its owner."""
        kunci = {"modifiers": 1, "key": huruf, "code": f"Key{huruf.upper()}",
                 "windowsVirtualKeyCode": ord(huruf.upper())}  # fmt: skip
        sesi = self.layar.context.new_cdp_session(self.layar)
        sesi.send(
            "Input.dispatchKeyEvent",
            {"type": "keyDown", "text": huruf, "unmodifiedText": huruf, **kunci},
        )
        sesi.send("Input.dispatchKeyEvent", {"type": "keyUp", **kunci})
        sesi.detach()

    def tulis(self, teks: str) -> None:
        self.layar.keyboard.type(teks)
        self.jumlah += len(teks)


def _pagi(buram: set[int]) -> None:
    """Forty that wait, the oldest first; every third of the new ones has a picture nobody can
    read."""
    penera = f.buat_pengguna("penera", nama="Rahmat Penera")
    for n in range(BANYAK):
        status = GILIRAN[n % 4]
        lain = {} if status in ("baru", "diterima") else {"penera_id": penera.id}
        alat = f.buat_uttp(merk="BURAM" if n % 12 == 0 else "Nagata")
        p = f.buat_pengajuan(
            status, alat, dibuat_pada=clock.now() - timedelta(hours=BANYAK - n), **lain
        )
        if alat.merk == "BURAM":
            buram.add(p.id)
        if status == "terbayar":
            db.session.add(
                Pembayaran(
                    pengajuan_id=p.id, status="diunggah", nomor_bukti=f"TRX-{p.id}",
                    tanggal=clock.today(), jumlah=50_000, berkas_id=f.buat_berkas().id,
                    dibuat_oleh_id=p.dibuat_oleh_id,
                )
            )  # fmt: skip
            db.session.commit()


def _kembalikan(papan: PapanKetik) -> None:
    """The picture cannot be read: say which part, and why."""
    papan.tekan("Alt+k")
    expect(papan.layar.get_by_role("heading", level=1)).to_contain_text("Kembalikan pengajuan")
    # The focus stands on the first reason of the list; the arrow chooses the first sentence.
    papan.tekan("ArrowDown", "Tab")
    foto = papan.layar.get_by_role("checkbox", name="Foto kondisi alat")
    while not foto.evaluate("el => el === document.activeElement"):
        papan.tekan("Tab")
    papan.tekan("Space", "Alt+s")


def test_empat_puluh_pengajuan_dengan_papan_ketik(app: Flask, orang: Callable[..., Orang]) -> None:
    buram: set[int] = set()
    _pagi(buram)
    klerk = orang(f.buat_pengguna("pelayanan"), layar=MEJA)
    layar, papan = klerk.layar, PapanKetik(klerk.layar)
    klerk.buka("/admin")
    awal = {p.id: p.status for p in db.session.scalars(sa.select(Pengajuan))}
    db.session.remove()
    papan.tekan("Alt+b")
    dikerjakan: list[int] = []
    while len(dikerjakan) < BANYAK:
        layar.wait_for_url(re.compile(r"/\d+(/terbitkan)?\?antre="))
        id = int(re.findall(r"/(\d+)", urlsplit(layar.url).path)[0])
        sebelum = papan.jumlah
        if id in buram:
            _kembalikan(papan)
        else:
            expect(layar.locator("[accesskey=s]").first).to_be_visible()
            papan.tekan("Alt+s")
        # What was done is said, and the way on has the focus.
        lanjut = layar.get_by_role("link", name="Kerjakan berikutnya")
        expect(lanjut).to_be_focused()
        expect(layar.locator(".banner.sukses")).to_be_visible()
        dikerjakan.append(id)
        dari = layar.url
        papan.tekan("Enter")
        layar.wait_for_url(lambda url, dari=dari: url != dari)
        jenis = "kembalikan" if id in buram else awal[id]
        papan.per_jenis.setdefault(jenis, []).append(papan.jumlah - sebelum)
    # Behind the end stands what was accepted on the way: its date is the next thing to set.
    klerk.melihat(re.compile("Atur Jadwal"))

    assert sorted(dikerjakan) == sorted(awal)
    assert dikerjakan == sorted(dikerjakan)  # the oldest first
    for p in db.session.scalars(sa.select(Pengajuan)):
        harap = "perlu_perbaikan" if p.id in buram else JADI[awal[p.id]]
        assert p.status == harap, (p.nomor, awal[p.id])
    rata = papan.jumlah / BANYAK
    rinci = ", ".join(f"{j} {sum(n) / len(n):.1f}" for j, n in papan.per_jenis.items())
    sys.stdout.write(f"\n  ketukan per pengajuan {rata:.2f} ({rinci})\n")
    assert rata <= 4
