"""Settings: what is read, what is refused, and that a weak production cannot start."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config, KonfigurasiSalah, berkas_sqlite, disk_jaringan

KUNCI = "Zk3-uT9_wq7Lx0VbN5sYd2HfRjGm8PcA4eWi"
KANTOR = {
    "MODE": "production",
    "SECRET_KEY": KUNCI,
    "ALAMAT_SITUS": "https://tera.contoh.go.id",
}


def baca(akar: Path, **env: str) -> Config:
    return Config.dari_lingkungan(env, akar=akar)


def kantor(akar: Path, **ubah: str) -> Config:
    return Config.dari_lingkungan({**KANTOR, **ubah}, akar=akar)


# --- Production refuses what is weak ---


def test_kantor_yang_lengkap_diterima(tmp_path: Path) -> None:
    c = kantor(tmp_path)
    assert (c.produksi, c.captcha, c.mfa, c.debug) == (True, True, True, False)


def test_production_tanpa_kunci_ditolak_dan_tidak_membuatnya_sendiri(tmp_path: Path) -> None:
    with pytest.raises(KonfigurasiSalah, match="SECRET_KEY dengan kunci milik kantor"):
        kantor(tmp_path, SECRET_KEY="")
    assert not (tmp_path / "instance").exists() or not os.listdir(tmp_path / "instance")


def test_production_tidak_memakai_kunci_sesi_peninggalan_demo(tmp_path: Path) -> None:
    baca(tmp_path, MODE="demo")
    with pytest.raises(KonfigurasiSalah, match="SECRET_KEY dengan kunci milik kantor"):
        kantor(tmp_path, SECRET_KEY="")


def test_production_memakai_kunci_dari_berkas_yang_disebut(tmp_path: Path) -> None:
    berkas = tmp_path / "rahasia.json"
    pertama = kantor(tmp_path, SECRET_KEY="", KUNCI_FILE=str(berkas))
    assert stat.S_IMODE(berkas.stat().st_mode) == 0o600
    assert pertama.kunci_file == berkas
    assert kantor(tmp_path, SECRET_KEY="", KUNCI_FILE=str(berkas)).secret_key == pertama.secret_key
    assert kantor(tmp_path, KUNCI_FILE=str(berkas)).secret_key == KUNCI


def test_berkas_kunci_yang_foldernya_tidak_ada_disebut(tmp_path: Path) -> None:
    """A disk that is not mounted must not become a new key."""
    with pytest.raises(KonfigurasiSalah, match="tidak dapat dibuat"):
        kantor(tmp_path, SECRET_KEY="", KUNCI_FILE=str(tmp_path / "lepas" / "kunci.json"))


def test_production_dengan_kunci_pendek_ditolak(tmp_path: Path) -> None:
    with pytest.raises(KonfigurasiSalah, match="paling sedikit 32"):
        kantor(tmp_path, SECRET_KEY=KUNCI[:31])


@pytest.mark.parametrize(
    "kunci",
    [
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "THIS-IS-A-SUPER-SECRET-KEY-PLEASE-CHANGE-IT",
        "a" * 64,
        "1234" * 16,
    ],
)
def test_production_dengan_kunci_terkenal_ditolak(tmp_path: Path, kunci: str) -> None:
    with pytest.raises(KonfigurasiSalah, match="mudah ditebak"):
        kantor(tmp_path, SECRET_KEY=kunci)


@pytest.mark.parametrize("nama", ["DEBUG", "FLASK_DEBUG"])
def test_production_dengan_debug_ditolak(tmp_path: Path, nama: str) -> None:
    with pytest.raises(KonfigurasiSalah, match="Matikan DEBUG"):
        kantor(tmp_path, **{nama: "1"})


@pytest.mark.parametrize("nama", ["CAPTCHA", "MFA"])
def test_production_tanpa_pelindung_masuk_ditolak(tmp_path: Path, nama: str) -> None:
    with pytest.raises(KonfigurasiSalah, match=f"Nyalakan {nama}"):
        kantor(tmp_path, **{nama: "off"})


def test_production_dengan_alamat_http_ditolak(tmp_path: Path) -> None:
    with pytest.raises(KonfigurasiSalah, match="https"):
        kantor(tmp_path, ALAMAT_SITUS="http://tera.contoh.go.id")


@pytest.mark.parametrize("alamat", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"])
def test_production_di_mesin_sendiri_boleh_http(tmp_path: Path, alamat: str) -> None:
    assert kantor(tmp_path, ALAMAT_SITUS=alamat).alamat_situs == alamat


def test_production_yang_lemah_tidak_dapat_dibuat_lewat_jalan_lain() -> None:
    with pytest.raises(KonfigurasiSalah):
        Config.uji(mode="production")


def test_production_hanya_melayani_namanya_sendiri(tmp_path: Path) -> None:
    bawaan = kantor(tmp_path).trusted_hosts
    assert set(bawaan) == {"tera.contoh.go.id", "127.0.0.1", "localhost"}
    assert kantor(tmp_path, TRUSTED_HOSTS="a.id, b.id,").trusted_hosts == ("a.id", "b.id")
    assert baca(tmp_path).trusted_hosts == ()


# --- The key of a demo or a workplace ---


def test_kunci_dibuat_sekali_dan_hanya_terbaca_pemiliknya(tmp_path: Path) -> None:
    pertama = baca(tmp_path, MODE="demo").secret_key
    berkas = tmp_path / "instance" / "kunci.json"
    assert stat.S_IMODE(berkas.stat().st_mode) == 0o600
    assert stat.S_IMODE(berkas.parent.stat().st_mode) == 0o700
    assert len(pertama) >= 32
    assert baca(tmp_path).secret_key == pertama
    assert os.listdir(berkas.parent) == ["kunci.json"]


def test_beberapa_proses_yang_mulai_bersama_memakai_kunci_yang_sama(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as kolam:
        kunci = set(kolam.map(lambda _: baca(tmp_path).secret_key, range(32)))
    assert len(kunci) == 1


def test_kunci_yang_rusak_tidak_dipakai(tmp_path: Path) -> None:
    baca(tmp_path)
    (tmp_path / "instance" / "kunci.json").write_text("pendek")
    with pytest.raises(KonfigurasiSalah, match="rusak"):
        baca(tmp_path)


def test_kunci_dari_lingkungan_mengalahkan_berkas(tmp_path: Path) -> None:
    baca(tmp_path)
    c = baca(tmp_path, SECRET_KEY="apa saja", SECRET_KEY_FALLBACKS="dulu, lebih dulu")
    assert (c.secret_key, c.secret_key_fallbacks) == ("apa saja", ("dulu", "lebih dulu"))
    assert c.kunci_file == tmp_path / "instance" / "kunci.json"


def test_antivirus_dan_langkah_kedua(tmp_path: Path) -> None:
    bawaan = baca(tmp_path)
    assert (bawaan.antivirus, bawaan.mfa_wajib) == ("", "admin")
    c = baca(tmp_path, ANTIVIRUS="/run/clamav/clamd.ctl", MFA_WAJIB="semua")
    assert (c.antivirus, c.mfa_wajib) == ("/run/clamav/clamd.ctl", "semua")
    for nama, nilai in (("ANTIVIRUS", "localhost:3310"), ("MFA_WAJIB", "kadang")):
        with pytest.raises(KonfigurasiSalah, match=nama):
            baca(tmp_path, **{nama: nilai})


# --- Network disks ---

MOUNTS = """/dev/sda1 / ext4 rw 0 0
srv:/data /mnt/jaringan nfs4 rw 0 0
//srv/berbagi /mnt/dua\\040kata cifs rw 0 0
/dev/sdb1 /mnt/jaringan/lokal ext4 rw 0 0
rusak
"""


@pytest.mark.parametrize(
    ("berkas", "jenis"),
    [
        ("/srv/kn.db", None),
        ("/mnt/jaringan/kn.db", "nfs4"),
        ("/mnt/dua kata/x/kn.db", "cifs"),
        ("/mnt/jaringan/lokal/kn.db", None),
        ("/mnt/jaringanku/kn.db", None),
    ],
)
def test_disk_jaringan_dikenali(tmp_path: Path, berkas: str, jenis: str | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert disk_jaringan(Path(berkas), mounts) == jenis
    assert disk_jaringan(Path(berkas), tmp_path / "tidak-ada") is None


@pytest.mark.parametrize(
    ("url", "berkas"),
    [
        ("sqlite:////srv/kn.db", Path("/srv/kn.db")),
        ("sqlite:///kn.db?mode=rw", Path("kn.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql+psycopg://u@h/d", None),
    ],
)
def test_berkas_sqlite(url: str, berkas: Path | None) -> None:
    assert berkas_sqlite(url) == berkas


def test_production_menolak_sqlite_di_disk_jaringan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.disk_jaringan", lambda _berkas: "nfs4")
    with pytest.raises(KonfigurasiSalah, match=r"disk jaringan \(nfs4\)"):
        kantor(tmp_path)
    assert kantor(tmp_path, DATABASE_URL="postgresql://h/d").produksi
    assert baca(tmp_path).database_url.startswith("sqlite")


# --- Reading ---


def test_bawaan(tmp_path: Path) -> None:
    c = baca(tmp_path)
    assert c.mode == "development"
    assert c.database_url == f"sqlite:///{tmp_path}/instance/konsumen.db"
    assert c.berkas_url == f"{tmp_path}/instance/berkas"
    assert c.alamat_situs == "http://127.0.0.1:8000"
    assert (c.captcha, c.mfa, c.max_mb, c.demo_password) == (True, False, 12, None)


def test_env_dibaca_dan_lingkungan_mengalahkannya(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("MAX_MB=5\nCAPTCHA=off\nMODE=demo\nSECRET_KEY=dari-berkas\n")
    for nama in ("MODE", "CAPTCHA", "SECRET_KEY", "DATABASE_URL", "BERKAS_URL"):
        monkeypatch.delenv(nama, raising=False)
    monkeypatch.setenv("MAX_MB", "7")
    c = Config.dari_lingkungan(akar=tmp_path)
    assert (c.mode, c.captcha, c.max_mb, c.secret_key) == ("demo", False, 7, "dari-berkas")


@pytest.mark.parametrize(
    ("tertulis", "dipakai"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+psycopg://h/d?host=/tmp", "postgresql+psycopg://h/d?host=/tmp"),
        ("sqlite:////data/kn.db", "sqlite:////data/kn.db"),
    ],
)
def test_alamat_basis_data_diseragamkan(tmp_path: Path, tertulis: str, dipakai: str) -> None:
    assert baca(tmp_path, DATABASE_URL=tertulis).database_url == dipakai


def test_alamat_basis_data_yang_ditolak_tidak_membocorkan_sandi(tmp_path: Path) -> None:
    with pytest.raises(KonfigurasiSalah) as salah:
        baca(tmp_path, DATABASE_URL="mysql://u:rahasia@h/d")
    assert "rahasia" not in salah.value.message


def test_postgresql_tanpa_pengandarnya_menyebut_apa_yang_dipasang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _nama: None)
    with pytest.raises(KonfigurasiSalah, match=r"requirements-scale\.txt"):
        baca(tmp_path, DATABASE_URL="postgresql://h/d")


def test_tempat_berkas(tmp_path: Path) -> None:
    assert baca(tmp_path, BERKAS_URL="s3://ember/kn").berkas_url == "s3://ember/kn"
    assert baca(tmp_path, BERKAS_URL="/srv/kn").berkas_url == "/srv/kn"
    assert baca(tmp_path, BERKAS_URL="data").berkas_url == str(tmp_path / "data")


@pytest.mark.parametrize("nilai", ["1", "on", "TRUE", "ya", " Yes "])
def test_saklar_nyala(tmp_path: Path, nilai: str) -> None:
    assert baca(tmp_path, DI_BALIK_PROXY=nilai).di_balik_proxy


@pytest.mark.parametrize(
    ("nama", "nilai", "kalimat"),
    [
        ("CAPTCHA", "mungkin", "Isi CAPTCHA dengan on atau off"),
        ("MFA", "2", "Isi MFA dengan on atau off"),
        ("MAX_MB", "dua", "bilangan bulat 1 sampai 100"),
        ("MAX_MB", "0", "bilangan bulat 1 sampai 100"),
        ("MAX_MB", "-1", "bilangan bulat 1 sampai 100"),
        ("PORT", "70000", "bilangan bulat 1 sampai 65535"),
        ("WEB_CONCURRENCY", "banyak", "bilangan bulat 1 sampai 64"),
        ("MODE", "produksi", "Isi MODE dengan salah satu dari demo"),
        ("ALAMAT_SITUS", "tera.contoh.go.id", "alamat lengkap tanpa jalur"),
        ("ALAMAT_SITUS", "https://contoh.go.id/tera", "alamat lengkap tanpa jalur"),
        ("BERKAS_URL", "ftp://h/d", "sebuah folder atau s3"),
        ("HTMX_FILE", "tidak-ada.js", "HTMX_FILE tidak ditemukan"),
    ],
)
def test_nilai_yang_tidak_terbaca_ditolak_dengan_satu_kalimat(
    tmp_path: Path, nama: str, nilai: str, kalimat: str
) -> None:
    with pytest.raises(KonfigurasiSalah, match=kalimat) as salah:
        baca(tmp_path, **{nama: nilai})
    assert "\n" not in salah.value.message


def test_alamat_yang_didengarkan(tmp_path: Path) -> None:
    assert baca(tmp_path).bind == "127.0.0.1:8000"
    c = baca(tmp_path, PORT="9000", WEB_CONCURRENCY="4")
    assert (c.bind, c.alamat_situs, c.proses) == ("127.0.0.1:9000", "http://127.0.0.1:9000", 4)
    assert baca(tmp_path, PORT="9000", BIND="unix:/run/kn.sock").bind == "unix:/run/kn.sock"


def test_htmx_pengganti(tmp_path: Path) -> None:
    (tmp_path / "htmx.js").write_text("/* */")
    assert baca(tmp_path, HTMX_FILE="htmx.js").htmx_file == tmp_path / "htmx.js"


def test_kesalahan_tampil_sebagai_kalimat(capsys: pytest.CaptureFixture[str]) -> None:
    KonfigurasiSalah("Isi PORT.").show()
    assert capsys.readouterr().err == "Pengaturan perlu diperbaiki. Isi PORT.\n"


# --- What Flask gets ---


def test_kuki_kantor_terkunci_pada_situsnya(tmp_path: Path) -> None:
    flask = kantor(tmp_path).untuk_flask()
    assert flask["SESSION_COOKIE_NAME"] == "__Host-sesi"
    assert flask["SESSION_COOKIE_SECURE"] is True
    assert flask["SESSION_COOKIE_PATH"] == "/"
    assert "SESSION_COOKIE_DOMAIN" not in flask
    assert flask["PREFERRED_URL_SCHEME"] == "https"


def test_nilai_untuk_flask() -> None:
    flask = Config.uji(max_mb=2).untuk_flask()
    assert flask["TESTING"] is True
    assert flask["SESSION_COOKIE_NAME"] == "sesi"
    assert flask["SESSION_COOKIE_SECURE"] is False
    assert flask["SESSION_COOKIE_HTTPONLY"] is True
    assert flask["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert flask["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=24)
    assert flask["WTF_CSRF_TIME_LIMIT"] is None
    assert flask["MAX_CONTENT_LENGTH"] == 13 * 1024 * 1024
    assert flask["TRUSTED_HOSTS"] is None
    assert flask["ZONA"] == "Asia/Makassar"


def test_rahasia_tidak_ikut_tercetak(tmp_path: Path) -> None:
    c = kantor(tmp_path, DEMO_PASSWORD="sandi-contoh", DATABASE_URL="postgresql://u:sandi-db@h/d")
    for rahasia in (KUNCI, "sandi-contoh", "sandi-db"):
        assert rahasia not in repr(c)


def test_setiap_pengaturan_ada_di_contoh_env() -> None:
    contoh = (Path(__file__).parent.parent / ".env.example").read_text(encoding="utf-8")
    tertulis = {
        baris.lstrip("#").split("=")[0]
        for baris in contoh.splitlines()
        if baris.startswith("#") and "=" in baris and not baris.startswith("# ")
    }
    dibaca = {
        "MODE", "DEBUG", "SECRET_KEY", "DEMO_PASSWORD", "DATABASE_URL", "BERKAS_URL", "MAX_MB",
        "CAPTCHA", "MFA", "PORT", "BIND", "ALAMAT_SITUS", "DI_BALIK_PROXY", "TRUSTED_HOSTS",
        "WEB_CONCURRENCY", "HTMX_FILE", "KUNCI_FILE", "SECRET_KEY_FALLBACKS", "ANTIVIRUS",
        "MFA_WAJIB",
    }  # fmt: skip
    assert tertulis == dibaca
