"""Everything kept about a participant, as data that another program can read.

Only what is about the one who asks: colleagues, customers and the office's people are not in it.
Of the office only the role is told, as everywhere else.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import sqlalchemy as sa

from app.auth.models import LABEL_PERAN, Pengguna, Peran, Sesi
from app.core import audit, clock
from app.core.outbox import Pesan
from app.core.uploads import Berkas
from app.draf.models import Draf, DrafAlat
from app.extensions import Pelaku, db
from app.impor.models import Impor
from app.pelanggan.models import KerjaSama
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import BerkasPengajuan, KelompokPengajuan, Pengajuan, Riwayat, Skhp
from app.pengaturan.models import Kecamatan, Kelurahan
from app.peserta.models import AksesData, Peserta, TempatUsaha
from app.peserta.states import LABEL_BUKA, AlasanBuka
from app.pribadi.models import PermintaanData
from app.profil.models import PermintaanPerubahan
from app.profil.states import LABEL_ISIAN, Isian
from app.serah.models import SerahTerima
from app.uttp.models import InformasiJenis, InformasiUttp, JenisUttp, Kepemilikan, Uttp

Isi = dict[str, Any]


def salinan(peserta: Peserta, pelaku: Pelaku) -> Isi:
    """The whole of it, noted in the log as taken."""
    isi = {
        "dibuat_pada": clock.now(),
        "peserta": _peserta(peserta.id),
        "akun": _akun(peserta, pelaku),
        "alat": _alat(peserta.id),
        "kepemilikan_alat": _kepemilikan(peserta.id),
        "penyedia_saya": _semua(
            KerjaSama, KerjaSama.pelanggan_id == peserta.id,
            "sejak", "sampai", "sebab", "sebab_akhir",
        ),
        "pengajuan": _pengajuan(peserta.id, pelaku.id),
        "pengajuan_belum_dikirim": _draf(pelaku.id),
        "impor_alat": _semua(
            Impor, Impor.peserta_id == peserta.id,
            "nama", "isi", "jumlah", "dibuat_pada", "disimpan_pada",
        ),
        "unggahan": _semua(
            Berkas, Berkas.pengunggah_id == pelaku.id, "nama", "jenis", "ukuran", "dibuat_pada"
        ),
        "pesan": _semua(
            Pesan, Pesan.penerima_id == pelaku.id, "judul", "isi", "dibuat_pada", "dibaca_pada"
        ),
        "tempat_usaha": _tempat(peserta.id),
        "permintaan_perubahan": _perubahan(peserta.id),
        "siapa_melihat_data_saya": _akses(peserta.id),
        "permintaan_data": _semua(
            PermintaanData, PermintaanData.peserta_id == peserta.id,
            "jenis", "isi", "status", "batas", "jawaban", "dibuat_pada", "diputus_pada",
        ),
    }  # fmt: skip
    audit.catat("data_unduh", "peserta", peserta.id, pelaku)
    return cast(Isi, _polos(isi))


def _polos(nilai: Any) -> Any:
    """As JSON can hold it; amounts and sizes keep every digit."""
    if isinstance(nilai, dict):
        return {k: _polos(v) for k, v in nilai.items()}
    if isinstance(nilai, list):
        return [_polos(v) for v in nilai]
    if isinstance(nilai, datetime):
        return nilai.astimezone(clock.WITA).isoformat()
    if isinstance(nilai, date):
        return nilai.isoformat()
    return str(nilai) if isinstance(nilai, Decimal) else nilai


def _semua(model: Any, syarat: Any, *kolom: str) -> list[Isi]:
    """These columns of the rows that match, in the order they were made."""
    cari = sa.select(*(getattr(model, k) for k in kolom)).where(syarat).order_by(model.id)
    return [dict(b) for b in db.session.execute(cari).mappings()]


def _menurut(induk: str, baris: Sequence[Any]) -> dict[int, list[Isi]]:
    """Rows under the number of what they belong to."""
    hasil: dict[int, list[Isi]] = {}
    for b in baris:
        isi = dict(b)
        hasil.setdefault(isi.pop(induk), []).append(isi)
    return hasil


def _peserta(id: int) -> Isi:
    kolom = ("nomor", "kelompok", "status", "alasan_tolak", "npwp", "nama", "alamat", "telp",
             "email", "pic_nik", "pic_nama", "pic_jabatan", "pic_telp", "pic_wa", "pic_email",
             "dibuat_pada", "diputus_pada")  # fmt: skip
    cari = (
        sa.select(
            *(getattr(Peserta, k) for k in kolom),
            Kelurahan.nama.label("kelurahan"),
            Kecamatan.nama.label("kecamatan"),
        )
        .join(Kelurahan, Kelurahan.id == Peserta.kelurahan_id)
        .join(Kecamatan, Kecamatan.id == Kelurahan.kecamatan_id)
        .where(Peserta.id == id)
    )
    return dict(db.session.execute(cari).mappings().one())


def _akun(peserta: Peserta, pelaku: Pelaku) -> Isi:
    akun = _semua(
        Pengguna, Pengguna.id == pelaku.id, "nama", "aktif", "dibuat_pada", "masuk_terakhir"
    )[0]
    sesi = _semua(
        Sesi, Sesi.pengguna_id == pelaku.id, "perangkat", "alamat", "dibuat_pada", "terakhir_pada"
    )
    return akun | {"nama_masuk": peserta.pic_nik, "sesi": sesi}


def _alat(peserta_id: int) -> list[Isi]:
    kolom = ("merk", "tipe", "kapasitas", "daya_baca", "nomor_seri", "lokasi", "skhp_nomor",
             "skhp_tanggal", "skhp_berlaku_sampai", "skhp_penerbit", "uji_batal", "tempat_tulis",
             "pensiun_pada", "pensiun_sebab", "pensiun_catatan", "dibuat_pada")  # fmt: skip
    milik = sa.or_(Uttp.pemilik_id == peserta_id, Uttp.pemakai_id == peserta_id)
    cari = (
        sa.select(
            Uttp.id,
            sa.case((Uttp.pemilik_id == peserta_id, "pemilik"), else_="pemakai").label("sebagai"),
            JenisUttp.nama.label("jenis"),
            *(getattr(Uttp, k) for k in kolom),
        )
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .where(milik)
        .order_by(Uttp.id)
    )
    tanya = (
        sa.select(InformasiUttp.uttp_id, InformasiJenis.label, InformasiUttp.nilai)
        .join(InformasiJenis, InformasiJenis.id == InformasiUttp.informasi_id)
        .join(Uttp, Uttp.id == InformasiUttp.uttp_id)
        .where(milik)
        .order_by(InformasiUttp.uttp_id, InformasiJenis.id)
    )
    lain = _menurut("uttp_id", db.session.execute(tanya).mappings().all())
    hasil = [dict(b) for b in db.session.execute(cari).mappings()]
    return [alat | {"informasi": lain.get(alat.pop("id"), [])} for alat in hasil]


def _kepemilikan(peserta_id: int) -> list[Isi]:
    """One's own periods, also of instruments that are somebody else's now."""
    k = Kepemilikan
    cari = (
        sa.select(Uttp.merk, Uttp.tipe, Uttp.nomor_seri, k.sejak, k.sampai, k.sebab, k.alasan)
        .join(Uttp, Uttp.id == k.uttp_id)
        .where(k.pemilik_id == peserta_id)
        .order_by(k.sejak, k.id)
    )
    return [dict(b) for b in db.session.execute(cari).mappings()]


def _pengajuan(peserta_id: int, pelaku_id: int) -> list[Isi]:
    kolom = ("layanan", "status", "lokasi", "tanggal_uji", "retribusi", "skhp_lama",
             "skhp_lama_nomor", "skhp_lama_tanggal", "skhp_lama_sampai", "perbaikan", "alasan",
             "keterangan", "tanggal_hasil", "dibuat_pada", "diubah_pada")  # fmt: skip
    cari = (
        sa.select(
            Pengajuan.id,
            Pengajuan.nomor,
            JenisUttp.nama.label("jenis_alat"),
            Uttp.nomor_seri,
            KelompokPengajuan.nomor.label("pengajuan_bersama"),
            *(getattr(Pengajuan, k) for k in kolom),
        )
        .outerjoin(KelompokPengajuan, KelompokPengajuan.id == Pengajuan.kelompok_id)
        .join(Uttp, Uttp.id == Pengajuan.uttp_id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .where(Pengajuan.peserta_id == peserta_id)
        .order_by(Pengajuan.id)
    )
    hasil = [dict(b) for b in db.session.execute(cari).mappings()]
    bagian = {
        "berkas": _anak(_pilih_berkas(), peserta_id),
        "riwayat": _riwayat(peserta_id, pelaku_id),
        "skhp": _anak(
            sa.select(
                Skhp.pengajuan_id, Skhp.nomor, Skhp.tanggal, Skhp.berlaku_sampai, Skhp.nomor_skrd,
                Skhp.tanggal_skrd, Skhp.digantikan_pada,
            ).order_by(Skhp.id),
            peserta_id,
        ),
        # Of who received something for the participant: the relation, no name and no NIK.
        "serah_terima": _anak(
            sa.select(
                SerahTerima.pengajuan_id, SerahTerima.tanggal_terima, SerahTerima.kelengkapan,
                SerahTerima.tanggal_kembali, SerahTerima.kembali_hubungan,
                SerahTerima.tanggal_dokumen, SerahTerima.dokumen_hubungan,
                SerahTerima.digantikan_pada,
            ).order_by(SerahTerima.id),
            peserta_id,
        ),
        "pembayaran": _anak(
            sa.select(
                Pembayaran.pengajuan_id, Pembayaran.status, Pembayaran.nomor_bukti,
                Pembayaran.tanggal, Pembayaran.jumlah, Pembayaran.alasan, Pembayaran.dibuat_pada,
            ).order_by(Pembayaran.id),
            peserta_id,
        ),
    }  # fmt: skip
    for p in hasil:
        id = p.pop("id")
        p.update({nama: isi.get(id, []) for nama, isi in bagian.items()})
    return hasil


def _draf(pelaku_id: int) -> list[Isi]:
    """What is being filled in, as it was typed; its files are among the uploads."""
    cari = (
        sa.select(
            Draf.isi, DrafAlat.isi.label("isi_alat"), Uttp.nomor_seri, Draf.dibuat_pada,
            Draf.diubah_pada,
        )
        .join(DrafAlat, DrafAlat.draf_id == Draf.id)
        .join(Uttp, Uttp.id == DrafAlat.uttp_id)
        .where(Draf.pengguna_id == pelaku_id)
        .order_by(DrafAlat.id)
    )  # fmt: skip
    return [dict(b) for b in db.session.execute(cari).mappings()]


def _anak(cari: Any, peserta_id: int) -> dict[int, list[Isi]]:
    """Rows of the participant's applications, under the application's number."""
    kolom = cari.selected_columns["pengajuan_id"]
    milik = sa.select(Pengajuan.id).where(Pengajuan.peserta_id == peserta_id)
    return _menurut(
        "pengajuan_id", db.session.execute(cari.where(kolom.in_(milik))).mappings().all()
    )


def _pilih_berkas() -> Any:
    return (
        sa.select(BerkasPengajuan.pengajuan_id, BerkasPengajuan.guna, Berkas.nama, Berkas.ukuran)
        .join(Berkas, Berkas.id == BerkasPengajuan.berkas_id)
        .order_by(BerkasPengajuan.id)
    )


def _riwayat(peserta_id: int, pelaku_id: int) -> dict[int, list[Isi]]:
    cari = sa.select(
        Riwayat.pengajuan_id, Riwayat.waktu, Riwayat.aksi, Riwayat.dari, Riwayat.ke,
        Riwayat.catatan, Riwayat.pelaku_id, Riwayat.peran,
    ).order_by(Riwayat.id)  # fmt: skip
    semua = _anak(cari, peserta_id)
    for langkah in (b for daftar in semua.values() for b in daftar):
        sendiri = langkah.pop("pelaku_id") == pelaku_id
        langkah["oleh"] = "Anda" if sendiri else LABEL_PERAN[Peran(langkah["peran"])]
        del langkah["peran"]
    return semua


def _tempat(peserta_id: int) -> list[Isi]:
    cari = (
        sa.select(
            TempatUsaha.nama, TempatUsaha.alamat, Kelurahan.nama.label("kelurahan"),
            TempatUsaha.aktif, TempatUsaha.dibuat_pada,
        )
        .join(Kelurahan, Kelurahan.id == TempatUsaha.kelurahan_id)
        .where(TempatUsaha.peserta_id == peserta_id)
        .order_by(TempatUsaha.id)
    )  # fmt: skip
    return [dict(b) for b in db.session.execute(cari).mappings()]


def _perubahan(peserta_id: int) -> list[Isi]:
    """Requests with the values before and after, in full: they are the participant's own."""
    semua = _semua(
        PermintaanPerubahan, PermintaanPerubahan.peserta_id == peserta_id,
        "isian", "lama", "lama_sandi", "baru", "baru_sandi", "alasan", "status", "alasan_putusan",
        "dibuat_pada", "diputus_pada",
    )  # fmt: skip
    for b in semua:
        for k in ("lama", "baru"):
            b[k] = b.pop(f"{k}_sandi") or b[k]
        b["isian"] = LABEL_ISIAN[Isian(b["isian"])]
    return semua


def _akses(peserta_id: int) -> list[Isi]:
    semua = _semua(AksesData, AksesData.peserta_id == peserta_id, "waktu", "peran", "apa", "alasan")
    for b in semua:
        b["peran"] = LABEL_PERAN[Peran(b["peran"])]
        b["alasan"] = LABEL_BUKA[AlasanBuka(b["alasan"])]
    return semua
