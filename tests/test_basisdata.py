"""What all other tests stand on: an empty database before each, and work shared in whole files."""

from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from tests import factories as f
from tests.basisdata import ACUAN, kosongkan
from tests.halaman import dunia
from tests.pembagian import satuan, urutkan


def terisi() -> set[str]:
    """The tables that hold rows."""
    with db.engine.connect() as conn:
        return {
            t.name for t in db.metadata.sorted_tables if conn.execute(sa.select(t).limit(1)).first()
        }


def test_dikosongkan_sampai_ke_data_acuan(app: Flask) -> None:
    assert terisi() <= ACUAN
    d = dunia(1)
    # Reference data that came by a file, which is to go, and a row of its own table's.
    f.jenis().gambar_id = f.buat_berkas().id
    db.session.commit()
    assert len(terisi() - ACUAN) >= 40
    assert d.bersama
    db.session.remove()
    kosongkan()
    assert terisi() == ACUAN - {"alembic_version"}
    assert f.jenis().gambar_id is None


def test_catatan_tetap_tidak_dapat_diubah_sesudahnya(app: Flask) -> None:
    dunia(1)
    kosongkan()
    dunia(1)
    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as conn:
        conn.exec_driver_sql("DELETE FROM audit")


def _uji(*nama: str) -> list[Any]:
    return [SimpleNamespace(nodeid=n) for n in nama]


def test_sebuah_berkas_dikerjakan_satu_proses_untuk_setiap_basis_data() -> None:
    assert satuan("tests/a.py::test_x[sqlite-1]") == satuan("tests/a.py::test_y[sqlite]")
    assert satuan("tests/a.py::test_x[sqlite-1]") != satuan("tests/a.py::test_x[postgres-1]")
    assert satuan("tests/a.py::test_x[1]") == satuan("tests/a.py::test_z") == "tests/a.py"


def test_yang_lama_dahulu_dan_urutan_dalam_berkas_tetap() -> None:
    semua = _uji("b.py::t1", "a.py::t2[sqlite]", "a.py::t1[sqlite]", "b.py::t0", "b.py::t3")
    urutkan(semua)
    urut = [i.nodeid for i in semua]
    assert urut == ["b.py::t1", "b.py::t0", "b.py::t3", "a.py::t2[sqlite]", "a.py::t1[sqlite]"]
