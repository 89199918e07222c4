"""The life of an application against a table written down a second time, from product.md 2."""

import dataclasses
from itertools import product

import pytest

from app.pengajuan import states, tautan
from app.pengajuan.states import Status, perjalanan, sebut, tersedia, transisi

PERAN = ("peserta", "penera", "pelayanan", "admin", "kepala")
LOKET = {"pelayanan", "admin"}
BELUM_DIUJI = {"baru", "perlu_perbaikan", "diterima", "menunggu_pilihan", "terjadwal"}
DAPAT_DIPINDAH = ("terjadwal", "terbayar", "diproses")

# (act, from) -> (who, to without a fee, to with a fee); "=" is: stays as it is.
ACUAN: dict[tuple[str, str], tuple[set[str], str, str]] = {
    ("ubah", "baru"): ({"peserta"} | LOKET, "=", "="),
    ("ubah", "perlu_perbaikan"): ({"peserta"} | LOKET, "=", "="),
    ("kembalikan", "baru"): (LOKET, "perlu_perbaikan", "perlu_perbaikan"),
    ("kirim_ulang", "perlu_perbaikan"): ({"peserta"}, "baru", "baru"),
    ("terima", "baru"): (LOKET, "diterima", "diterima"),
    **{("batal_peserta", s): ({"peserta"}, "dibatalkan", "dibatalkan") for s in BELUM_DIUJI},
    **{("batal_petugas", s): (LOKET, "dibatalkan", "dibatalkan") for s in BELUM_DIUJI},
    ("tawarkan_jadwal", "diterima"): (LOKET, "menunggu_pilihan", "menunggu_pilihan"),
    ("tawarkan_jadwal", "menunggu_pilihan"): (LOKET, "menunggu_pilihan", "menunggu_pilihan"),
    ("tetapkan_jadwal", "diterima"): (LOKET, "diproses", "terjadwal"),
    ("tetapkan_jadwal", "menunggu_pilihan"): (LOKET, "diproses", "terjadwal"),
    ("pilih_jadwal", "menunggu_pilihan"): ({"peserta"}, "diproses", "terjadwal"),
    ("tidak_cocok", "menunggu_pilihan"): ({"peserta"}, "diterima", "diterima"),
    **{("jadwal_pindah", s): ({"peserta"}, "=", "=") for s in DAPAT_DIPINDAH},
    ("bayar", "terjadwal"): ({"peserta"}, "terbayar", "terbayar"),
    ("bayar_loket", "terjadwal"): (LOKET, "diproses", "diproses"),
    ("konfirmasi_pembayaran", "terbayar"): (LOKET, "diproses", "diproses"),
    ("tolak_pembayaran", "terbayar"): (LOKET, "terjadwal", "terjadwal"),
    ("jadwal_ulang", "terjadwal"): (LOKET | {"penera"}, "=", "="),
    ("jadwal_ulang", "terbayar"): (LOKET | {"penera"}, "=", "="),
    ("jadwal_ulang", "diproses"): (LOKET | {"penera"}, "=", "="),
    ("hasil_sah", "diproses"): (LOKET | {"penera"}, "menunggu_dokumen", "menunggu_dokumen"),
    ("hasil_batal", "diproses"): (LOKET | {"penera"}, "selesai_batal", "selesai_batal"),
    ("terbitkan", "menunggu_dokumen"): (LOKET, "selesai_sah", "selesai_sah"),
    ("koreksi", "selesai_sah"): ({"admin"}, "=", "="),
    ("koreksi", "selesai_batal"): ({"admin"}, "=", "="),
}  # fmt: skip
AKSI = sorted({a for a, _ in ACUAN})
BUTUH_ALASAN = {
    "kembalikan", "batal_petugas", "tolak_pembayaran", "jadwal_ulang", "hasil_batal", "koreksi",
    "tidak_cocok",
}  # fmt: skip
MELEPAS_SLOT = {"batal_peserta", "batal_petugas"}
DIAM = {"ubah"}


def penyimpangan() -> list[str]:
    """Every cell of status × act × role × fee where the code and the second table differ."""
    beda = []
    for aksi, status, peran, bebas in product(AKSI, Status, PERAN, (True, False)):
        boleh, tanpa, dengan = ACUAN.get((aksi, status), (set(), "", ""))
        harap = (tanpa if bebas else dengan) if peran in boleh else None
        t = transisi(aksi, status, peran, bebas=bebas)
        ada = (t.ke or "=") if t else None
        if ada != harap:
            beda.append(f"{aksi} {status} {peran} bebas={bebas}: {ada} bukan {harap}")
    return beda


def test_tabel_sama_dengan_acuan() -> None:
    assert penyimpangan() == []
    assert sorted(states.TRANSISI) == AKSI


@pytest.mark.parametrize("nomor", range(len(states._BARIS)))
@pytest.mark.parametrize("rusak", ["hilang", "sasaran", "terbuka"])
def test_setiap_baris_yang_rusak_ketahuan(
    monkeypatch: pytest.MonkeyPatch, nomor: int, rusak: str
) -> None:
    baris = list(states._BARIS)
    lama = baris[nomor]
    if rusak == "hilang":
        del baris[nomor]
    elif rusak == "sasaran":
        lain = Status.BARU if lama.ke != Status.BARU else Status.DITERIMA
        baris[nomor] = dataclasses.replace(lama, ke=lain)
    else:
        baris[nomor] = dataclasses.replace(lama, peran=lama.peran | {"kepala"})
    tabel: dict[str, tuple[states.Transisi, ...]] = dict.fromkeys(states.TRANSISI, ())
    for t in baris:
        tabel[t.aksi] += (t,)
    monkeypatch.setattr(states, "TRANSISI", tabel)
    assert penyimpangan()


@pytest.mark.parametrize("t", states.semua_baris(), ids=lambda t: f"{t.aksi}-{t.penjaga}")
def test_pelengkap_baris(t: states.Transisi) -> None:
    assert t.catatan == (t.aksi in BUTUH_ALASAN)
    assert t.lepas_slot == (t.aksi in MELEPAS_SLOT)
    assert t.pesan != (t.aksi in DIAM)
    assert t.label
    assert t.sebut


def test_tersedia_sama_dengan_acuan_dan_tiap_aksi_sekali() -> None:
    for status, peran in product(Status, PERAN):
        harap = {a for (a, s), (boleh, *_) in ACUAN.items() if s == status and peran in boleh}
        ada = [t.aksi for t in tersedia(status, peran)]
        assert set(ada) == harap
        assert len(ada) == len(set(ada))


def test_kepala_hanya_membaca() -> None:
    assert not [s for s in Status if tautan.tautan(s, "kepala")]


def test_status_akhir_tidak_berlanjut() -> None:
    assert {s for s in Status if not any(tersedia(s, p) for p in ("peserta", "pelayanan"))} == set(
        states.SELESAI
    )


def test_sebutan_kedua_sisi() -> None:
    beda = {s: (sebut(s, "peserta"), sebut(s, "admin")) for s in Status}
    assert {s for s, (a, b) in beda.items() if a != b} == {"menunggu_pilihan", "menunggu_dokumen"}
    assert beda[Status.MENUNGGU_PILIHAN] == ("Pilihan Jadwal", "Menunggu Pilihan")
    assert beda[Status.SELESAI_BATAL][0] == "Selesai (Dibatalkan)"


# --- the ruler --------------------------------------------------------------------------------


def keadaan(status: str, retribusi: int | None = None, terakhir: str | None = None) -> list[str]:
    return [x.keadaan for x in perjalanan(status, retribusi, terakhir)]


@pytest.mark.parametrize(
    ("status", "lewat"),
    [
        ("baru", 0), ("perlu_perbaikan", 0), ("diterima", 1), ("menunggu_pilihan", 2),
        ("terjadwal", 3), ("terbayar", 3), ("diproses", 4), ("menunggu_dokumen", 5),
    ],
)  # fmt: skip
def test_penggaris_menandai_satu_langkah_kini(status: str, lewat: int) -> None:
    assert keadaan(status) == ["lewat"] * lewat + ["kini"] + ["nanti"] * (6 - lewat)


def test_penggaris_selesai_dan_batal() -> None:
    assert set(keadaan("selesai_sah")) == {"lewat"}
    tidak_lulus = perjalanan("selesai_batal", 0)
    assert (tidak_lulus[-1].label, tidak_lulus[-1].keadaan) == ("Tidak lulus", "batal")
    assert tidak_lulus[-2].keterangan == "Tidak terbit"
    assert keadaan("dibatalkan", None, "terjadwal") == ["lewat"] * 3 + ["batal"] + ["nanti"] * 3
    assert keadaan("dibatalkan") == ["batal"] + ["nanti"] * 6


def test_penggaris_menyebut_bebas_retribusi() -> None:
    assert perjalanan("diproses", 0)[3].keterangan == "Bebas retribusi"
    assert perjalanan("diproses", 50_000)[3].keterangan is None


# --- buttons ----------------------------------------------------------------------------------


def test_setiap_aksi_punya_tempat() -> None:
    tanpa = set(AKSI) - set(tautan.TAUTAN)
    assert tanpa == {"ubah", "kirim_ulang"}  # the first differs per role, the second is part of it


@pytest.mark.parametrize("peran", PERAN)
def test_tombol_hanya_untuk_yang_boleh_dan_tidak_berulang(peran: str) -> None:
    for s in Status:
        tombol = tautan.tautan(s, peran)
        assert bool(tombol) == bool(tersedia(s, peran))
        assert len({t.endpoint for t in tombol}) == len(tombol)


@pytest.mark.parametrize(
    ("status", "label", "endpoint"),
    [
        ("baru", "Baru", "pengajuan.ubah"),
        ("perlu_perbaikan", "Perlu Perbaikan", "pengajuan.ubah"),
        ("menunggu_pilihan", "Pilihan Jadwal", "jadwal.pilih"),
        ("terjadwal", "Terjadwal (Menunggu Pembayaran)", "pembayaran.rincian"),
        ("diproses", "Diproses", "pengajuan.rincian"),
        ("selesai_sah", "Selesai (Sah)", "pengajuan.rincian"),
        ("selesai_batal", "Selesai (Dibatalkan)", "pengajuan.rincian"),
        ("dibatalkan", "Dibatalkan", "pengajuan.rincian"),
    ],
)
def test_tombol_berbunyi_statusnya(status: str, label: str, endpoint: str) -> None:
    t = tautan.tombol_status(status, "peserta")
    assert (t.label, t.endpoint) == (label, endpoint)
    assert tautan.tombol_status(status, "admin").endpoint == "pengajuan.rincian"


def test_petugas_tidak_didahulukan_bila_giliran_peserta() -> None:
    assert tautan.utama("menunggu_pilihan", "pelayanan") is None
    assert tautan.utama("terjadwal", "pelayanan") is None
    utama = tautan.utama("baru", "pelayanan")
    assert utama is not None
    assert utama.label == "Terima Permintaan"
    assert tautan.kini("baru", "peserta") != tautan.kini("baru", "admin")
    assert tautan.kini("dibatalkan", "peserta") == tautan.kini("dibatalkan", "admin")
