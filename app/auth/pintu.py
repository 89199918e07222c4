"""How often somebody may try the doors.

Every try is counted before its password is looked at, so of many at once exactly the limit passes;
a right one is given back. An account is counted together with the address that tries it: whoever
tries it from elsewhere does not stand in its owner's way. Tried from very many addresses, each of
them gets fewer tries, and the right password still opens at the first.
"""

from datetime import datetime

from app.core import batas
from app.core.log import log


def coba_masuk(nama: str, alamat: str) -> datetime | None:
    """Count a try in the running transaction: None when it may be made, else when to come back."""
    maks_alamat, jendela_alamat = batas.MASUK_ALAMAT
    dari_alamat = batas.naik(_alamat(alamat), jendela_alamat)
    if dari_alamat.n > maks_alamat:
        return _tahan("alamat", dari_alamat.sampai)
    maks_akun, jendela_akun = batas.MASUK_AKUN
    ramai = batas.naik(_akun(nama), jendela_akun).n > maks_akun
    maks, jendela = batas.MASUK
    sampai = batas.naik_tumbuh(
        _pasangan(nama, alamat), batas.MASUK_RAMAI if ramai else maks, jendela
    )
    return _tahan("akun", sampai) if sampai else None


def berhasil_masuk(nama: str, alamat: str) -> None:
    """The password was right: whoever knows it has not been guessing."""
    batas.turun(_alamat(alamat))
    batas.turun(_akun(nama))
    batas.lupakan(_pasangan(nama, alamat))


def coba_kode(akun_id: int, alamat: str) -> datetime | None:
    """Count a try at the second step. Who gets here knows the password, so all tries count."""
    maks, jendela = batas.KODE
    dari_mana_pun = batas.naik(f"kode|{akun_id}", jendela)
    if dari_mana_pun.n > maks * 4:
        return _tahan("kode", dari_mana_pun.sampai)
    sampai = batas.naik_tumbuh(f"kode|{akun_id}|{alamat}", maks, jendela)
    return _tahan("kode", sampai) if sampai else None


def berhasil_kode(akun_id: int, alamat: str) -> None:
    batas.turun(f"kode|{akun_id}")
    batas.lupakan(f"kode|{akun_id}|{alamat}")


def _tahan(sebab: str, sampai: datetime) -> datetime:
    log.warning("percobaan masuk ditahan", extra={"data": {"sebab": sebab}})
    return sampai


def _alamat(alamat: str) -> str:
    return f"masuk-alamat|{alamat}"


def _akun(nama: str) -> str:
    return f"masuk-akun|{nama}"


def _pasangan(nama: str, alamat: str) -> str:
    return f"masuk|{nama}|{alamat}"
