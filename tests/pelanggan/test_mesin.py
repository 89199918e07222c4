"""Random sequences of everything that can happen between penyedia, customers and the office.

A model beside the program says what each act must do or refuse, and who may see what; it knows
nothing of the program's queries. FUZZ=n tries n/100 longer sequences (`make fuzz`).
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.auth.models import Pengguna
from app.core import clock
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pelanggan import services
from app.pelanggan.models import KerjaSama
from app.pengajuan import services as pengajuan
from app.pengajuan.models import Pengajuan
from app.peserta import services as peserta
from app.peserta.models import Peserta
from app.uttp import services as uttp
from app.uttp.models import Kepemilikan, Uttp
from tests import factories as f
from tests.pelanggan.bantu import isi, isi_alat, isi_pengajuan, lakukan, pic

JUMLAH = int(os.environ.get("FUZZ", "0"))
ATUR = settings(
    max_examples=max(1, JUMLAH // 100) if JUMLAH else 12,
    stateful_step_count=40 if JUMLAH else 30,
    deadline=None,
    database=None,
    derandomize=not JUMLAH,
    # A sequence takes its time on a real database; making a long one short takes minutes.
    phases=(Phase.generate, Phase.shrink) if JUMLAH else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
KANTOR = "kantor"
PILIH = st.integers(0, 11)
# One rule that picks the act, so that what others need first comes often enough.
ACARA = [
    "pindahkan", "pindahkan", "pindahkan", "daftarkan", "daftarkan", "putuskan", "putuskan",
    "tarik", "tarik", "lepaskan", "lepaskan", "tambah_pelanggan", "tambah_pelanggan",
    "tambah_alat", "tambah_alat", "ajukan", "ajukan", "batalkan", "hapus", "hapus_alat",
    "waktu_berlalu",
]  # fmt: skip


@dataclass
class Orang:
    """A participant, as the model knows it."""

    id: int
    npwp: str
    status: str
    akun: Pengguna | None = None
    penyedia: "Orang | None" = None
    pernah_dilayani: bool = False


@dataclass
class Alat:
    id: int
    pemilik: Orang
    pemakai: Orang | None
    riwayat: list[tuple[Orang, str]]
    pindah: datetime | None = None
    ajuan: int | None = None
    pernah: bool = False


@dataclass
class Dunia:
    """The model: what must be so."""

    orang: list[Orang] = field(default_factory=list)
    alat: list[Alat] = field(default_factory=list)
    ajuan: dict[int, Orang] = field(default_factory=dict)  # application → in whose name

    def pengurus(self, o: Orang) -> Orang | None:
        """Who looks after what this participant owns."""
        return o if o.akun else o.penyedia

    def memakai(self, o: Orang) -> list[Alat]:
        return [a for a in self.alat if a.pemakai is o and a.pemilik is o.penyedia]

    def milik(self, o: Orang) -> list[Alat]:
        return [a for a in self.alat if a.pemilik is o]

    def lepas(self, o: Orang) -> None:
        o.penyedia, o.pernah_dilayani = None, True

    def lepas_bila_selesai(self, o: Orang) -> None:
        if o.akun and o.penyedia and not self.memakai(o):
            self.lepas(o)

    def pernah_memiliki(self, o: Orang) -> bool:
        return any(p is o for a in self.alat for p, _ in a.riwayat)


class Mesin(RuleBasedStateMachine):
    app: Flask

    @initialize()
    def mulai(self) -> None:
        self.geser = timedelta()
        asli = clock.now
        self.jam = patch.object(clock, "now", lambda: asli() + self.geser)
        self.jam.start()
        self.d = Dunia()
        self.petugas = f.buat_pengguna("pelayanan")
        self.foto = f.buat_berkas()
        for kelompok in ("penyedia", "penyedia", "pemilik"):
            p = f.buat_peserta(kelompok)
            self.d.orang.append(Orang(p.id, p.npwp, "aktif", p.pengguna))
        self.penyedia = self.d.orang[:2]
        self.npwp = [isi().npwp for _ in range(3)] + [o.npwp for o in self.d.orang]
        # Begin in the middle: customers with instruments, one of them transferred.
        for n in range(2):
            self.tambah_pelanggan(n, 0)
            for _ in range(2):
                self.tambah_alat(3 + n, 1)
        self.tambah_pelanggan(8, 0)
        self.pindahkan(1, 0)

    def teardown(self) -> None:
        if hasattr(self, "jam"):
            self.jam.stop()
        db.session.remove()

    # --- helpers ------------------------------------------------------------------------------

    def siapa(self, n: int, *calon: Orang | None) -> tuple[Orang | None, Pengguna]:
        """Who acts: most often the one meant, else the office (None) or anybody at all."""
        dekat: list[Orang | None] = [o for o in calon if o is not None and o.akun]
        pilihan = [*dekat, None, *dekat, *(o for o in self.d.orang if o.akun)]
        o = pilihan[n % len(pilihan)]
        return o, (o.akun if o and o.akun else self.petugas)

    def coba(self, boleh: bool, fn: Any, *args: Any, **kw: Any) -> Any:
        """The program must do or refuse as the model says."""
        if boleh:
            return lakukan(fn, *args, **kw)
        with pytest.raises(AturanDilanggar):
            lakukan(fn, *args, **kw)
        return None

    def baris(self, model: Any, id: int) -> Any:
        db.session.remove()
        return db.session.get_one(model, id)

    def pelanggan(self, n: int) -> Orang | None:
        calon = [o for o in self.d.orang if o.penyedia or o.status in ("pelanggan", "baru")]
        return calon[n % len(calon)] if calon else None

    def satu_alat(self, n: int) -> Alat | None:
        return self.d.alat[n % len(self.d.alat)] if self.d.alat else None

    @rule(acara=st.sampled_from(ACARA), n=PILIH, s=PILIH)
    def langkah(self, acara: str, n: int, s: int) -> None:
        getattr(self, acara)(n, s)

    # --- acts ---------------------------------------------------------------------------------

    def tambah_pelanggan(self, n: int, s: int) -> None:
        penyedia, npwp = self.penyedia[n // 6], self.npwp[n % 6]
        aku, pelaku = self.siapa(s, penyedia)
        ada = next((o for o in self.d.orang if o.npwp == npwp), None)
        boleh = aku in (None, penyedia) and ada is not penyedia
        boleh = boleh and (ada is None or ada.penyedia is None)
        hasil = self.coba(
            boleh, services.tambah, self.baris(Peserta, penyedia.id), isi(npwp=npwp), pelaku
        )
        if hasil is not None:
            if ada is None:
                ada = Orang(hasil.id, npwp, "pelanggan")
                self.d.orang.append(ada)
            assert hasil.id == ada.id
            ada.penyedia = penyedia

    def tambah_alat(self, n: int, s: int) -> None:
        untuk = self.d.orang[n % len(self.d.orang)]
        aku, pelaku = self.siapa(s, untuk, untuk.penyedia)
        sendiri = aku is untuk or (aku is None and (untuk.akun or not untuk.penyedia))
        boleh = aku is None or sendiri or untuk.penyedia is aku
        hasil = self.coba(
            bool(boleh), uttp.tambah, self.baris(Peserta, untuk.id), pelaku=pelaku,
            foto=self.foto, **isi_alat(),
        )  # fmt: skip
        if hasil is not None:
            pemilik = untuk if sendiri else untuk.penyedia
            assert pemilik is not None
            pemakai = None if sendiri else untuk
            self.d.alat.append(Alat(hasil.uttp.id, pemilik, pemakai, [(pemilik, "awal")]))

    def ajukan(self, n: int, s: int) -> None:
        if (a := self.satu_alat(n)) is None:
            return
        aku, pelaku = self.siapa(s, self.d.pengurus(a.pemilik))
        boleh = a.ajuan is None and (aku is None or self.d.pengurus(a.pemilik) is aku)
        hasil = self.coba(
            boleh, pengajuan.ajukan, self.baris(Uttp, a.id), isi_pengajuan(), pelaku,
            pemohon_id=aku.id if aku else None,
        )  # fmt: skip
        if hasil is not None:
            a.ajuan, a.pernah = hasil.id, True
            self.d.ajuan[hasil.id] = aku or a.pemilik

    def batalkan(self, n: int, s: int) -> None:
        berjalan = [a for a in self.d.alat if a.ajuan is not None]
        if berjalan:
            a = berjalan[n % len(berjalan)]
            lakukan(pengajuan.batalkan, self.baris(Pengajuan, a.ajuan), self.petugas, alasan="x")
            a.ajuan = None

    def hapus_alat(self, n: int, s: int) -> None:
        if (a := self.satu_alat(n)) is None:
            return
        self.coba(not a.pernah, uttp.hapus, self.baris(Uttp, a.id))
        if not a.pernah:
            self.d.alat.remove(a)

    def pindahkan(self, n: int, s: int) -> None:
        dipakai = [a for a in self.d.alat if a.pemakai]
        a = dipakai[n % len(dipakai)] if dipakai and n % 4 else self.satu_alat(n)
        if a is None:
            return
        aku, pelaku = self.siapa(s, a.pemilik, a.pemilik)
        boleh = a.pemakai is not None and a.ajuan is None and aku in (None, a.pemilik)
        if self.coba(boleh, services.pindahkan, self.baris(Uttp, a.id), pelaku):
            assert a.pemakai is not None
            a.pemilik, a.pemakai, a.pindah = a.pemakai, None, clock.now()
            a.riwayat.append((a.pemilik, "pindah"))
            self.d.lepas_bila_selesai(a.pemilik)

    def tarik(self, n: int, s: int) -> None:
        alasan = "Keliru" if s else " "
        pindah = [a for a in self.d.alat if a.riwayat[-1][1] == "pindah"]
        a = pindah[n % len(pindah)] if pindah and n % 4 else self.satu_alat(n)
        if a is None:
            return
        aku, pelaku = self.siapa(s // 4)
        boleh = (
            aku is None
            and bool(alasan.strip())
            and a.riwayat[-1][1] == "pindah"
            and a.ajuan is None
            and a.pindah is not None
            and clock.now() - a.pindah < timedelta(days=7)
        )
        if self.coba(boleh, services.tarik_kembali, self.baris(Uttp, a.id), pelaku, alasan):
            pelanggan, semula = a.pemilik, a.riwayat[-2][0]
            pelanggan.penyedia = pelanggan.penyedia or semula
            a.pemilik = semula
            a.pemakai = pelanggan if pelanggan.penyedia is semula else None
            a.riwayat.append((semula, "tarik"))

    def daftarkan(self, n: int, s: int) -> None:
        if (o := self.pelanggan(n)) is None:
            return
        aku, pelaku = self.siapa(s, o.penyedia)
        boleh = o.status == "pelanggan" and (
            aku is None or (o.penyedia is aku and bool(self.d.milik(o)))
        )
        self.coba(boleh, services.daftarkan, self.baris(Peserta, o.id), pic(), pelaku)
        if boleh:
            o.status = "baru"

    def putuskan(self, n: int, s: int) -> None:
        menunggu = [o for o in self.d.orang if o.status == "baru"]
        o = menunggu[n % len(menunggu)] if menunggu else self.pelanggan(n)
        if o is None:
            return
        terima = s % 3 > 0
        boleh, baris = o.status == "baru", self.baris(Peserta, o.id)
        if not terima:
            self.coba(boleh, peserta.tolak, baris, self.petugas, "Alasan lain", "Coba lagi.")
            o.status = "pelanggan" if boleh else o.status
            return
        akses = self.coba(boleh, peserta.terima, baris, self.petugas, "tautan")
        if akses:
            o.status = "aktif"
            o.akun = db.session.get_one(Pengguna, akses.peserta.pengguna_id)
            self.d.lepas_bila_selesai(o)

    def lepaskan(self, n: int, s: int) -> None:
        if (o := self.pelanggan(n)) is None:
            return
        aku, pelaku = self.siapa(s, o.penyedia)
        boleh = (
            o.penyedia is not None
            and aku in (None, o.penyedia)
            and not self.d.memakai(o)
            and o.status != "baru"
            and (o.akun is not None or not self.d.milik(o))
        )
        self.coba(boleh, services.lepaskan, self.baris(Peserta, o.id), pelaku)
        if boleh:
            self.d.lepas(o)

    def hapus(self, n: int, s: int) -> None:
        if (o := self.pelanggan(n)) is None:
            return
        aku, pelaku = self.siapa(s, o.penyedia)
        boleh = (
            o.status == "pelanggan"
            and (aku is None or o.penyedia is aku)
            and not self.d.milik(o)
            and not any(a.pemakai is o for a in self.d.alat)
            and not self.d.pernah_memiliki(o)
            and o not in self.d.ajuan.values()
            and not o.pernah_dilayani
        )
        self.coba(boleh, services.hapus, self.baris(Peserta, o.id), pelaku)
        if boleh:
            self.d.orang.remove(o)

    def waktu_berlalu(self, n: int, s: int) -> None:
        self.geser += timedelta(hours=(6, 160, 170)[n % 3])

    # --- what is always so --------------------------------------------------------------------

    @invariant()
    def satu_pemilik_dan_periode_bersambung(self) -> None:
        d = getattr(self, "d", None)
        if d is None:
            return
        db.session.remove()
        id = [a.id for a in d.alat]
        kini = {
            u.id: (u.pemilik_id, u.pemakai_id)
            for u in db.session.execute(
                sa.select(Uttp.id, Uttp.pemilik_id, Uttp.pemakai_id).where(Uttp.id.in_(id))
            )
        }
        assert kini == {a.id: (a.pemilik.id, a.pemakai.id if a.pemakai else None) for a in d.alat}
        semua: dict[int, list[Any]] = {}
        cari = sa.select(Kepemilikan).where(Kepemilikan.uttp_id.in_(id))
        for k in db.session.scalars(cari.order_by(Kepemilikan.sejak)):
            semua.setdefault(k.uttp_id, []).append(k)
        for a in d.alat:
            periode = semua[a.id]
            assert [(k.pemilik_id, k.sebab) for k in periode] == [
                (o.id, sebab) for o, sebab in a.riwayat
            ]
            assert [k.sampai for k in periode] == [*(k.sejak for k in periode[1:]), None]

    @invariant()
    def satu_penyedia_dan_riwayatnya(self) -> None:
        d = getattr(self, "d", None)
        if d is None:
            return
        id = [o.id for o in d.orang]
        kini = dict(
            db.session.execute(
                sa.select(Peserta.id, Peserta.penyedia_id).where(Peserta.id.in_(id))
            ).all()
        )
        harus = {o.id: o.penyedia.id if o.penyedia else None for o in d.orang}
        assert kini == harus
        berjalan = db.session.execute(
            sa.select(KerjaSama.pelanggan_id, KerjaSama.penyedia_id).where(
                KerjaSama.pelanggan_id.in_(id), KerjaSama.sampai.is_(None)
            )
        ).all()
        assert sorted(berjalan) == sorted((o, p) for o, p in harus.items() if p)
        # Who uses an instrument is served by its owner.
        assert all(a.pemakai.penyedia is a.pemilik for a in d.alat if a.pemakai)

    @invariant()
    def tiap_orang_melihat_miliknya_saja(self) -> None:
        d = getattr(self, "d", None)
        if d is None:
            return
        cari, harus = [], set()
        for o in (o for o in d.orang if o.akun):
            for n, model in enumerate((Uttp, Pengajuan, Peserta)):
                kolom = sa.literal(o.id), sa.literal(n), model.id
                cari.append(sa.select(*kolom).where(model.visible_to(o.akun)))
            harus |= {
                (o.id, 0, a.id) for a in d.alat if d.pengurus(a.pemilik) is o or a.pemakai is o
            }
            harus |= {(o.id, 1, id) for id, p in d.ajuan.items() if d.pengurus(p) is o}
            harus |= {(o.id, 2, p.id) for p in d.orang if p is o or p.penyedia is o}
        assert {tuple(b) for b in db.session.execute(sa.union_all(*cari))} == harus


def test_urutan_apa_pun_tidak_merusak_aturan(app: Flask) -> None:
    mesin = type("Mesin", (Mesin,), {"app": app})
    run_state_machine_as_test(mesin, settings=ATUR)
