"""What nobody used goes after a day; what somebody uses, or may be about to use, stays."""

import os
import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock, pembersihan, uploads
from app.core.storage import Folder
from app.core.uploads import Berkas, penyimpanan
from app.extensions import db
from app.pembayaran.models import Pembayaran
from tests import berkas
from tests import factories as f
from tests.conftest import ambil

LAMA = timedelta(hours=25)


@pytest.fixture(autouse=True)
def toko(app: Flask, tmp_path: Path) -> Any:
    """A store of its own: the shared one holds what other tests left."""
    semula, app.extensions["penyimpanan"] = app.extensions["penyimpanan"], Folder(tmp_path / "b")
    yield app.extensions["penyimpanan"]
    app.extensions["penyimpanan"] = semula


def menua(toko: Folder, *kunci: str | None) -> None:
    """As if stored long ago."""
    dulu = (clock.now() - LAMA).timestamp()
    for k in filter(None, kunci):
        os.utime(toko.akar / k, (dulu, dulu))


def yatim(toko: Folder, isi: bytes = b"yatim", **kw: Any) -> Berkas:
    kunci = toko.simpan(isi)
    menua(toko, kunci)
    waktu = {"dibuat_pada": clock.now() - LAMA}
    return f.buat_berkas(kunci=kunci, kunci_kecil=None, **(waktu | kw))


def jalankan(app: Flask, *args: str) -> Any:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["bersihkan", *args])


def sisa() -> set[int]:
    db.session.expire_all()
    return set(db.session.scalars(sa.select(Berkas.id)))


def test_penunjuk_ditemukan_semua() -> None:
    """Asked of the models; and each of them keeps the row it links to from being deleted."""
    kolom = pembersihan.penunjuk()
    nama = {f"{k.table.name}.{k.name}" for k in kolom}
    assert nama >= {"uttp.foto_id", "berkas_pengajuan.berkas_id", "pembayaran.berkas_id"}
    for k in kolom:
        assert [fk.ondelete for fk in k.foreign_keys] == ["RESTRICT"], k


def test_yang_tak_terpakai_sehari_dihapus_beserta_isinya(app: Flask, toko: Folder) -> None:
    lama, baru = yatim(toko), f.buat_berkas()
    tanpa_baris = toko.simpan(b"tanpa baris")
    muda = toko.simpan(b"tanpa baris, baru saja")
    menua(toko, tanpa_baris)
    hasil = jalankan(app)
    assert hasil.exit_code == 0, hasil.output
    assert f"nomor {lama.id}" in hasil.output
    assert "1 unggahan dan 2 isi dihapus. 0 data tanpa isi." in hasil.output
    assert sisa() == {baru.id}
    assert not toko.ada(lama.kunci)
    assert not toko.ada(tanpa_baris)
    assert toko.ada(muda)
    assert toko.ada(baru.kunci)
    assert "0 unggahan dan 0 isi dihapus" in jalankan(app).output


def test_percobaan_hanya_menyebut(app: Flask, toko: Folder) -> None:
    lama = yatim(toko)
    tanpa_baris = toko.simpan(b"tanpa baris")
    menua(toko, tanpa_baris)
    hasil = jalankan(app, "--coba")
    assert f"nomor {lama.id}" in hasil.output
    assert "1 unggahan dan 2 isi akan dihapus" in hasil.output
    assert sisa() == {lama.id}
    assert toko.ada(lama.kunci)
    assert toko.ada(tanpa_baris)


def test_yang_terpakai_tinggal_berapa_pun_umurnya(app: Flask, toko: Folder) -> None:
    """Each kind of link, and a thumbnail, and bytes that two rows share."""
    pengajuan = f.buat_pengajuan("terbayar")
    bukti = f.buat_berkas()
    db.session.add(
        Pembayaran(
            pengajuan_id=pengajuan.id, status="diunggah", nomor_bukti="TRX-1", jumlah=1,
            tanggal=clock.today(), berkas_id=bukti.id, dibuat_oleh_id=pengajuan.dibuat_oleh_id,
        )
    )  # fmt: skip
    db.session.commit()
    terpakai = sisa()
    db.session.execute(sa.update(Berkas).values(dibuat_pada=clock.now() - LAMA))
    db.session.commit()
    for kunci, _ in list(toko.daftar()):
        menua(toko, kunci)
    kembar = yatim(toko)
    sendiri = kembar.kunci
    db.session.execute(sa.update(Berkas).where(Berkas.id == kembar.id).values(kunci=bukti.kunci))
    db.session.commit()
    menua(toko, bukti.kunci)
    isi = {k for k, _ in toko.daftar()} - {sendiri}
    hasil = jalankan(app)
    assert hasil.exit_code == 0, hasil.output
    assert sisa() == terpakai
    assert {k for k, _ in toko.daftar()} == isi


def test_data_tanpa_isi_dilaporkan(app: Flask, toko: Folder) -> None:
    hilang = f.buat_berkas()
    toko.hapus(hilang.kunci_kecil or "")
    hasil = jalankan(app)
    assert hasil.exit_code == 1
    assert f"Isi berkas nomor {hilang.id} tidak ditemukan" in hasil.output
    assert sisa() == {hilang.id}


def test_dipakai_sesudah_ditemukan_tidak_dihapus(app: Flask, toko: Folder) -> None:
    lama = yatim(toko)
    assert [b.id for b in pembersihan.baris_yatim(clock.now())] == [lama.id]
    f.buat_uttp(foto_id=lama.id)
    assert not pembersihan.hapus_baris(lama.id)
    assert ambil(Berkas, lama.id) is not None


def test_dipakai_pada_saat_yang_sama_tidak_dihapus(app: Flask, toko: Folder) -> None:
    """A link is being written while the sweeper deletes: the foreign key holds, or the lock."""
    lama, uttp = yatim(toko), f.buat_uttp()
    hasil: list[bool] = []

    def sapu() -> None:
        with app.app_context():
            hasil.append(pembersihan.hapus_baris(lama.id))

    utas = threading.Thread(target=sapu)
    with db.engine.connect().execution_options(tulis=True) as conn, conn.begin():
        tabel = db.metadata.tables["uttp"]
        conn.execute(sa.update(tabel).where(tabel.c.id == uttp.id).values(foto_id=lama.id))
        utas.start()
        utas.join(0.3)
        assert not hasil  # it waits
    utas.join(10)
    assert hasil == [False]
    assert ambil(Berkas, lama.id) is not None


def test_isi_yang_sedang_diunggah_lagi_tidak_hilang(
    app: Flask, toko: Folder, monkeypatch: Any
) -> None:
    """Swept between storing the bytes and writing the row: the uploader puts them back."""
    kunci = toko.simpan(b"%PDF-sama")
    menua(toko, kunci)
    asli = uploads.tulis

    def tulis_sesudah_disapu() -> Any:
        monkeypatch.setattr(uploads, "tulis", asli)
        assert pembersihan.hapus_benda(kunci)
        assert not toko.ada(kunci)
        return asli()

    monkeypatch.setattr(uploads, "tulis", tulis_sesudah_disapu)
    [baris] = uploads.simpan([uploads.Olahan("a.pdf", "pdf", b"%PDF-sama")], None)
    assert baris.kunci == kunci
    assert toko.ada(kunci)


def test_isi_yang_sudah_berdata_tidak_dihapus(app: Flask, toko: Folder) -> None:
    b = f.buat_berkas()
    assert not pembersihan.hapus_benda(b.kunci)
    assert not pembersihan.hapus_benda(b.kunci_kecil or "")
    assert toko.ada(b.kunci)


def test_unggahan_di_halaman_lalu_ditinggalkan(app: Flask, toko: Folder, masuk: Any) -> None:
    klien = masuk(f.buat_peserta().pengguna)
    klien.kirim("/uttp/baru", {"foto": (BytesIO(berkas.jpeg()), "a.jpg"), "aksi_berkas": "foto"})
    assert len(sisa()) == 1
    assert "0 unggahan" in jalankan(app).output
    db.session.execute(sa.update(Berkas).values(dibuat_pada=clock.now() - LAMA))
    db.session.commit()
    for kunci, _ in list(toko.daftar()):
        menua(toko, kunci)
    assert penyimpanan() is toko
    assert "1 unggahan dan 2 isi dihapus" in jalankan(app).output
    assert list(toko.daftar()) == []
