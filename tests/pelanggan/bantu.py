"""What tests of customers share: contents of the forms, and acts in a transaction of their own."""

from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.auth.models import Pengguna
from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pelanggan.models import KerjaSama
from app.pelanggan.services import IsiPelanggan, IsiPic
from app.pengajuan.services import IsiPengajuan
from app.peserta.models import Peserta
from app.uttp.models import Kepemilikan, Uttp
from tests import factories as f


def isi(**kw: Any) -> IsiPelanggan:
    """A customer as its penyedia types it."""
    p = f.isi_peserta()
    kolom = ("npwp", "nama", "alamat", "kelurahan_id", "telp", "email")
    return IsiPelanggan(**({k: p[k] for k in kolom} | kw))


def pic(**kw: Any) -> IsiPic:
    p = f.isi_peserta()
    kolom = ("pic_nik", "pic_nama", "pic_jabatan", "pic_telp", "pic_wa", "pic_email")
    return IsiPic(**({k: p[k] for k in kolom} | kw))


def isi_alat(**kw: Any) -> dict[str, Any]:
    urut = next(f._urut)
    return {
        "jenis_id": f.jenis().id,
        "merk": "CAS",
        "tipe": "SW",
        "kapasitas": Decimal(30),
        "daya_baca": None,
        "nomor_seri": f"S-{urut}",
        "lokasi": None,
        "informasi": {},
    } | kw


def isi_pengajuan() -> IsiPengajuan:
    return IsiPengajuan(layanan="tera", foto_kondisi=(), surat_permohonan=())


def lakukan(fn: Callable[..., Any], *args: Any, **kw: Any) -> Any:
    """One act, one transaction."""
    with tulis():
        return fn(*args, **kw)


def pinjam(penyedia: Peserta, pelanggan: Peserta, **kw: Any) -> Uttp:
    """An instrument of the penyedia that the customer uses."""
    return f.buat_uttp(penyedia, pemakai_id=pelanggan.id, **kw)


def jadikan_berakun(pelanggan: Peserta) -> Pengguna:
    """The customer has an account of its own, its link left as it is."""
    db.session.rollback()
    baris = db.session.get_one(Peserta, pelanggan.id, populate_existing=True)
    akun = f.buat_pengguna("peserta")
    baris.pengguna_id, baris.status, baris.kelompok = akun.id, "aktif", "pemilik"
    db.session.commit()
    db.session.expunge_all()
    return akun


def lihat(peserta: Peserta) -> Peserta:
    """The row as it stands in the database now, of a transaction that is over."""
    return _baru_dibaca(Peserta, peserta.id)


def _baru_dibaca(model: Any, id: int) -> Any:
    db.session.expunge_all()
    db.session.rollback()
    return db.session.get_one(model, id)


def alat(uttp: Uttp) -> Uttp:
    return _baru_dibaca(Uttp, uttp.id)


def pihak(uttp: Uttp) -> tuple[int, int | None]:
    baris = alat(uttp)
    return baris.pemilik_id, baris.pemakai_id


def periode(uttp: Uttp) -> list[tuple[int, str, bool]]:
    """(owner, why, running), oldest first, after seeing that one begins where the other ends."""
    db.session.rollback()
    cari = sa.select(Kepemilikan).where(Kepemilikan.uttp_id == uttp.id).order_by(Kepemilikan.sejak)
    baris = list(db.session.scalars(cari))
    for lama, baru in zip(baris, baris[1:], strict=False):
        assert lama.sampai == baru.sejak
    return [(b.pemilik_id, b.sebab, b.sampai is None) for b in baris]


def kerja_sama(pelanggan: Peserta) -> list[tuple[int, str, str | None]]:
    db.session.rollback()
    cari = sa.select(KerjaSama).where(KerjaSama.pelanggan_id == pelanggan.id)
    return [
        (k.penyedia_id, k.sebab, k.sebab_akhir)
        for k in db.session.scalars(cari.order_by(KerjaSama.id))
    ]


def mundurkan(uttp: Uttp, **lama: float) -> None:
    """The transfer happened that long ago."""
    db.session.rollback()
    saat, k = clock.now() - timedelta(**lama), Kepemilikan
    ubah = sa.update(k).where(k.uttp_id == uttp.id)
    dulu = {"sejak": saat - timedelta(days=1), "sampai": saat}
    db.session.execute(ubah.where(k.sampai.is_not(None)).values(dulu))
    db.session.execute(ubah.where(k.sampai.is_(None)).values(sejak=saat))
    db.session.commit()


def serentak(app: Flask, *acara: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, started together; answers or broken rules, in their order."""
    mulai, hasil = Barrier(len(acara)), [None] * len(acara)

    def jalan(i: int) -> None:
        with app.app_context():
            mulai.wait()
            try:
                hasil[i] = acara[i]()
            except AturanDilanggar as e:
                hasil[i] = e
            finally:
                db.session.remove()

    db.session.remove()
    utas = [Thread(target=Context().run, args=(jalan, i)) for i in range(len(acara))]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    return hasil
