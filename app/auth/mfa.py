"""The second step at sign-in: set up, proved, used, replaced, taken off."""

import re
import secrets

import sqlalchemy as sa

from app.auth import totp
from app.auth.models import KodePemulihan, Pengguna, Peran, Sesi, Totp
from app.auth.services import sidik_token
from app.core import audit, clock, kunci
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.extensions import Pelaku, db

JUMLAH_PEMULIHAN = 10
# 24 of 31 letters are 118 bits: a plain hash of it cannot be searched, whoever has the database.
_HURUF = "abcdefghjkmnpqrstuvwxyz23456789"
_KELOMPOK, _PANJANG_KELOMPOK = 6, 4

AKUN_SENDIRI = "Minta Admin Aplikasi lain: akun sendiri tidak diubah dari sini."
SALAH = "Kode belum cocok. Ketik enam angka yang sekarang tampil di aplikasi autentikator."


def mulai(akun: Pengguna) -> None:
    """A new secret, to be proved; one that is in use is not touched."""
    lama = db.session.get(Totp, akun.id)
    if lama is not None and lama.aktif_pada is not None:
        raise AturanDilanggar("Verifikasi dua langkah sudah menyala.")
    if lama is not None:
        db.session.delete(lama)
        db.session.flush()
    rahasia = kunci.sandikan(totp.rahasia_baru(), _konteks(akun.id))
    db.session.add(Totp(pengguna_id=akun.id, rahasia=rahasia))
    db.session.flush()


def batal(akun: Pengguna) -> None:
    """Throw away a secret that was never proved."""
    db.session.execute(
        sa.delete(Totp).where(Totp.pengguna_id == akun.id, Totp.aktif_pada.is_(None))
    )


def rahasia(baris: Totp) -> str:
    """The secret, opened."""
    return kunci.buka(baris.rahasia, _konteks(baris.pengguna_id))


def pasang(akun: Pengguna, jawaban: str) -> list[str]:
    """Switch on with a first code; gives the recovery codes, which are stored nowhere."""
    baris = db.session.get(Totp, akun.id)
    if baris is None or baris.aktif_pada is not None:
        raise AturanDilanggar("Mulai dari awal: tekan “Nyalakan”.")
    langkah = totp.langkah_cocok(rahasia(baris), jawaban, clock.now())
    if langkah is None:
        raise AturanDilanggar(SALAH, "kode_verifikasi")
    baris.aktif_pada, baris.langkah = clock.now(), langkah
    _akhiri_yang_lain(akun)
    audit.catat("mfa_nyala", "pengguna", akun.id, akun)
    return ganti_pemulihan(akun)


def ganti_pemulihan(akun: Pengguna) -> list[str]:
    """Ten new recovery codes; the old ones stop working."""
    db.session.execute(sa.delete(KodePemulihan).where(KodePemulihan.pengguna_id == akun.id))
    kode = [_kode_pemulihan() for _ in range(JUMLAH_PEMULIHAN)]
    db.session.add_all(KodePemulihan(pengguna_id=akun.id, sidik=_sidik(k)) for k in kode)
    db.session.flush()
    return kode


def periksa(akun: Pengguna, jawaban: str) -> bool:
    """Is this the code of now, or one from the paper? Either is used up by it."""
    if re.fullmatch(r"[0-9 ]+", jawaban):
        return _pakai_totp(akun, jawaban.replace(" ", ""))
    return _pakai_pemulihan(akun, jawaban)


def _pakai_totp(akun: Pengguna, jawaban: str) -> bool:
    baris = db.session.get(Totp, akun.id)
    if baris is None or baris.aktif_pada is None:
        return False
    langkah = totp.langkah_cocok(rahasia(baris), jawaban, clock.now())
    if langkah is None:
        return False
    # The statement decides: of two with the same code, one finds the step used.
    pakai = sa.update(Totp).where(Totp.pengguna_id == akun.id, Totp.langkah < langkah)
    pakai = pakai.values(langkah=langkah).returning(Totp.pengguna_id)
    return db.session.scalar(pakai.execution_options(synchronize_session=False)) is not None


def _pakai_pemulihan(akun: Pengguna, jawaban: str) -> bool:
    pakai = (
        sa.update(KodePemulihan)
        .where(
            KodePemulihan.pengguna_id == akun.id,
            KodePemulihan.sidik == _sidik(jawaban),
            KodePemulihan.dipakai_pada.is_(None),
        )
        .values(dipakai_pada=clock.now())
        .returning(KodePemulihan.id)
    )
    if db.session.scalar(pakai) is None:
        return False
    audit.catat("mfa_pemulihan_dipakai", "pengguna", akun.id, akun)
    pesan(
        akun.id,
        "Kode pemulihan dipakai",
        "Satu kode pemulihan akun Anda baru saja dipakai untuk Log In. Bila bukan Anda, segera "
        "ganti password dan hubungi kantor.",
        "/keamanan",
    )
    return True


def matikan(akun: Pengguna) -> None:
    """Off, by its owner."""
    _hapus(akun)
    _akhiri_yang_lain(akun)
    audit.catat("mfa_mati", "pengguna", akun.id, akun)


def reset(akun: Pengguna, alasan: str, pelaku: Pelaku | None, bukti: str | None = None) -> None:
    """Taken off by somebody else, who says why and how they knew the owner (`bukti`); the owner
    signs in anew and is told. `pelaku` None: whoever runs the server."""
    kini = segar(akun, kunci=True)
    if pelaku is not None:
        _boleh_mereset(kini, pelaku)
    if len(alasan.strip()) < 10:
        raise AturanDilanggar("Tulis alasannya, paling sedikit 10 huruf.", "alasan")
    if db.session.get(Totp, kini.id) is None:
        raise AturanDilanggar("Akun ini tidak memakai verifikasi dua langkah.")
    _hapus(kini)
    db.session.execute(sa.delete(Sesi).where(Sesi.pengguna_id == kini.id))
    sesudah = {"alasan": alasan.strip()} | ({"bukti_diri": bukti} if bukti else {})
    audit.catat("mfa_reset", "pengguna", kini.id, pelaku, sesudah=sesudah)
    oleh = pelaku.nama if pelaku else "pengelola"
    pesan(
        kini.id,
        "Verifikasi dua langkah dimatikan",
        f"Verifikasi dua langkah akun Anda dimatikan oleh {oleh}. Alasan: "
        f"{alasan.strip().rstrip('.')}. Nyalakan lagi dari Keamanan Akun. Bila bukan Anda yang "
        "memintanya, segera hubungi kantor.",
        "/keamanan",
    )


def _boleh_mereset(akun: Pengguna, pelaku: Pelaku) -> None:
    if pelaku.peran != Peran.ADMIN:
        raise AturanDilanggar("Hanya Admin Aplikasi yang dapat mereset langkah kedua orang lain.")
    if pelaku.id == akun.id:
        raise AturanDilanggar(AKUN_SENDIRI)


def _hapus(akun: Pengguna) -> None:
    for model in (Totp, KodePemulihan):
        db.session.execute(sa.delete(model).where(model.pengguna_id == akun.id))


def _akhiri_yang_lain(akun: Pengguna) -> None:
    """What was signed in under the old rule signs in anew."""
    ini = akun.sesi.id if akun.sesi else None
    db.session.execute(sa.delete(Sesi).where(Sesi.pengguna_id == akun.id, Sesi.id != ini))


def sandikan_ulang() -> int:
    """After a new data key: seal every secret with it; how many there were."""
    baris = db.session.scalars(sa.select(Totp)).all()
    usang = [b for b in baris if kunci.perlu_disandikan_ulang(b.rahasia)]
    for b in usang:
        b.rahasia = kunci.sandikan(rahasia(b), _konteks(b.pengguna_id))
    db.session.flush()
    return len(usang)


def _konteks(akun_id: int) -> str:
    return f"totp:{akun_id}:rahasia"


def _kode_pemulihan() -> str:
    kelompok = (
        "".join(secrets.choice(_HURUF) for _ in range(_PANJANG_KELOMPOK)) for _ in range(_KELOMPOK)
    )
    return "-".join(kelompok)


def _sidik(kode: str) -> str:
    """However it was typed."""
    return sidik_token(re.sub(r"[\W_]+", "", kode).lower())
