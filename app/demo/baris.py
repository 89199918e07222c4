"""Database rows of one application, from its path."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from app.core.clock import WITA
from app.demo.alur import Alur
from app.demo.lampiran import Lampiran
from app.katalog.queries import masa_dari
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import SEBUTAN, Status

BELUM_DIBACA = timedelta(days=6)


def pengajuan(a: Alur, lampiran: Lampiran) -> Pengajuan:
    kolom = {k: v for k, v in a.kolom.items() if not k.startswith("_")}
    return Pengajuan(
        nomor=a.nomor,
        uttp=a.alat.uttp,
        peserta_id=a.alat.usaha.peserta.id,
        layanan=a.layanan,
        status=a.status,
        dibuat_pada=a.mulai,
        dibuat_oleh_id=a.langkah[0].pelaku.id,
        diubah_pada=a.langkah[-1].waktu,
        berkas=lampiran.untuk(a),
        **kolom,
    )


def riwayat(a: Alur, id: int) -> Iterable[dict[str, Any]]:
    for s in a.langkah:
        if s.pelaku.peran == "peserta":
            s.pelaku.masuk_terakhir = max(s.pelaku.masuk_terakhir or s.waktu, s.waktu)
        yield {
            "pengajuan_id": id,
            "aksi": s.aksi,
            "dari": s.dari,
            "ke": s.ke,
            "catatan": s.catatan,
            "sebelum": s.sebelum,
            "pelaku_id": s.pelaku.id,
            "pelaku_nama": s.pelaku.nama,
            "peran": s.pelaku.peran,
            "waktu": s.waktu,
        }


def skhp(a: Alur, id: int) -> Iterable[dict[str, Any]]:
    """The certificate in force, after the version it replaced."""
    if a.terbit is None:
        return
    lama = a.terbit.salah
    masa = masa_dari(a.alat.uttp.jenis.masa, a.kolom["tanggal_hasil"])
    for versi, t in enumerate(filter(None, (lama, a.terbit)), 1):
        yield {
            "pengajuan_id": id,
            "versi": versi,
            "nomor": t.nomor,
            "tanggal": t.tanggal,
            "berlaku_sampai": t.sampai,
            "nomor_skrd": t.nomor_skrd,
            "tanggal_skrd": t.tanggal if t.nomor_skrd else None,
            "masa_berlaku_id": masa.id if masa else None,
            "dibuat_pada": t.waktu,
            "dibuat_oleh_id": t.pelaku.id,
            "digantikan_pada": a.terbit.waktu if t is lama else None,
        }


def bukti(a: Alur, id: int, lampiran: Lampiran, urut: Iterator[int]) -> Iterable[Pembayaran]:
    for b in a.bukti:
        pada, oleh = b.diputus or (None, None)
        hari: date = b.waktu.astimezone(WITA).date()
        jumlah = a.kolom["retribusi"]
        yield Pembayaran(
            pengajuan_id=id,
            status=b.status,
            nomor_bukti=f"BC{hari:%y%m%d}{next(urut):05d}",
            tanggal=hari,
            jumlah=jumlah,
            berkas=lampiran.slip(jumlah, b.pelaku.id, b.waktu),
            di_loket=b.di_loket,
            alasan=b.alasan,
            dibuat_pada=b.waktu,
            dibuat_oleh_id=b.pelaku.id,
            diputus_pada=pada,
            diputus_oleh_id=oleh.id if oleh else None,
        )


def pesan(a: Alur, id: int, sekarang: datetime) -> Iterable[dict[str, Any]]:
    """As pengajuan.services tells the participant; the last days' are still unread."""
    for s in a.langkah:
        if not s.pesan:
            continue
        kini = SEBUTAN[Status(s.ke)].kini
        lama = s.pelaku.peran == "peserta" or sekarang - s.waktu > BELUM_DIBACA
        yield {
            "penerima_id": a.pemohon.id,
            "judul": f"{a.nomor}: {s.sebut}",
            "isi": f"{s.catatan}\n\n{kini}" if s.catatan else kini,
            "tautan": f"/pengajuan/{id}",
            "dibuat_pada": s.waktu,
            "dibaca_pada": s.waktu + timedelta(minutes=2) if lama else None,
        }
