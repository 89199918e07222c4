"""Validity on the days around every edge, and the same answer from the database."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.uttp.models import Uttp
from app.uttp.queries import saring_keabsahan
from app.uttp.states import KATA_KEABSAHAN, LABEL_KEABSAHAN, Keabsahan, keabsahan
from tests import factories as f

H = date(2026, 11, 22)
KASUS = [
    (None, False, Keabsahan.BELUM),
    (H - timedelta(1), False, Keabsahan.HABIS),
    (H, False, Keabsahan.SEGERA),
    (H + timedelta(1), False, Keabsahan.SEGERA),
    (H + timedelta(59), False, Keabsahan.SEGERA),
    (H + timedelta(60), False, Keabsahan.SEGERA),
    (H + timedelta(61), False, Keabsahan.BERLAKU),
    (None, True, Keabsahan.BATAL),
    (H - timedelta(1), True, Keabsahan.BATAL),
    (H + timedelta(400), True, Keabsahan.BATAL),
]


@pytest.mark.parametrize(("sampai", "batal", "hasil"), KASUS)
def test_keabsahan_di_sekitar_batas(sampai: date | None, batal: bool, hasil: Keabsahan) -> None:
    assert keabsahan(sampai, batal, H) is hasil


def test_setiap_keabsahan_punya_label_dan_kalimat() -> None:
    assert set(LABEL_KEABSAHAN) == set(KATA_KEABSAHAN) == set(Keabsahan)


def test_saringan_sama_dengan_fungsinya(app: Any) -> None:
    pemilik = f.buat_peserta()
    for n, (sampai, batal, _) in enumerate(KASUS):
        f.buat_uttp(pemilik, sidik=str(n), skhp_berlaku_sampai=sampai, uji_batal=batal)
    for kode in Keabsahan:
        ada = db.session.scalars(sa.select(Uttp).where(saring_keabsahan(kode, H)))
        dapat = {int(u.sidik) for u in ada}
        assert dapat == {n for n, k in enumerate(KASUS) if k[2] is kode}, kode
    tanpa = sa.select(sa.func.count()).select_from(Uttp).where(saring_keabsahan("apa", H))
    assert db.session.scalar(tanpa) == len(KASUS)
