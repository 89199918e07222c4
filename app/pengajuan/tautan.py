"""Where each act on an application is done: one table for buttons on every page; pure."""

from dataclasses import dataclass, replace

from app.pengajuan.states import AKTIF, SEBUTAN, Status, sebut, tersedia


@dataclass(frozen=True)
class Tautan:
    """A button or link. `kunci` is the name of the address's id; `kirim`: a POST of its own."""

    label: str
    endpoint: str
    kunci: str = "id"
    jenis: str = "kedua"
    kirim: bool = False


_UBAH = {
    "peserta": Tautan("Ubah Pengajuan", "pengajuan.ubah"),
    "petugas": Tautan("Perbaiki Isian", "pengajuan.ubah"),
}
_JADWAL = Tautan("Atur Jadwal", "jadwal.atur", "pengajuan_id", "utama")
_PERIKSA = Tautan("Periksa Pembayaran", "pembayaran.periksa", "pengajuan_id", "utama")
_HASIL = Tautan("Isi Hasil Uji", "pengujian.hasil", "pengajuan_id", "utama")
TAUTAN: dict[str, Tautan] = {
    "terima": Tautan("Terima Permintaan", "pengajuan.terima", jenis="utama", kirim=True),
    "kembalikan": Tautan("Kembalikan", "pengajuan.kembalikan"),
    "batal_peserta": Tautan("Batal Pengajuan", "pengajuan.batal", jenis="bahaya"),
    "batal_petugas": Tautan("Batalkan", "pengajuan.batalkan", jenis="bahaya"),
    "tawarkan_jadwal": _JADWAL,
    "tetapkan_jadwal": _JADWAL,
    "pilih_jadwal": Tautan("Pilihan Jadwal", "jadwal.pilih", "pengajuan_id", "utama"),
    "tidak_cocok": Tautan("Tidak ada yang cocok", "jadwal.tidak_cocok", "pengajuan_id"),
    "bayar": Tautan("Bayar", "pembayaran.rincian", "pengajuan_id", "utama"),
    "bayar_loket": Tautan("Bayar di Loket", "pembayaran.loket", "pengajuan_id", "utama"),
    "konfirmasi_pembayaran": _PERIKSA,
    "tolak_pembayaran": _PERIKSA,
    "jadwal_ulang": Tautan("Jadwal Ulang", "jadwal.ulang", "pengajuan_id"),
    "jadwal_pindah": Tautan("Pindah Jadwal", "jadwal.pindah", "pengajuan_id"),
    "hasil_sah": _HASIL,
    "hasil_batal": _HASIL,
    "terbitkan": Tautan("Terbitkan Dokumen", "pengujian.terbitkan", "pengajuan_id", "utama"),
    "koreksi": Tautan("Koreksi", "pengujian.koreksi", "pengajuan_id"),
}
_URUTAN = ("utama", "kedua", "bahaya")


def tautan(status: str, peran: str) -> list[Tautan]:
    """The buttons this role has on an application in this status: main one first, harm last."""
    hasil: dict[str, Tautan] = {}
    menunggu = peran != "peserta" and SEBUTAN[Status(status)].giliran_peserta
    for t in tersedia(status, peran):
        butir = _ubah(status, peran) if t.aksi == "ubah" else TAUTAN.get(t.aksi)
        if butir and menunggu and butir.jenis == "utama":  # possible, but it is not their turn
            butir = replace(butir, jenis="kedua")
        if butir:  # sending again is part of changing
            hasil.setdefault(butir.endpoint, butir)
    return sorted(hasil.values(), key=lambda b: _URUTAN.index(b.jenis))


def _ubah(status: str, peran: str) -> Tautan:
    if peran != "peserta":
        return _UBAH["petugas"]
    if status == Status.PERLU_PERBAIKAN:
        return Tautan("Perbaiki Pengajuan", "pengajuan.ubah", jenis="utama")
    return _UBAH["peserta"]


def utama(status: str, peran: str) -> Tautan | None:
    """The one thing to do next, if this role has one."""
    return next((t for t in tautan(status, peran) if t.jenis == "utama"), None)


_KINI_PETUGAS = {
    Status.BARU: "Periksa isian dan berkas, lalu terima atau kembalikan.",
    Status.PERLU_PERBAIKAN: "Menunggu peserta memperbaiki dan mengirim ulang.",
    Status.DITERIMA: "Tetapkan jadwal, atau tawarkan beberapa tanggal.",
    Status.MENUNGGU_PILIHAN: "Menunggu peserta memilih jadwal.",
    Status.TERJADWAL: "Menunggu peserta membayar retribusi.",
    Status.TERBAYAR: "Periksa bukti pembayaran.",
    Status.DIPROSES: "Alat diuji pada jadwal yang tertera, lalu hasilnya diisi.",
    Status.MENUNGGU_DOKUMEN: "Alat lulus uji. Isi data SKRD dan SKHP, lalu terbitkan.",
}


def kini(status: str, peran: str) -> str:
    """What happens now, told to this role."""
    umum = SEBUTAN[Status(status)].kini
    return umum if peran == "peserta" else _KINI_PETUGAS.get(Status(status), umum)


_TOMBOL_STATUS = {
    Status.BARU: "pengajuan.ubah",
    Status.PERLU_PERBAIKAN: "pengajuan.ubah",
    Status.MENUNGGU_PILIHAN: "jadwal.pilih",
    Status.TERJADWAL: "pembayaran.rincian",
}


def tombol_status(status: str, peran: str) -> Tautan:
    """The button that carries the words of the status, as the manual has it: press "Baru" to
    change, "Pilihan Jadwal" to choose, "Selesai (Sah)" to look."""
    s = Status(status)
    endpoint = _TOMBOL_STATUS.get(s, "pengajuan.rincian") if peran == "peserta" else None
    endpoint = endpoint or "pengajuan.rincian"
    kunci = "id" if endpoint.startswith("pengajuan.") else "pengajuan_id"
    giliran = endpoint != "pengajuan.rincian" and s in AKTIF and s != Status.BARU
    return Tautan(sebut(status, peran), endpoint, kunci, "utama" if giliran else "kedua")
