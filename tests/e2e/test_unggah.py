"""Uploads on a bad line: each one shows how far it is, can be stopped and tried again, and nothing
typed or chosen is lost (uF11, uM7, uM8, uE11)."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from app.core.uploads import Berkas
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import sekali, tiket
from tests.e2e.conftest import layani
from tests.e2e.langkah import Orang, baca

pytestmark = [pytest.mark.browser, sekali]

SURAT, FOTO = "Surat permohonan", "Foto kondisi alat"
PUTUS = "Sambungan terputus. Berkas ini belum terkirim, tetapi masih terpilih."


@pytest.fixture
def orang(app: Flask, situs: str, jendela: Callable[..., Page]) -> Callable[..., Orang]:
    """orang(akun, js=…) → that person, signed in."""

    def _orang(akun: Any, js: bool = True) -> Orang:
        halaman = jendela(js=js)
        segel = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        isi = segel.dumps({"_user_id": tiket(akun), "_fresh": True})
        nama = app.config["SESSION_COOKIE_NAME"]
        halaman.context.add_cookies([{"name": nama, "value": isi, "url": situs}])
        return Orang(halaman, js)

    return _orang


@pytest.fixture
def kiriman(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def _kiriman(nama: str, isi: bytes) -> Path:
        (tmp_path / nama).write_bytes(isi)
        return tmp_path / nama

    return _kiriman


def ramai(lebar: int, tinggi: int) -> bytes:
    """A photo that does not compress well, so that sending it takes its time."""
    keluar = BytesIO()
    Image.effect_noise((lebar, tinggi), 90).convert("RGB").save(keluar, "JPEG", quality=85)
    return keluar.getvalue()


class Kabel:
    """The line between browser and office: a TCP relay that can be cut in the middle."""

    def __init__(self, tujuan: str) -> None:
        self.tujuan = ("127.0.0.1", int(tujuan.rpartition(":")[2]))
        self.telinga = socket.create_server(("127.0.0.1", 0))
        self.alamat = f"http://127.0.0.1:{self.telinga.getsockname()[1]}"
        self.tersambung = True
        self.ujung: list[socket.socket] = []
        threading.Thread(target=self._dengar, daemon=True).start()

    def _dengar(self) -> None:
        while True:
            try:
                klien, _ = self.telinga.accept()
                if not self.tersambung:
                    klien.close()
                    continue
                server = socket.create_connection(self.tujuan)
            except OSError:  # the test is over
                return
            self.ujung += [klien, server]
            for dari, ke in ((klien, server), (server, klien)):
                threading.Thread(target=self._alirkan, args=(dari, ke), daemon=True).start()

    def _alirkan(self, dari: socket.socket, ke: socket.socket) -> None:
        with suppress(OSError):
            while isi := dari.recv(65536):
                ke.sendall(isi)
            ke.shutdown(socket.SHUT_WR)

    def putus(self) -> None:
        self.tersambung = False
        for s in self.ujung:
            with suppress(OSError):
                s.shutdown(socket.SHUT_RDWR)
            s.close()
        self.ujung.clear()

    def sambung(self) -> None:
        self.tersambung = True


@pytest.fixture
def kabel(app: Flask) -> Iterator[Kabel]:
    with layani(app) as alamat:
        kabel = Kabel(alamat)
        yield kabel
        kabel.putus()
        kabel.telinga.close()


@pytest.fixture
def situs(kabel: Kabel) -> str:
    return kabel.alamat


def laju(cdp: CDPSession, naik: int = -1) -> None:
    """Bytes a second upwards from here on; -1: as fast as it goes."""
    isi = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": naik}
    cdp.send("Network.emulateNetworkConditions", isi)


def kemajuan(o: Orang, bagian: str) -> Locator:
    return o.bagian(bagian).locator("[data-kemajuan]")


def tahan(o: Orang, alamat: str) -> list[Route]:
    """Requests to this address wait until they are let go."""
    ditahan: list[Route] = []
    o.layar.route(alamat, lambda r: ditahan.append(r))
    return ditahan


def lepas(o: Orang, ditahan: list[Route]) -> None:
    """Let the one go that waits, once it has come that far."""
    while not ditahan:
        o.layar.wait_for_timeout(20)
    ditahan.pop().continue_()


def pilih(o: Orang, bagian: str, *jalur: Path) -> None:
    o.bagian(bagian).get_by_label(f"{bagian}:").set_input_files(jalur)


def guna(pengajuan_id: int, apa: str) -> list[Berkas]:
    cari = sa.select(Berkas).join(BerkasPengajuan, BerkasPengajuan.berkas_id == Berkas.id)
    cari = cari.where(BerkasPengajuan.pengajuan_id == pengajuan_id, BerkasPengajuan.guna == apa)
    db.session.remove()
    return list(db.session.scalars(cari.order_by(BerkasPengajuan.id)))


@pytest.fixture
def milik_saya(app: Flask) -> tuple[Any, Any]:
    """A participant, and its application that may still be changed."""
    peserta = f.buat_peserta()
    isi = {
        "skhp_lama_tanggal": date(2025, 3, 1),
        "skhp_lama_sampai": date(2026, 3, 31),
        "skhp_lama_penerbit": "UPTD Metrologi",
    }
    pengajuan = f.buat_pengajuan(uttp=f.buat_uttp(peserta), **isi)
    db.session.add(
        BerkasPengajuan(pengajuan_id=pengajuan.id, berkas_id=f.buat_berkas().id, guna="skhp_lama")
    )
    db.session.commit()
    return peserta.pengguna, pengajuan


# What came of a broken-off upload lies in a temporary file nobody closes.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_unggahan_di_jaringan_buruk(
    orang: Any, kiriman: Any, milik_saya: Any, kabel: Kabel
) -> None:
    akun, pengajuan = milik_saya
    o = orang(akun)
    o.buka(f"/pengajuan/{pengajuan.id}/ubah")
    cdp = o.layar.context.new_cdp_session(o.layar)
    cdp.send("Network.enable")
    o.isi({"Diterbitkan oleh": "Dinas Perdagangan Kota"})

    # Two on their way at once; the form is not sent meanwhile, and says for what it waits.
    laju(cdp, 30_000)
    foto = ramai(2400, 1600)
    pilih(o, FOTO, kiriman("alat.jpg", foto))
    pilih(o, SURAT, kiriman("surat-baru.jpg", ramai(800, 600)))
    for bagian in (FOTO, SURAT):
        expect(kemajuan(o, bagian)).to_have_text(re.compile(r"Mengunggah [1-9]\d? %"))
    o.tekan("Simpan Perubahan")
    o.membaca(f"Belum selesai diunggah: {FOTO}, {SURAT}.")

    # The line breaks in the middle. The files need not be chosen again.
    kabel.putus()
    for bagian in (FOTO, SURAT):
        expect(kemajuan(o, bagian)).to_contain_text(PUTUS)
    expect(o.layar.locator("#kabar")).to_contain_text(PUTUS)
    o.tekan("Simpan Perubahan")
    o.membaca(f"Belum selesai diunggah: {FOTO}, {SURAT}.")
    kabel.sambung()
    laju(cdp)
    with o.layar.expect_response(lambda r: r.request.method == "POST") as kirim:
        o.bagian(FOTO).get_by_role("button", name="Coba lagi").click()
    # What went over the line is the photo as made smaller on the phone.
    assert kirim.value.request.sizes()["requestBodySize"] < len(foto) / 2
    expect(o.bagian(FOTO).get_by_role("link", name="alat.jpg")).to_be_visible()
    expect(o.bagian(FOTO).get_by_role("listitem")).to_have_count(2)

    # Stopped by the person: the field is as it was before.
    laju(cdp, 20_000)
    o.bagian(SURAT).get_by_role("button", name="Coba lagi").click()
    expect(kemajuan(o, SURAT)).to_contain_text("Mengunggah")
    o.bagian(SURAT).get_by_role("button", name="Batal").click()
    expect(kemajuan(o, SURAT)).to_be_hidden()
    expect(o.bagian(SURAT).get_by_role("listitem")).to_have_count(1)
    laju(cdp)
    o.lampirkan(SURAT, kiriman("halaman-2.jpg", ramai(900, 1200)))
    o.tekan("Simpan Perubahan")
    o.membaca("Perubahan tersimpan.")
    assert [b.nama for b in guna(pengajuan.id, "foto_kondisi")][1:] == ["alat.jpg"]
    assert len(guna(pengajuan.id, "surat_permohonan")) == 2
    cari = sa.select(Pengajuan.skhp_lama_penerbit).where(Pengajuan.id == pengajuan.id)
    assert baca(cari) == "Dinas Perdagangan Kota"


def test_foto_surat_menjadi_satu_pdf(orang: Any, kiriman: Any, milik_saya: Any) -> None:
    """NF11 a: pages one by one, the second one again, joined when sent; the summary on top does
    not go on about what was mended."""
    akun, pengajuan = milik_saya
    o = orang(akun)
    o.buka(f"/pengajuan/{pengajuan.id}/ubah")
    surat = o.bagian(SURAT)
    surat.get_by_role("button", name=re.compile("^Hapus")).click()
    expect(surat.get_by_role("listitem")).to_have_count(0)
    o.isi({"Nomor SKHP lama": ""})
    o.tekan("Simpan Perubahan")
    ringkasan = o.layar.get_by_role("alert")
    expect(ringkasan.get_by_role("link", name="Pilih berkas surat permohonan.")).to_be_visible()
    o.lampirkan(SURAT, *(kiriman(f"hal-{n}.jpg", contoh.jpeg(600, 800)) for n in (1, 2, 3)))
    expect(ringkasan.get_by_role("link", name="Pilih berkas surat permohonan.")).to_have_count(0)
    expect(ringkasan.get_by_role("link")).not_to_have_count(0)
    surat.get_by_label("hal-2.jpg: Ganti").set_input_files(
        kiriman("hal-2-lagi.jpg", contoh.jpeg(800, 600))
    )
    expect(surat.get_by_role("listitem").nth(1)).to_contain_text("hal-2-lagi.jpg")
    expect(surat.get_by_role("listitem").nth(1)).to_contain_text("Halaman 2")
    expect(surat).to_contain_text("3 foto ini digabung berurutan menjadi satu PDF")
    o.isi({"Nomor SKHP lama": "510.63/0123/2025"})
    o.tekan("Simpan Perubahan")
    o.membaca("Perubahan tersimpan.")
    (satu,) = guna(pengajuan.id, "surat_permohonan")
    assert (satu.nama, satu.jenis) == ("Surat permohonan.pdf", "pdf")
    lembar = o.layar.get_by_role("link", name="Halaman Surat permohonan.pdf")
    lembar.click()
    expect(o.layar.get_by_role("dialog").locator("img")).to_be_visible()
    o.layar.keyboard.press("Escape")
    expect(o.layar.get_by_role("dialog")).to_have_count(0)


def test_ketikan_tidak_hilang_selama_isian_dimuat(orang: Any, milik_saya: Any) -> None:
    """What is typed or chosen in a region while the server still works on it stays."""
    akun, _ = milik_saya
    o = orang(akun)
    o.buka("/uttp/baru")
    ditahan = tahan(o, "**/uttp/informasi*")
    jenis = o.layar.get_by_role("combobox", name="Jenis UTTP")
    jenis.select_option(index=1)
    o.kotak("Kapasitas").press_sequentially("150,5")
    expect(o.layar.locator("#uttp-informasi h2, #uttp-informasi .satuan")).to_have_count(0)
    lepas(o, ditahan)
    expect(o.layar.locator("#uttp-informasi .satuan").first).to_be_visible()
    expect(o.kotak("Kapasitas")).to_have_value("150,5")

    o.buka("/registrasi")
    ditahan = tahan(o, "**/wilayah/kelurahan*")
    o.layar.get_by_role("combobox", name="Kecamatan").select_option(label="Balikpapan Timur")
    kelurahan = o.layar.get_by_role("combobox", name="Kelurahan")
    kelurahan.select_option(label="Manggar")
    lepas(o, ditahan)
    expect(kelurahan.locator("optgroup")).to_have_count(0)
    expect(kelurahan.locator("option:checked")).to_have_text("Manggar")
