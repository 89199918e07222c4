"""The acts that can be done to many at once; pure."""

from dataclasses import dataclass

PALING_BANYAK = 100


@dataclass(frozen=True)
class Borongan:
    """`aksi` is the act of the table of transitions, `tombol` confirms it, `jadi` says it is
    done."""

    kode: str
    aksi: str
    judul: str
    tombol: str
    jadi: str
    pengantar: str


BORONGAN = {
    b.kode: b
    for b in (
        Borongan(
            "terima",
            "terima",
            "Terima beberapa pengajuan",
            "Terima",
            "diterima",
            "Berkas tiap pengajuan dianggap sudah diperiksa. Setiap peserta langsung diberi tahu.",
        ),
        Borongan(
            "jadwalkan",
            "tetapkan_jadwal",
            "Jadwalkan beberapa pengajuan",
            "Tetapkan Jadwal",
            "dijadwalkan",
            "Tempat pada tiap hari baru dipakai setelah Anda menetapkan rencana ini.",
        ),
        Borongan(
            "terbitkan",
            "terbitkan",
            "Terbitkan dokumen beberapa pengajuan",
            "Terbitkan Dokumen",
            "diterbitkan",
            "Setelah diterbitkan, pengajuan selesai dan alat sah dipakai sampai tanggal berlaku. "
            "Perubahan sesudahnya hanya lewat koreksi. Bila petugas lain menerbitkan pada saat "
            "yang sama, nomornya bergeser; nomor yang jadi dipakai tampil di hasil.",
        ),
    )
}
