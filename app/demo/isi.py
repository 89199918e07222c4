"""Filling an empty database: people, instruments, two years of applications, and today's."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count, zip_longest
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.auth.models import indeks_nik
from app.catatan.models import CatatanPetugas
from app.core import clock
from app.core.clock import WITA
from app.core.db import tulis
from app.core.outbox import Pesan
from app.core.uploads import penyimpanan
from app.demo.alat import Bengkel
from app.demo.alur import Meja
from app.demo.baris import bukti, pengajuan, pesan, riwayat, skhp
from app.demo.catatan import catatan_petugas
from app.demo.cerita import Pencerita
from app.demo.gudang import Gudang, lukis_semua
from app.demo.impor import menunggu
from app.demo.kalender import Kalender
from app.demo.kini import Kini
from app.demo.lampiran import Lampiran
from app.demo.langganan import Langganan
from app.demo.master import gambari
from app.demo.nama import PENYEDIA, UTAMA
from app.demo.orang import Orang
from app.demo.profil import profil
from app.demo.serah import serah_terima
from app.demo.setengah import setengah_jadi
from app.demo.situs import Situs
from app.demo.tarif import baris as baris_retribusi
from app.demo.tarif import buat_tarif
from app.demo.tugas import tugas
from app.extensions import db
from app.jadwal.models import BebanHari, BebanPenera, Tawaran
from app.pelanggan.models import KerjaSama
from app.pengajuan.models import RetribusiBaris, Riwayat, Skhp
from app.pengajuan.services import AWALAN
from app.pengajuan.states import Status
from app.pengaturan.models import Kelurahan, NomorUrut
from app.pengaturan.queries import Kantor
from app.pengaturan.services import ubah_kantor, usulan_nomor
from app.pengujian.queries import seri_skhp, seri_skrd
from app.serah.models import SerahTerima
from app.uttp.models import JenisUttp
from app.uttp.states import Layanan

BENIH = 20261122
KANTOR = {
    "nama": "UPTD Metrologi Kota Contoh",
    "instansi": "Dinas Perdagangan Kota Contoh",
    "kota": "Balikpapan",
    "alamat": "Jalan Timbangan Contoh Nomor 91, Balikpapan",
    "telp": "+62542900000",
    "wa": "+628110009000",
    "email": "metrologi@contoh.test",
    "rekening": "Bank Contoh 000-111-222 atas nama Kas Daerah Kota Contoh",
}
BELUM_DIBACA = timedelta(days=6)


def isi_contoh(sidik: str) -> None:
    """Everything, in one transaction; `sidik` is the hashed password of all accounts."""
    gudang = Gudang(penyimpanan())
    lukis_semua(gudang, _jenis())
    situs = Situs(gudang)
    with tulis():
        _Pengisi(gudang, sidik, situs).isi()


def _jenis() -> dict[str, JenisUttp]:
    cari = sa.select(JenisUttp).options(
        selectinload(JenisUttp.dokumen),
        selectinload(JenisUttp.informasi),
        selectinload(JenisUttp.masa),
    )
    return {j.kode: j for j in db.session.scalars(cari)}


def _kelurahan() -> list[int]:
    """Ids with the kecamatan in turns, so that few participants already cover all of them."""
    per: dict[int, list[int]] = {}
    cari = sa.select(Kelurahan.kecamatan_id, Kelurahan.id).order_by(Kelurahan.kode)
    for kecamatan, id in db.session.execute(cari):
        per.setdefault(kecamatan, []).append(id)
    return [id for baris in zip_longest(*per.values()) for id in baris if id is not None]


def _sisip(model: type[Any], baris: Iterable[dict[str, Any]]) -> None:
    """Many rows whose ids nobody needs."""
    if isi := list(baris):
        db.session.execute(sa.insert(model), isi)


class _Pengisi:
    """One filling, from the top down."""

    def __init__(self, gudang: Gudang, sidik: str, situs: Situs) -> None:
        self.acak = Random(BENIH)  # noqa: S311 - the same each time, no secret  # nosec B311
        self.kini = clock.now()
        self.gudang, self.sidik, self.situs = gudang, sidik, situs
        self.seri: dict[str, int] = {}

    def isi(self) -> None:
        self.kantor: Kantor = ubah_kantor(KANTOR)
        jenis = _jenis()
        self._orang()
        gambari(jenis, self.gudang, self.orang.staf["admin"].id, self.kini)
        alat = self._alat(jenis)
        self.kalender = Kalender(self.kantor, self.kini, self.acak)
        self.meja = Meja(self.kalender, self.orang.staf, buat_tarif(jenis))
        pencerita = Pencerita(self.meja)
        for a in Kini(pencerita, alat).mulai():
            pencerita.masa_lalu(a)
        self.alur = sorted(pencerita.hasil, key=lambda a: a.mulai)
        self._nomori()
        for alur in [p for p in self.alur if p.terbit][40:42]:
            self.meja.koreksi(alur, self.kalender.kerja(alur.hari, 4))
        self._simpan_pengajuan()
        self._simpan_alat()
        Langganan(self.orang, alat, self.alur).ceritakan()
        self._simpan_impor()
        self.seri |= self.orang.seri
        self._simpan_beban()
        self.situs.simpan(self.orang.staf["admin"].id)
        tugas(self.orang.staf, self.kalender)
        self.gudang.simpan()  # before the rows that point there are committed

    # --- rows that come first -----------------------------------------------------------------

    def _orang(self) -> None:
        self.orang = Orang(self.acak, self.kini, self.sidik, _kelurahan())
        self.orang.buat()
        self.seri |= self.orang.seri
        db.session.add_all(self.orang.staf.values())
        db.session.flush()
        for p in self.orang.semua():
            if p.diputus_pada is not None:
                p.diputus_oleh_id = self.orang.staf["pelayanan"].id
        urut = sorted(self.orang.semua(), key=lambda p: p.dibuat_pada)
        db.session.add_all(urut)
        db.session.flush()
        for u in self.orang.usaha:
            for p in u.pelanggan:
                p.penyedia_id = u.peserta.id
                db.session.add(
                    KerjaSama(
                        penyedia_id=u.peserta.id, pelanggan_id=p.id, sejak=p.dibuat_pada,
                        oleh_id=u.akun.id,
                    )
                )  # fmt: skip

    def _alat(self, jenis: dict[str, JenisUttp]) -> list[Any]:
        bengkel = Bengkel(self.acak, self.gudang, jenis)
        for u in self.orang.usaha:
            bengkel.lengkapi(u)
        urut = sorted(bengkel.hasil, key=lambda a: a.uttp.dibuat_pada)
        db.session.add_all(a.uttp for a in urut)
        db.session.flush()
        return urut

    # --- numbers ------------------------------------------------------------------------------

    def _berikut(self, seri: str) -> int:
        self.seri[seri] = self.seri.get(seri, 0) + 1
        return self.seri[seri]

    def _nomori(self) -> None:
        """Applications by the day they came, certificates by the day they were issued."""
        for a in self.alur:
            seri = f"{AWALAN[Layanan(a.layanan)]}-{a.mulai.astimezone(WITA).year}"
            a.nomor = f"{seri}-{self._berikut(seri):06d}"
        terbit = [a.terbit for a in self.alur if a.terbit]
        for t in sorted(terbit, key=lambda t: t.waktu):
            urut = self._berikut(seri_skhp(t.tanggal.year))
            t.nomor = usulan_nomor(self.kantor.pola_skhp, urut, t.tanggal)
            if t.berbayar:
                urut = self._berikut(seri_skrd(t.tanggal.year))
                t.nomor_skrd = usulan_nomor(self.kantor.pola_skrd, urut, t.tanggal)
        for a in self.alur:
            if a.lama and a.lama.terbit:
                a.kolom |= {
                    "skhp_lama_nomor": a.lama.terbit.nomor,
                    "skhp_lama_tanggal": a.lama.terbit.tanggal,
                    "skhp_lama_sampai": a.lama.terbit.sampai,
                    "skhp_lama_penerbit": self.kantor.nama,
                }

    # --- applications -------------------------------------------------------------------------

    def _simpan_pengajuan(self) -> None:
        lampiran, urut = Lampiran(self.gudang, self.kantor), count(1)
        baris = [pengajuan(a, lampiran) for a in self.alur]
        db.session.add_all(baris)
        db.session.flush()
        pasangan = list(zip(self.alur, baris, strict=True))
        _sisip(Riwayat, (r for a, p in pasangan for r in riwayat(a, p.id)))
        _sisip(RetribusiBaris, (b for a, p in pasangan for b in baris_retribusi(a.baris, p.id)))
        _sisip(Skhp, (s for a, p in pasangan for s in skhp(a, p.id)))
        _sisip(
            Tawaran,
            (
                {"pengajuan_id": p.id, "tanggal": t, "penera_id": q}
                for a, p in pasangan
                for t, q in a.tawaran
            ),
        )
        db.session.add_all(b for a, p in pasangan for b in bukti(a, p.id, lampiran, urut))
        _sisip(
            SerahTerima,
            serah_terima(
                ((p, a.alat.usaha.peserta) for a, p in pasangan),
                self.orang.staf["pelayanan"],
                self.kini,
            ),
        )
        _sisip(CatatanPetugas, catatan_petugas(pasangan, self.orang.staf))
        utama = {indeks_nik(nik) for nik, _, _ in UTAMA}
        _sisip(
            Pesan,
            (
                m
                for a, p in pasangan
                if a.pemohon.nama_masuk in utama
                for m in pesan(a, p.id, self.kini)
            ),
        )

    # --- what follows from them ---------------------------------------------------------------

    def _simpan_alat(self) -> None:
        """Certificate, last result and lock of each instrument, in the order things happened."""
        for a in self.alur:
            u = a.alat.uttp
            if u.terkunci_pada is None:
                u.terkunci_pada = a.waktu_terima
            if a.status == Status.SELESAI_BATAL:
                u.uji_batal = True
            if a.terbit:
                u.skhp_nomor, u.skhp_tanggal = a.terbit.nomor, a.terbit.tanggal
                u.skhp_berlaku_sampai, u.skhp_penerbit = a.terbit.sampai, self.kantor.nama
                u.uji_batal = False

    def _simpan_impor(self) -> None:
        usaha = next(u for u in self.orang.penyedia() if u.peserta.pic_nik == PENYEDIA)
        db.session.add(menunggu(usaha.peserta, usaha.akun.id, self.kini))
        setengah_jadi(usaha, self.kini)
        profil(next(u for u in self.orang.usaha if u.peserta.pic_nik == UTAMA[0][0]), self.kini)

    def _simpan_beban(self) -> None:
        k = self.kalender
        _sisip(
            BebanHari,
            (
                {"tanggal": t, "menit": m, "batas": self.kantor.menit_per_hari}
                for t, m in k.menit.items()
                if m
            ),
        )
        _sisip(
            BebanPenera,
            (
                {"penera_id": p, "tanggal": t, "jumlah": n, "batas": self.kantor.alat_per_penera}
                for (t, p), n in k.alat.items()
                if n
            ),
        )
        _sisip(NomorUrut, ({"seri": s, "terakhir": n} for s, n in self.seri.items()))
