"""Reports that list: participants, applications, certificates that ended. A summary and its chart
above, the rows below, page by page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.format import tanggal
from app.extensions import Pelaku, db
from app.laporan.periode import Saringan, bulan_tampil, sebut_bulan
from app.laporan.sql import (
    Pihak,
    banyak,
    bulan_wita,
    di_tempat,
    halaman,
    nama_peserta,
    semua,
    tanggal_wita,
)
from app.laporan.states import DALAM
from app.laporan.tabel import Baris, Grafik, Hasil, Jenis, Kolom, Seri, Sumber, Tabel, jumlahkan
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import LABEL_SKHP_LAMA, SEBUTAN, SkhpLama, Status
from app.pengaturan.models import Kecamatan, Kelurahan
from app.peserta.models import Peserta
from app.peserta.states import LABEL_KELOMPOK, LABEL_STATUS, Kelompok, StatusPeserta
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import LABEL_LAYANAN, Layanan

UKURAN = 50
Pemohon = aliased(Peserta, name="pemohon")
Pemilik = aliased(Peserta, name="pemilik_alat")


class Isi(Protocol):
    """A report that lists: how it is asked, ordered, written, and summed up."""

    @property
    def judul(self) -> str: ...
    @property
    def kolom(self) -> Sequence[Kolom]: ...
    @property
    def endpoint(self) -> str: ...
    @property
    def terlama(self) -> bool: ...

    def cari(self, s: Saringan, pelaku: Pelaku) -> Any: ...
    def urut(self) -> tuple[Any, Any]: ...
    def baris(self, b: Any) -> Baris: ...
    def ringkas(self, s: Saringan, pelaku: Pelaku) -> tuple[Tabel, Grafik]: ...


def hasil(isi: Isi, s: Saringan, pelaku: Pelaku, after: str | None) -> Hasil:
    """One page of it. The rows are counted with the summary, in the same question."""
    ringkas, grafik = isi.ringkas(s, pelaku)
    at, id = isi.urut()
    rows, lanjut = halaman(
        isi.cari(s, pelaku), at, id, after=after, size=UKURAN, oldest_first=isi.terlama
    )
    tabel = Tabel(
        isi.judul, isi.kolom, [isi.baris(b) for b in rows],
        tautan=[(isi.endpoint, {"id": b.id}) for b in rows],
    )  # fmt: skip
    return Hasil(tabel, _jumlah(ringkas), grafik, ringkas, next=lanjut)


def _jumlah(ringkas: Tabel) -> int:
    return int((ringkas.jumlah or [0])[-1])  # type: ignore[arg-type]


def sumber(isi: Isi, s: Saringan, pelaku: Pelaku, kepala: Sequence[str]) -> Sumber:
    """All of it, as a file."""
    ringkas, _ = isi.ringkas(s, pelaku)
    at, id = isi.urut()
    n = _jumlah(ringkas)

    def baris() -> Any:
        return (isi.baris(b) for b in semua(isi.cari(s, pelaku), at, id, oldest_first=isi.terlama))

    return Sumber(isi.judul, isi.kolom, n, baris, ringkas=ringkas, kepala=kepala)


class LaporanPeserta:
    judul, endpoint, terlama = "Peserta", "peserta.admin_rincian", False
    kolom = (
        Kolom("Nomor", lebar=18), Kolom("Nama", lebar=36), Kolom("Kelompok", lebar=18),
        Kolom("Kecamatan", lebar=22), Kolom("Status", lebar=22),
        Kolom("Terdaftar", Jenis.TANGGAL, 14),
    )  # fmt: skip

    def urut(self) -> tuple[Any, Any]:
        return Peserta.dibuat_pada, Peserta.id

    def _syarat(self, s: Saringan, pelaku: Pelaku) -> list[Any]:
        syarat = [
            Peserta.visible_to(pelaku), Peserta.dibuat_pada >= s.awal, Peserta.dibuat_pada < s.akhir
        ]  # fmt: skip
        if s.kelompok in tuple(Kelompok):
            syarat.append(Peserta.kelompok == s.kelompok)
        if s.status_peserta in tuple(StatusPeserta):
            syarat.append(Peserta.status == s.status_peserta)
        if s.kecamatan is not None:
            syarat.append(Kelurahan.kecamatan_id == s.kecamatan)
        return syarat

    def _dari(self, *kolom: Any) -> Any:
        return sa.select(*kolom).join(Kelurahan, Kelurahan.id == Peserta.kelurahan_id)

    def cari(self, s: Saringan, pelaku: Pelaku) -> Any:
        return (
            self._dari(
                Peserta.id, Peserta.nomor, Peserta.nama, Peserta.kelompok, Peserta.status,
                Peserta.dibuat_pada,
                tanggal_wita(Peserta.dibuat_pada).label("hari"), Kecamatan.nama.label("kecamatan"),
            )
            .join(Kecamatan, Kecamatan.id == Kelurahan.kecamatan_id)
            .where(*self._syarat(s, pelaku))
        )  # fmt: skip

    def baris(self, b: Any) -> Baris:
        return (
            b.nomor, b.nama, LABEL_KELOMPOK[Kelompok(b.kelompok)], b.kecamatan,
            LABEL_STATUS[StatusPeserta(b.status)][0], b.hari,
        )  # fmt: skip

    def ringkas(self, s: Saringan, pelaku: Pelaku) -> tuple[Tabel, Grafik]:
        """By month and group."""
        bln = bulan_wita(Peserta.dibuat_pada).label("bulan")
        per = [banyak(Peserta.kelompok == k).label(k.value) for k in Kelompok]
        stmt = self._dari(bln, *per).select_from(Peserta).where(*self._syarat(s, pelaku))
        ada = {b.bulan: b for b in db.session.execute(stmt.group_by(bln))}
        bulan = bulan_tampil(s, ada)
        isi = [[getattr(ada.get(b), k.value, 0) for k in Kelompok] for b in bulan]
        baris: list[Baris] = [(sebut_bulan(b), *n, sum(n)) for b, n in zip(bulan, isi, strict=True)]
        kolom = [Kolom("Bulan", lebar=18)]
        kolom += [Kolom(n, Jenis.ANGKA) for n in (*LABEL_KELOMPOK.values(), "Semua")]
        tabel = Tabel("Peserta per bulan", kolom, baris, jumlahkan(baris, 1) if baris else
                      ["Jumlah", *[0] * 4])  # fmt: skip
        label = [sebut_bulan(b, singkat=True) for b in bulan]
        seri = [Seri("Peserta", [int(b[-1]) for b in baris])]  # type: ignore[arg-type]
        return tabel, Grafik(tabel.judul, label, seri)


class LaporanPengajuan:
    judul, endpoint, terlama = "Pengajuan", "pengajuan.rincian", False
    kolom = (
        Kolom("Nomor", lebar=18), Kolom("Peserta", lebar=34), Kolom("Alat", lebar=48),
        Kolom("SKHP lama", lebar=26), Kolom("Status", lebar=30),
        Kolom("Diajukan", Jenis.TANGGAL, 14),
    )  # fmt: skip

    def urut(self) -> tuple[Any, Any]:
        return Pengajuan.dibuat_pada, Pengajuan.id

    def _syarat(self, s: Saringan, pelaku: Pelaku) -> list[Any]:
        syarat = [
            Pengajuan.visible_to(pelaku), Pengajuan.dibuat_pada >= s.awal,
            Pengajuan.dibuat_pada < s.akhir, *nama_peserta(s.q, Pemohon, Pemilik),
        ]  # fmt: skip
        for kolom, nilai, kata in (
            (Pengajuan.status, s.status, Status),
            (Pengajuan.layanan, s.layanan, Layanan),
            (Pengajuan.skhp_lama, s.skhp_lama, SkhpLama),
        ):
            if nilai in tuple(kata):
                syarat.append(kolom == nilai)
        sampai, hari = Pengajuan.skhp_lama_sampai, tanggal_wita(Pengajuan.dibuat_pada)
        masa = {"berlaku": sampai >= hari, "habis": sampai < hari, "kosong": sampai.is_(None)}
        if s.masa_lama in masa:
            syarat.append(masa[s.masa_lama])
        return syarat

    def _dari(self, *kolom: Any) -> Any:
        return (
            sa.select(*kolom)
            .select_from(Pengajuan)
            .join(Uttp, Uttp.id == Pengajuan.uttp_id)
            .join(Pemohon, Pemohon.id == Pengajuan.peserta_id)
            .join(Pemilik, Pemilik.id == Uttp.pemilik_id)
        )

    def cari(self, s: Saringan, pelaku: Pelaku) -> Any:
        return (
            self._dari(
                Pengajuan.id, Pengajuan.nomor, Pengajuan.layanan, Pengajuan.status,
                Pengajuan.skhp_lama, Pengajuan.skhp_lama_sampai,
                Pengajuan.dibuat_pada, tanggal_wita(Pengajuan.dibuat_pada).label("hari"),
                Pemohon.nama.label("peserta"), JenisUttp.nama.label("jenis"), Uttp.merk,
                Uttp.nomor_seri,
            )
            .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
            .where(*self._syarat(s, pelaku))
        )  # fmt: skip

    def baris(self, b: Any) -> Baris:
        lama = LABEL_SKHP_LAMA[SkhpLama(b.skhp_lama)] if b.skhp_lama else None
        if lama and b.skhp_lama_sampai:
            lama += f", sampai {tanggal(b.skhp_lama_sampai)}"
        return (
            b.nomor, b.peserta,
            f"{LABEL_LAYANAN[Layanan(b.layanan)]}: {b.jenis}, {b.merk}, {b.nomor_seri}",
            lama, SEBUTAN[Status(b.status)].petugas, b.hari,
        )  # fmt: skip

    def ringkas(self, s: Saringan, pelaku: Pelaku) -> tuple[Tabel, Grafik]:
        """By status and service."""
        per = [banyak(Pengajuan.layanan == k).label(k.value) for k in Layanan]
        stmt = self._dari(Pengajuan.status, *per).where(*self._syarat(s, pelaku))
        ada = {b.status: b for b in db.session.execute(stmt.group_by(Pengajuan.status))}
        isi = {k: [getattr(ada.get(k), n.value, 0) for n in Layanan] for k in Status}
        baris: list[Baris] = [(SEBUTAN[k].petugas, *n, sum(n)) for k, n in isi.items()]
        kolom = [Kolom("Status", lebar=34)]
        kolom += [Kolom(LABEL_LAYANAN[n], Jenis.ANGKA) for n in Layanan]
        tabel = Tabel("Pengajuan per status", [*kolom, Kolom("Semua", Jenis.ANGKA)], baris,
                      jumlahkan(baris, 1))  # fmt: skip
        berisi = [b for b in baris if b[-1]]
        seri = [Seri("Pengajuan", [int(b[-1]) for b in berisi])]  # type: ignore[arg-type]
        return tabel, Grafik(tabel.judul, [str(b[0]) for b in berisi], seri, mendatar=True)


class LaporanSkhp:
    judul, endpoint, terlama = "SKHP Kedaluwarsa", "uttp.rincian", True
    kolom = (
        Kolom("Nomor SKHP", lebar=30), Kolom("Pemilik", lebar=34), Kolom("Alat", lebar=48),
        Kolom("Kelurahan", lebar=20), Kolom("Kecamatan", lebar=22),
        Kolom("Berlaku sampai", Jenis.TANGGAL, 16),
    )  # fmt: skip

    def urut(self) -> tuple[Any, Any]:
        return Uttp.skhp_berlaku_sampai, Uttp.id

    def _syarat(self, s: Saringan, pelaku: Pelaku) -> list[Any]:
        hari_ini, sampai = clock.today(), Uttp.skhp_berlaku_sampai
        masa = sampai < hari_ini
        if s.dalam and s.dalam in DALAM:
            masa = sampai.between(hari_ini, hari_ini + timedelta(days=int(s.dalam)))
        # As uttp.states.keabsahan counts: out of use is due nowhere, failed is another state.
        syarat = [
            Uttp.visible_to(pelaku), Uttp.pensiun_pada.is_(None), Uttp.uji_batal.is_(False), masa
        ]  # fmt: skip
        if s.kecamatan is not None:
            syarat.append(Kelurahan.kecamatan_id == s.kecamatan)
        return [*syarat, *nama_peserta(s.q, Pemilik)]

    def _dari(self, *kolom: Any) -> Any:
        stmt = di_tempat(sa.select(*kolom).select_from(Uttp), Pihak)
        stmt = stmt.join(Kecamatan, Kecamatan.id == Kelurahan.kecamatan_id)
        return stmt.join(Pemilik, Pemilik.id == Uttp.pemilik_id)

    def cari(self, s: Saringan, pelaku: Pelaku) -> Any:
        return (
            self._dari(
                Uttp.id, Uttp.skhp_nomor, Uttp.skhp_berlaku_sampai,
                Pemilik.nama.label("pemilik"), JenisUttp.nama.label("jenis"), Uttp.merk,
                Uttp.nomor_seri, Kelurahan.nama.label("kelurahan"),
                Kecamatan.nama.label("kecamatan"),
            )
            .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
            .where(*self._syarat(s, pelaku))
        )  # fmt: skip

    def baris(self, b: Any) -> Baris:
        return (
            b.skhp_nomor, b.pemilik, f"{b.jenis}, {b.merk}, {b.nomor_seri}", b.kelurahan,
            b.kecamatan, b.skhp_berlaku_sampai,
        )  # fmt: skip

    def ringkas(self, s: Saringan, pelaku: Pelaku) -> tuple[Tabel, Grafik]:
        stmt = self._dari(Kecamatan.nama, banyak().label("n")).where(*self._syarat(s, pelaku))
        stmt = stmt.group_by(Kecamatan.nama).order_by(Kecamatan.nama)
        baris: list[Baris] = [(b.nama, b.n) for b in db.session.execute(stmt)]
        kolom = (Kolom("Kecamatan", lebar=24), Kolom("Alat", Jenis.ANGKA))
        jumlah: Baris = jumlahkan(baris, 1) if baris else ("Jumlah", 0)
        tabel = Tabel("Alat per kecamatan", kolom, baris, jumlah)
        seri = [Seri("Alat", [int(b[1]) for b in baris], "batal")]  # type: ignore[arg-type]
        return tabel, Grafik(tabel.judul, [str(b[0]) for b in baris], seri, mendatar=True)


DAFTAR: dict[str, Isi] = {
    "peserta": LaporanPeserta(),
    "pengajuan": LaporanPengajuan(),
    "skhp": LaporanSkhp(),
}
