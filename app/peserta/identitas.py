"""NIK, NPWP, phone and e-mail: any usual spelling in, one spelling stored; pure.

Each fault has a sentence of its own that says what to do. The sentences are the text of a
ValueError.
"""

import re
from calendar import monthrange

_PEMISAH = re.compile(r"[\s.\-/()]+")
# The day of birth of a woman is written 40 higher.
_TAMBAH_PEREMPUAN = 40


def angka(teks: str) -> str:
    """Without the spaces, dots, dashes, slashes and brackets people put between digits."""
    return _PEMISAH.sub("", teks)


def _digit(teks: str) -> bool:
    # str.isdigit also takes ², ٣ and the like, which no card carries.
    return teks.isascii() and teks.isdigit()


def cek_nik(teks: str) -> str:
    """The 16 digits of a NIK: region (6), birth date DDMMYY with the day of women +40, serial.

    Source: dukcapil.klaten.go.id/arti-16-digit-nomor-induk-kependudukan-nik (domain.md 5). The
    region is that of the first registration, so it is not held against the office's own.
    """
    nik = angka(teks)
    if not _digit(nik):
        raise ValueError("NIK hanya terdiri dari angka. Periksa lagi pada KTP.")
    if len(nik) != 16:
        raise ValueError(f"NIK terdiri dari 16 angka, yang tertulis {len(nik)} angka.")
    if len(set(nik)) == 1:
        raise ValueError("Tulis NIK seperti pada KTP, bukan satu angka yang diulang.")
    _cek_lahir(nik[6:12])
    if nik[12:] == "0000":
        raise ValueError("Empat angka terakhir NIK tidak pernah 0000. Periksa lagi pada KTP.")
    return nik


def _cek_lahir(bagian: str) -> None:
    """DDMMYY of a NIK. 29 February is let through in the years that may have had one."""
    hari, bulan, tahun = int(bagian[:2]), int(bagian[2:4]), int(bagian[4:])
    if hari > _TAMBAH_PEREMPUAN:
        hari -= _TAMBAH_PEREMPUAN
    if not 1 <= hari <= 31:
        raise ValueError(
            "Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, atau 41–71 untuk perempuan. "
            "Periksa lagi pada KTP."
        )
    if not 1 <= bulan <= 12:
        raise ValueError(
            "Angka ke-9 dan ke-10 NIK adalah bulan lahir: 01–12. Periksa lagi pada KTP."
        )
    # 19YY and 20YY differ in leap years only for 00, and 2000 was one.
    if hari > monthrange(2000 + tahun, bulan)[1]:
        raise ValueError(
            "Angka ke-7 sampai ke-12 NIK adalah tanggal lahir, dan tanggal itu tidak ada di "
            "kalender. Periksa lagi pada KTP."
        )


def rapikan_npwp(teks: str) -> str:
    """NPWP as 16 digits, or a NITKU (branch) as 22. The old 15 digits get a 0 in front.

    Source: PMK 112/PMK.03/2022 as changed by PMK 136/2023, and PER-6/PJ/2024 (domain.md 5): a
    resident person's NPWP is the NIK, a body's is "0" and its old number.
    """
    npwp = angka(teks)
    if not _digit(npwp):
        raise ValueError("NPWP hanya terdiri dari angka. Titik, tanda hubung, dan spasi boleh.")
    if len(npwp) not in (15, 16, 22):
        raise ValueError(
            f"NPWP terdiri dari 15, 16, atau 22 angka, yang tertulis {len(npwp)} angka."
        )
    if len(set(npwp)) == 1:
        raise ValueError("Tulis NPWP seperti pada kartu, bukan satu angka yang diulang.")
    return "0" + npwp if len(npwp) == 15 else npwp


def rapikan_telp(teks: str) -> str:
    """An Indonesian number as E.164: 0811…, 62811…, +62 811…, (0542) 123456.

    Source: E.164 and the national plan as in domain.md 5 (Balikpapan is 0542; mobile numbers have
    10 to 13 digits with their 0).
    """
    nomor = angka(teks)
    polos = nomor.removeprefix("+")
    if not _digit(polos):
        raise ValueError("Tulis nomor telepon dengan angka saja, misalnya 0811 5551 234.")
    if nomor.startswith("00"):
        nomor = "+" + nomor[2:]
    lokal = _tanpa_awalan(nomor)
    if lokal is None:
        raise ValueError("Tulis nomor Indonesia yang diawali 0 atau +62, misalnya 0811 5551 234.")
    seluler = lokal.startswith("8")
    kurang, lebih = (9, 12) if seluler else (8, 11)
    if not kurang <= len(lokal) <= lebih or lokal.startswith("0"):
        contoh = "0811 5551 234" if seluler else "0542 123456"
        raise ValueError(f"Periksa jumlah angka nomor telepon ini. Contoh: {contoh}.")
    return "+62" + lokal


def _tanpa_awalan(nomor: str) -> str | None:
    """The number without 0 or country code; None when it is of another country."""
    if nomor.startswith("+"):
        # "+62 0811" is written often enough; the 0 has no meaning there.
        return nomor[3:].removeprefix("0") if nomor.startswith("+62") else None
    if nomor.startswith("0"):
        return nomor[1:]
    return nomor[2:].removeprefix("0") if nomor.startswith("62") else None


def rapikan_email(teks: str) -> str:
    """An address that looks like one; whether it exists only a letter to it would tell."""
    surel = teks.strip()
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+", surel):
        raise ValueError("Tulis alamat email lengkap, misalnya nama@contoh.com.")
    nama, _, domain = surel.rpartition("@")
    return f"{nama}@{domain.lower()}"
