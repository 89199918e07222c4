"""No NIK, NPWP, password, token or key where it is not needed: looked for after a whole journey."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, Response, request, request_finished
from flask_login import current_user

from app.core import clock
from app.core.log import Baris
from app.core.outbox import Pesan
from app.extensions import db
from app.pengajuan.models import Pengajuan
from app.peserta.models import Peserta
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import Klien
from tests.draf.isi import ajukan
from tests.keamanan.formulir import formulir, kiriman
from tests.peserta.isi import isi_form

NIK = "6471014101900009"
NPWP = "012345678901000"
SANDI = "gerobak-kayu-lapangan-merdeka-31"
KELIRU = "keliru-sama-sekali-99"
# Pages whose business it is: the participant's own, the counter's file of a participant, and the
# answer that shows a new link or password once.
PERLU_NIK = {
    "peserta.index", "peserta.registrasi", "peserta.terdaftar", "peserta.admin_rincian",
    "peserta.admin_terima", "peserta.admin_akses", "peserta.admin_tolak", "peserta.admin_baru",
}  # fmt: skip
# The counter tells firms apart by it, so it stands in their list.
PERLU_NPWP = PERLU_NIK | {"peserta.admin_index"}
PERLU_TAUTAN = {"peserta.admin_terima", "auth.aktivasi"}


def angka(teks: str) -> str:
    """Numbers as they are read: 6471 0141 0190 0009 and 01.234.567… without what groups them."""
    return re.sub(r"(?<=\d)[ .\-\u00a0](?=\d)", "", re.sub(r"<[^>]+>", "", teks))


@dataclass
class Rekaman:
    """Everything that left the program during the journey."""

    halaman: list[tuple[str, str, str]] = field(default_factory=list)  # who, endpoint, text
    alamat: list[str] = field(default_factory=list)
    tautan: str = ""

    def terima(self, _app: Flask, response: Response, **_kw: Any) -> None:
        siapa = current_user.peran if current_user.is_authenticated else "tamu"
        teks = "" if response.direct_passthrough else response.get_data(as_text=True)
        self.halaman.append((siapa, str(request.endpoint), teks))
        kepala = response.headers
        self.alamat += [request.full_path, kepala.get("Location", ""), str(kepala)]
        self.alamat += re.findall(r'(?:href|src|action|hx-get|hx-post)="([^"]*)"', teks)


def isi(klien: Klien, url: str, **ubah: Any) -> str:
    """Fill in the form of this page and send it; where it leads, or the page that came."""
    halaman = klien.get(url)
    assert halaman.status_code == 200, url
    form = next(formulir(url, halaman.text))
    jawab = klien.kirim(form.tujuan, kiriman(form) | ubah)
    assert jawab.status_code in (200, 303), (url, re.sub(r"\s+", " ", jawab.text)[-3000:])
    return jawab.location or jawab.text


@pytest.fixture
def rekaman(app: Flask, caplog: Any) -> Iterator[Rekaman]:
    for nama in ("konsumen", "app", "flask_wtf", "werkzeug", "flask.app"):
        caplog.set_level(logging.DEBUG, nama)
    hasil = Rekaman()
    with request_finished.connected_to(hasil.terima, app):
        yield hasil


@pytest.fixture
def perjalanan(app: Flask, masuk: Any, rekaman: Rekaman) -> Pengajuan:
    """From the registration to the certificate, each by who does it."""
    tamu, peserta = app.test_client(), app.test_client()
    loket, penera = f.buat_pengguna("pelayanan"), f.buat_pengguna("penera")
    meja, uji = masuk(loket), masuk(penera)
    f.buat_tarif()
    kirim = isi_form(pic_nik=NIK)
    assert tamu.get(tamu.kirim("/registrasi", kirim).location).status_code == 200
    baru = db.session.scalars(sa.select(Peserta)).one()
    diterima = meja.kirim(f"/admin/peserta/{baru.id}/terima", {"cara": "tautan"}).text
    rekaman.tautan = re.findall(r"/aktivasi/([\w-]{20,})", diterima)[0]
    isi(peserta, f"/aktivasi/{rekaman.tautan}", sandi_baru=SANDI)
    peserta.get("/keluar")
    keliru = {"nama_masuk": NIK, "sandi": KELIRU}
    assert peserta.kirim("/masuk", keliru).status_code == 422
    isi(peserta, "/masuk", nama_masuk=NIK, sandi=SANDI)
    isi(peserta, f"/uttp/baru?jenis_id={f.jenis().id}")
    alat = db.session.scalars(sa.select(Uttp.id)).one()
    ajukan(peserta, db.session.get(Uttp, alat))
    p = db.session.scalars(sa.select(Pengajuan)).one()
    meja.kirim(f"/pengajuan/{p.id}/terima")
    isi(meja, f"/admin/jadwal/{p.id}", lokasi="kantor", penera_id=str(penera.id),
        tanggal=f.hari_kerja_berikut(1).isoformat())  # fmt: skip
    isi(peserta, f"/pembayaran/{p.id}", tanggal=clock.today().isoformat())
    isi(meja, f"/admin/pembayaran/{p.id}")
    isi(meja, f"/admin/serah-terima/{p.id}/terima")
    isi(uji, f"/admin/pengujian/{p.id}", hasil="sah")
    isi(meja, f"/admin/pengujian/{p.id}/terbitkan")
    isi(meja, f"/admin/serah-terima/{p.id}/kembali", siapa="lain", nik=NIK, nama="Budi Santoso",
        hubungan="kurir", dokumen="y")  # fmt: skip
    db.session.expire_all()
    assert db.session.scalars(sa.select(Pengajuan.status)).one() == "selesai_sah"
    return p


def lihat_semua(app: Flask, masuk: Any, p: Pengajuan) -> None:
    """Everybody looks at everything they may."""
    staf = [f.buat_pengguna(peran) for peran in ("pelayanan", "kepala", "admin", "penera")]
    penera = db.session.get(Pengajuan, p.id)
    assert penera is not None
    orang = [None, *staf, f.buat_peserta().pengguna, f.buat_peserta("penyedia").pengguna]
    bidang = ("/", "/alur", "/admin", "/admin/peserta", "/admin/pengajuan?status=semua", "/uttp",
              "/admin/pembayaran", "/admin/jadwal", "/pesan", f"/pengajuan/{p.id}", "/pengajuan",
              f"/uttp/{p.uttp_id}", f"/pengajuan/alat/{p.uttp_id}", f"/jadwal/{p.id}",
              f"/admin/peserta/{p.peserta_id}", f"/admin/pembayaran/{p.id}", "/tidak-ada",
              f"/admin/pengujian/{p.id}", "/admin/master/tarif",
              f"/pengajuan/{p.id}/serah-terima", "/admin/serah-terima?tahap=selesai",
              f"/admin/serah-terima/{p.id}/cetak/kembali", f"/admin/serah-terima/{p.id}/koreksi",
              f"/admin/loket?peserta={p.peserta_id}", f"/admin/peserta/{p.peserta_id}/ubah",
              f"/admin/peserta/{p.peserta_id}/identitas")  # fmt: skip
    for akun in orang:
        klien = masuk(akun) if akun else app.test_client()
        for url in bidang:
            assert klien.get(url).status_code < 500


def test_tidak_ada_rahasia_di_tempat_lain(
    app: Flask, masuk: Any, perjalanan: Pengajuan, rekaman: Rekaman, caplog: Any
) -> None:
    lihat_semua(app, masuk, perjalanan)
    kunci = str(app.config["SECRET_KEY"])
    rahasia = (NIK, NPWP, SANDI, KELIRU, kunci)

    # Log lines, as they are written: message, data and trace.
    baris = [json.loads(Baris().format(r)) for r in caplog.records]
    assert len([b for b in baris if b["pesan"] == "permintaan"]) > 100
    log = json.dumps(baris, ensure_ascii=False)
    assert temuan(log, *rahasia, rekaman.tautan) == []

    # Addresses: asked for, led to, and in what pages link to. A one-time link is its own.
    alamat = "\n".join(rekaman.alamat)
    assert temuan(alamat, *rahasia) == []
    assert rekaman.tautan in alamat

    # Messages, whoever they are for.
    pesan = [f"{m.judul} {m.isi} {m.tautan}" for m in db.session.scalars(sa.select(Pesan))]
    assert len(pesan) >= 4
    assert temuan(" ".join(pesan), *rahasia, rekaman.tautan) == []

    dilihat = {siapa for siapa, _, _ in rekaman.halaman}
    assert dilihat == {"tamu", "peserta", "pelayanan", "kepala", "admin", "penera"}
    assert set(bocoran(rekaman, (SANDI, KELIRU, kunci))) == set()


def temuan(teks: str, *rahasia: str) -> list[str]:
    """Those that are in it, as they are or with their digits grouped."""
    tanpa_jarak = angka(teks)
    return [r for r in rahasia if r in teks or r in tanpa_jarak]


def bocoran(rekaman: Rekaman, di_mana_pun: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Pages with something on them they do not need: who saw it, where, what."""
    for siapa, endpoint, teks in rekaman.halaman:
        dicari = list(di_mana_pun)
        dicari += [rekaman.tautan] if endpoint not in PERLU_TAUTAN else []
        # The door shows the name that was just typed into it, to who typed it.
        dicari += [NIK] if endpoint not in PERLU_NIK | {"auth.masuk"} else []
        dicari += [NPWP] if endpoint not in PERLU_NPWP else []
        yield from ((siapa, endpoint, r) for r in temuan(teks, *dicari))


def test_kesalahan_basis_data_tidak_menyebut_isinya(app: Flask, klien: Any, caplog: Any) -> None:
    """The trace of an accident goes to the log; the values of the statement do not."""

    def rusak() -> None:
        db.session.execute(sa.text("SELECT * FROM tidak_ada WHERE nik = :nik"), {"nik": NIK})

    rusak.akses = None  # type: ignore[attr-defined]
    asli = app.view_functions["publik.alur"], app.config["PROPAGATE_EXCEPTIONS"]
    app.view_functions["publik.alur"], app.config["PROPAGATE_EXCEPTIONS"] = rusak, False
    try:
        jawab = klien.get("/alur")
    finally:
        app.view_functions["publik.alur"], app.config["PROPAGATE_EXCEPTIONS"] = asli
    assert jawab.status_code == 500
    log = "".join(Baris().format(r) for r in caplog.records)
    assert "tidak_ada" in log
    assert NIK not in log
    assert NIK not in jawab.text
