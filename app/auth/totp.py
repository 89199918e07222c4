"""Six digits that change every half minute (RFC 6238): what authenticator apps compute. Pure."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

LANGKAH = 30  # seconds
DIGIT = 6
_PANJANG = 20  # bytes, as long as the hash, as RFC 4226 asks


def rahasia_baru() -> str:
    """A secret as people may type it: 32 letters and digits without 0, 1, 8 and 9."""
    return base64.b32encode(secrets.token_bytes(_PANJANG)).decode("ascii")


def kode(rahasia: bytes, langkah: int, digit: int = DIGIT) -> str:
    """The code of one step."""
    sidik = hmac.digest(rahasia, langkah.to_bytes(8, "big"), "sha1")
    awal = sidik[-1] & 0x0F
    angka = int.from_bytes(sidik[awal : awal + 4], "big") & 0x7FFFFFFF
    return str(angka % 10**digit).zfill(digit)


def langkah_pada(saat: datetime) -> int:
    return int(saat.timestamp()) // LANGKAH


def langkah_cocok(rahasia: str, jawaban: str, saat: datetime) -> int | None:
    """The step whose code this is, now or one step off, as telephones' clocks are. All three are
    compared, so that the time taken tells nothing."""
    mentah, kini = base64.b32decode(rahasia), langkah_pada(saat)
    cocok = [
        langkah
        for langkah in (kini - 1, kini, kini + 1)
        if hmac.compare_digest(kode(mentah, langkah).encode(), jawaban.encode())
    ]
    return cocok[-1] if cocok else None


def alamat(rahasia: str, akun: str, penerbit: str) -> str:
    """What the QR code holds. The account goes by its owner's name: a NIK has no place there."""
    label = quote(f"{penerbit}:{akun}")
    return (
        f"otpauth://totp/{label}?secret={rahasia}&issuer={quote(penerbit)}"
        f"&algorithm=SHA1&digits={DIGIT}&period={LANGKAH}"
    )
