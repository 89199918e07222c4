"""Why something cannot be done with a customer yet, and what to do instead; pure.

`p` is a row of the list or `queries.Keadaan`: status, milik, pakai, riwayat. The services refuse
the same by themselves; these are for pages that say so before anybody presses a button.
"""

from typing import Any

from app.peserta.states import StatusPeserta

S = StatusPeserta


def halangan_ubah(p: Any, petugas: bool) -> str | None:
    if p.status == S.PELANGGAN or petugas:
        return None
    return "Pelanggan ini terdaftar sendiri. Perubahan datanya dibantu oleh Admin."


def halangan_hapus(p: Any) -> str | None:
    if p.status != S.PELANGGAN:
        return "Usaha ini peserta atau sedang didaftarkan, jadi tidak dihapus. Gunakan Lepaskan."
    if p.pakai + p.milik:
        return (
            f"Masih ada {p.pakai + p.milik} alat pada pelanggan ini. Pelanggan dapat dihapus "
            "setelah tidak ada alatnya."
        )
    if p.riwayat:
        return (
            "Pelanggan ini sudah punya riwayat, jadi datanya tetap disimpan. Bila tidak dilayani "
            "lagi, lepaskan."
        )
    return None


def halangan_lepas(p: Any) -> str | None:
    if p.status == S.BARU:
        return "Pendaftarannya menunggu persetujuan. Pelanggan dapat dilepaskan setelah diputus."
    if p.pakai:
        return (
            f"Masih memakai {p.pakai} alat milik penyedia. Pindahkan dulu kepemilikannya, atau "
            "hapus alat yang belum pernah diajukan."
        )
    if p.status == S.PELANGGAN and p.milik:
        return (
            f"Sudah memiliki {p.milik} alat tetapi belum punya akun. Daftarkan dulu sebagai "
            "pemilik, supaya ada yang mengurus alatnya."
        )
    return None


def halangan_daftar(p: Any, petugas: bool) -> str | None:
    if p.status == S.BARU:
        return "Pelanggan ini sudah didaftarkan dan menunggu persetujuan Admin."
    if p.status != S.PELANGGAN:
        return "Pelanggan ini sudah terdaftar dan punya akun sendiri."
    if not p.milik and not petugas:
        return (
            "Belum ada alat yang dipindahkan kepada pelanggan ini. Buka daftar alatnya, pindahkan "
            "kepemilikan satu alat, lalu daftarkan."
        )
    return None
