"""Letters of assignment: the team, the number without gaps, the signature (features E12, E13)."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import tulis
from app.extensions import db
from app.jadwal import services as jadwal
from app.jadwal.models import Cuti, CutiHari
from app.penugasan import services
from app.penugasan.models import AnggotaSurat, SuratTugas, TujuanSurat
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil
from tests.jadwal.test_tempat import serentak

URL = "/admin/surat-tugas"


def kunjungan(hari: date, penera_id: int, **kw: Any) -> Any:
    isi = {"lokasi": "luar_kantor", "tanggal_uji": hari, "penera_id": penera_id}
    return f.buat_pengajuan("diproses", **isi | kw)


def isi_surat(ketua: Any, *kunjungan: Any, anggota: Any = (), **lain: Any) -> dict[str, Any]:
    return {
        "ketua_id": ketua.id, "anggota": [a.id for a in anggota],
        "kunjungan": [p.id for p in kunjungan], "tanggal": clock.today(), "dasar": "UU 2/1981",
        "maksud": "Tera ulang di tempat.", "tempat": "Pasar Klandasan",
    } | lain  # fmt: skip


def test_dari_kunjungan_sampai_ditandatangani(app: Any, masuk: Any, hitung_query: Any) -> None:
    hari = f.hari_kerja_berikut(2)
    ketua, ikut, lain = (f.buat_pengguna("penera", nama=n) for n in ("Rahmat", "Nur", "Hendra"))
    kepala = f.buat_pengguna("kepala", nama="Sutrisno Wicaksono", nip="197402021999019007")
    a, b = kunjungan(hari, ketua.id), kunjungan(hari, ikut.id)
    with tulis():
        jadwal.pesan_tempat(hari, ketua.id, 30)
    loket, url = masuk(f.buat_pengguna("pelayanan")), f"{URL}/baru?mulai={hari}"
    html = loket.get(url).text
    assert a.nomor in html
    assert "1 alat pada hari itu" in html  # the load of who may go
    kunci = str(uuid4())
    isi = isi_surat(ketua, a, b, anggota=[ikut], kunci_form=kunci)
    satu = loket.kirim(url, isi)
    assert satu.status_code == 303
    assert loket.kirim(url, isi).location == satu.location  # a double click
    surat = db.session.scalars(sa.select(SuratTugas)).one()
    assert surat.nomor == f"800.1.11.1/0001/UPTD-MET/{clock.today().year}"
    with hitung_query() as daftar:
        cetak = loket.get(satu.location).text
    assert len(daftar) <= 4, daftar
    for kata in ("Rahmat", "ketua tim", "Nur", "anggota", "Pasar Klandasan", kepala.nama,
                 kepala.nip, a.nomor, b.nomor, "Konsep"):  # fmt: skip
        assert kata in cetak, kata
    # Who goes along reads it, with all its visits; who does not, does not.
    anggota = masuk(ikut)
    assert a.nomor in anggota.get(satu.location).text
    assert f'href="/pengajuan/{a.id}"' not in anggota.get(satu.location).text
    assert surat.nomor in anggota.get(URL).text
    assert masuk(lain).get(satu.location).status_code == 404
    assert surat.nomor not in masuk(lain).get(URL).text
    assert anggota.get(f"{satu.location}/ubah").status_code == 403
    # Mended as a draft; the second of two is told.
    ubah = f"{satu.location}/ubah"
    with hitung_query() as daftar:
        assert loket.get(ubah).status_code == 200
    assert len(daftar) <= 4, daftar
    versi = loket.get(ubah).text.split('name="versi" type="hidden" value="')[1].split('"')[0]
    baru = isi_surat(ikut, b, versi=versi, tempat="Pasar Pandansari")
    assert loket.kirim(ubah, baru).status_code == 303
    basi = loket.kirim(ubah, baru | {"tempat": "Pasar Baru"})
    assert basi.status_code == 422
    assert "Tersimpan sekarang dan isian Anda" in basi.text
    assert ambil(SuratTugas, surat.id).ketua_id == ikut.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AnggotaSurat)) == 0
    # Signed: the scan is there, and nothing changes any more.
    tanda = f"{satu.location}/tanda-tangan"
    assert "Pilih pindaian surat." in loket.kirim(tanda).text
    kiriman = {"pindaian": (BytesIO(contoh.pdf()), "spt.pdf")}
    assert loket.kirim(tanda, kiriman).status_code == 303
    jadi = ambil(SuratTugas, surat.id)
    assert (jadi.status, jadi.pindaian_id is not None) == ("ditandatangani", True)
    pindaian = f"{satu.location}/pindaian/{jadi.pindaian_id}"
    assert loket.get(pindaian).status_code == anggota.get(pindaian).status_code == 200
    assert masuk(lain).get(pindaian).status_code == 404
    assert "sudah ditandatangani" in loket.kirim(ubah, isi_surat(ketua, a)).text
    kedua = loket.kirim(tanda, {"pindaian": (BytesIO(contoh.pdf()), "lain.pdf")})
    assert kedua.status_code == 422
    assert ambil(SuratTugas, surat.id).pindaian_id == jadi.pindaian_id


def test_surat_yang_keliru(app: Any, masuk: Any) -> None:
    hari, loket = f.hari_kerja_berikut(2), f.buat_pengguna("pelayanan")
    ketua, cuti = f.buat_pengguna("penera", nama="Rahmat"), f.buat_pengguna("penera", nama="Nur")
    p, lain = kunjungan(hari, ketua.id), kunjungan(hari + timedelta(days=30), ketua.id)
    with tulis() as s:
        satu = Cuti(penera_id=cuti.id, dari=hari, sampai=hari, alasan="Diklat",
                    dibuat_oleh_id=loket.id)  # fmt: skip
        s.add(satu)
        s.flush()
        s.add(CutiHari(penera_id=cuti.id, tanggal=hari, cuti_id=satu.id))
    klien, url = masuk(loket), f"{URL}/baru?mulai={hari}&selesai={hari}"
    assert "cuti pada hari itu" in klien.get(url).text
    for isi, kata in (
        (isi_surat(cuti, p), "Nur cuti pada hari tugas."),
        (isi_surat(ketua, p, anggota=[cuti]), "Nur cuti pada hari tugas."),
        (isi_surat(ketua, p, anggota=[ketua]), "tidak perlu dipilih lagi"),
        (isi_surat(ketua), "Pilih sedikitnya satu kunjungan."),
        (isi_surat(ketua, lain), "Pilih sedikitnya satu kunjungan."),  # of another day
        (isi_surat(loket, p), "Pilih ketua tim."),
        (isi_surat(ketua, p, dasar=""), "Sebutkan dasar penugasan."),
    ):
        jawab = klien.kirim(url, isi)
        assert jawab.status_code == 422, kata
        assert kata in jawab.text, kata
        assert "Pasar Klandasan" in jawab.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SuratTugas)) == 0
    assert "Tidak ada kunjungan pada hari itu" in klien.get(f"{URL}/baru?mulai=2031-05-05").text
    with pytest.raises(sa.exc.IntegrityError), tulis() as s:  # signed without a scan
        s.execute(
            sa.insert(SuratTugas).values(
                nomor="x",
                tanggal=hari,
                mulai=hari,
                selesai=hari,
                dasar="x",
                maksud="x",
                tempat="x",
                ketua_id=ketua.id,
                status="ditandatangani",
                dibuat_oleh_id=loket.id,
                dibuat_pada=clock.now(),
            )  # fmt: skip
        )


def test_nomor_bersambung_tanpa_celah(app: Any) -> None:
    """Twelve at once, some refused: the numbers are 1, 2, 3 … with none left out."""
    hari, loket = f.hari_kerja_berikut(2), f.buat_pengguna("pelayanan")
    ketua = f.buat_pengguna("penera").id
    p = kunjungan(hari, ketua).id

    def buat(i: int) -> str:
        with tulis():
            surat = services.buat(
                mulai=hari, selesai=hari, kunci_form=str(uuid4()), pelaku=loket, ketua_id=ketua,
                anggota=[], kunjungan=[p if i % 4 else 987654], tanggal=date(2026, 12, 31),
                dasar="x", maksud="x", tempat="x",
            )  # fmt: skip
            return surat.nomor

    hasil = [h for h in serentak(app, 12, buat) if isinstance(h, str)]
    assert sorted(hasil) == [f"800.1.11.1/{n:04d}/UPTD-MET/2026" for n in range(1, 10)]


def test_kunjungan_yang_sudah_diuji_tetap_di_surat(app: Any, masuk: Any) -> None:
    hari, ketua = f.hari_kerja_berikut(2), f.buat_pengguna("penera")
    diuji, nanti = kunjungan(hari, ketua.id), kunjungan(hari, ketua.id)
    loket = masuk(f.buat_pengguna("pelayanan"))
    isi = isi_surat(ketua, diuji, nanti)
    alamat = loket.kirim(f"{URL}/baru?mulai={hari}", isi).location
    db.session.execute(
        sa.update(type(diuji)).where(type(diuji).id == diuji.id)
        .values(status="selesai_batal", tanggal_hasil=clock.today(), keterangan="Rusak")
    )  # fmt: skip
    db.session.commit()
    assert diuji.nomor in loket.get(f"{alamat}/ubah").text
    assert loket.kirim(f"{alamat}/ubah", isi | {"tempat": "Pasar Baru"}).status_code == 303
    tujuan = set(db.session.scalars(sa.select(TujuanSurat.pengajuan_id)))
    assert tujuan == {diuji.id, nanti.id}
