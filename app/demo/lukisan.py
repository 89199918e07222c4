"""Simple drawings of measuring instruments, one function a family; nobody's photographs."""

from collections.abc import Callable

from app.demo.kanvas import GELAP, HITAM, LOGAM, LOGAM_TUA, PUTIH, Kanvas, jarum, layar, pelat
from app.demo.timbangan import TIMBANGAN

Lukis = Callable[[Kanvas, str], None]

WARNA = ("#3f7391", "#9a4f3c", "#4f7d5c", "#6a6f7c", "#b48a35")
LATAR = (("#dfe4e6", "#b9a58c"), ("#e9e3d6", "#8f9aa0"), ("#d8e2da", "#a88f78"))


def takaran_kering(k: Kanvas, c: str) -> None:
    for x, b in ((200, 150), (410, 115), (570, 80)):
        k.kotak(x, 430 - b * 1.5, x + b, 430, LOGAM, r=3)
        k.bulat(x + b / 2, 430 - b * 1.5, b / 2, b * 0.14, isi="#6f757b")
        k.kotak(x, 430 - b * 0.9, x + b, 430 - b * 0.75, c, tepi=None)


def takaran_basah(k: Kanvas, c: str) -> None:
    for x, b in ((180, 170), (450, 120)):
        atas = 440 - b * 1.5
        k.bidang([(x + b * 0.2, atas), (x + b * 0.8, atas), (x + b, 440), (x, 440)], c)
        k.bulat(x + b / 2, atas, b * 0.3, b * 0.08, isi=LOGAM)
        k.busur(x + b * 1.0, atas + b * 0.55, b * 0.34, 250, 90, GELAP, 8)
        k.teks(x + b / 2, 400, "1 L" if b > 150 else "0,5 L", 22, PUTIH)


def meter_kayu(k: Kanvas, c: str) -> None:
    k.bidang([(70, 330), (720, 210), (730, 262), (80, 382)], "#d9b77c")
    for i in range(33):
        x, y = 80 + 19.6 * i, 332 - 3.62 * i
        k.garis([(x, y), (x + 2, y + (26 if i % 5 == 0 else 14))], GELAP, 2)
    k.bidang([(60, 331), (80, 328), (90, 381), (70, 384)], c)
    k.bidang([(712, 211), (732, 208), (742, 261), (722, 264)], c)


def ban_ukur(k: Kanvas, c: str) -> None:
    k.bulat(330, 280, 150, isi=c, tebal=5)
    k.bulat(330, 280, 105, isi=PUTIH)
    k.bulat(330, 280, 26, isi=LOGAM_TUA)
    k.garis([(330, 280), (405, 225)], GELAP, 9)
    k.bulat(405, 225, 15, isi=GELAP)
    k.kotak(330, 412, 720, 440, "#efe3b0")
    for i in range(25):
        k.garis([(345 + 15 * i, 412), (345 + 15 * i, 430 if i % 5 == 0 else 422)], GELAP, 2)


def pompa(k: Kanvas, c: str) -> None:
    k.kotak(270, 70, 530, 455, PUTIH, r=12, tebal=4)
    k.kotak(270, 70, 530, 120, c, r=12)
    layar(k, 300, 140, 500, 180, "20,00 L")
    layar(k, 300, 190, 500, 230, "200 000")
    k.kotak(270, 300, 530, 340, c, tepi=None)
    for x, arah in ((530, 1), (270, -1)):
        k.garis([(x, 250), (x + 60 * arah, 260), (x + 75 * arah, 400), (x + 30 * arah, 410),
                 (x + 22 * arah, 290)], HITAM, 7)  # fmt: skip
        k.kotak(x + 10 * arah - 12, 240, x + 10 * arah + 12, 290, c, r=4)
    k.kotak(240, 455, 560, 475, LOGAM_TUA)


def truk_tangki(k: Kanvas, c: str) -> None:
    k.bulat(350, 270, 240, 85, isi=c, tebal=4)
    for x in (210, 350, 490):
        k.kotak(x - 24, 175, x + 24, 192, LOGAM, r=4)
    for x in (280, 420):
        k.garis([(x, 190), (x, 350)], PUTIH, 3)
    k.kotak(110, 350, 720, 372, GELAP)
    k.bidang([(600, 230), (665, 230), (715, 300), (715, 365), (600, 365)], "#d6d9db")
    k.bidang([(618, 245), (660, 245), (695, 300), (618, 300)], "#cfe3ee")
    for x in (190, 255, 460, 665):
        k.bulat(x, 395, 36, isi=HITAM)
        k.bulat(x, 395, 15, isi=LOGAM)


def bejana(k: Kanvas, c: str) -> None:
    k.kotak(378, 90, 422, 210, "#d7e6ec", r=4)
    for i in range(6):
        k.garis([(378, 110 + 16 * i), (396, 110 + 16 * i)], GELAP, 2)
    k.bidang([(378, 210), (422, 210), (500, 270), (500, 390), (422, 440), (378, 440),
              (300, 390), (300, 270)], LOGAM)  # fmt: skip
    k.kotak(388, 440, 412, 470, LOGAM_TUA)
    k.garis([(290, 330), (240, 480)], c, 9)
    k.garis([(510, 330), (560, 480)], c, 9)
    k.busur(510, 320, 34, 270, 90, c, 8)


def meter_arus(k: Kanvas, c: str) -> None:
    k.kotak(60, 310, 740, 380, LOGAM_TUA)
    for x in (230, 550):
        k.kotak(x, 285, x + 24, 405, LOGAM)
    k.bulat(402, 345, 125, 95, isi=c, tebal=4)
    k.kotak(382, 190, 422, 260, LOGAM)
    k.kotak(312, 110, 492, 210, PUTIH, r=12, tebal=4)
    layar(k, 332, 132, 472, 176, "0184527")


def pita_duga(k: Kanvas, c: str) -> None:
    k.busur(400, 220, 110, 0, 360, c, 12)
    k.bulat(400, 220, 84, isi=PUTIH)
    k.bulat(400, 220, 20, isi=LOGAM_TUA)
    k.garis([(480, 175), (590, 110)], GELAP, 16)
    k.kotak(390, 325, 410, 420, "#efe3b0")
    for i in range(9):
        k.garis([(390, 332 + 10 * i), (401, 332 + 10 * i)], GELAP, 2)
    k.bidang([(384, 420), (416, 420), (412, 480), (400, 505), (388, 480)], "#c9a24a")


def tangki(k: Kanvas, c: str) -> None:
    k.bulat(400, 135, 190, 36, isi=c)
    k.kotak(210, 135, 590, 440, PUTIH)
    k.kotak(210, 250, 590, 290, c, tepi=None)
    k.bulat(400, 135, 190, 36, isi=LOGAM)
    k.garis([(600, 440), (640, 130)], GELAP, 4)
    k.garis([(625, 440), (665, 130)], GELAP, 4)
    for i in range(9):
        k.garis([(603 + 4 * i, 420 - 32 * i), (628 + 4 * i, 420 - 32 * i)], GELAP, 3)
    k.kotak(370, 80, 430, 120, LOGAM_TUA, r=4)


def tongkang(k: Kanvas, c: str) -> None:
    k.kotak(0, 390, 800, 600, "#5f8296", tepi=None)
    k.bidang([(60, 300), (740, 300), (690, 430), (120, 430)], c)
    k.kotak(130, 250, 560, 300, LOGAM_TUA)
    for x in (190, 300, 410, 510):
        k.kotak(x, 232, x + 34, 250, LOGAM, r=3)
    k.kotak(600, 190, 700, 300, PUTIH)
    k.kotak(615, 210, 685, 240, "#cfe3ee")


def meter_air(k: Kanvas, c: str) -> None:
    k.kotak(130, 330, 670, 390, "#b98a44")
    for x in (170, 600):
        k.kotak(x, 312, x + 34, 408, "#a2773a")
    k.bulat(400, 300, 150, isi=c, tebal=5)
    k.bulat(400, 300, 122, isi=PUTIH)
    layar(k, 320, 245, 480, 285, "00412 m3")
    jarum(k, 400, 345, 42, -20)


def kadar_air(k: Kanvas, c: str) -> None:
    k.kotak(270, 180, 530, 450, c, r=26, tebal=4)
    k.bulat(400, 180, 80, 22, isi=GELAP)
    layar(k, 315, 235, 485, 295, "13,8 %")
    for i in range(3):
        k.bulat(340 + 60 * i, 350, 19, isi=PUTIH)
    for i in range(9):
        k.bulat(580 + 17 * (i % 5), 430 + 14 * (i // 5), 9, 6, isi="#d8b25e")


def argometer(k: Kanvas, c: str) -> None:
    k.kotak(180, 220, 620, 400, GELAP, r=16, tebal=4)
    layar(k, 210, 245, 500, 320, "Rp 8 500")
    for i in range(4):
        k.kotak(212 + 72 * i, 345, 270 + 72 * i, 375, c, r=6)
    k.bulat(560, 310, 34, isi="#d9b33c")
    k.kotak(330, 400, 470, 440, LOGAM_TUA)


def meter_gas(k: Kanvas, c: str) -> None:
    for x in (310, 450):
        k.kotak(x, 80, x + 40, 180, "#d9b33c", r=4)
    k.kotak(230, 170, 570, 450, c, r=40, tebal=4)
    k.kotak(270, 215, 530, 300, PUTIH, r=8)
    layar(k, 290, 232, 510, 282, "01873,4 m3")


KELUARGA: dict[str, Lukis] = {
    f.__name__: f
    for f in (
        *TIMBANGAN, takaran_kering, takaran_basah, meter_kayu, ban_ukur, pompa, truk_tangki,
        bejana, meter_arus, pita_duga, tangki, tongkang, meter_air, kadar_air, argometer, meter_gas,
    )
}  # fmt: skip


def lukis(keluarga: str, ragam: int, tulisan: tuple[str, ...]) -> bytes:
    """The instrument on a table, its name plate beside it, as JPEG."""
    dinding, meja = LATAR[ragam % len(LATAR)]
    k = Kanvas(dinding)
    k.kotak(0, 440, 800, 600, meja, tepi=None)
    KELUARGA[keluarga](k, WARNA[ragam % len(WARNA)])
    pelat(k, tulisan, 470, 488, 310, 15)
    return k.jpeg()


def lukis_pelat(ragam: int, tulisan: tuple[str, ...]) -> bytes:
    """The name plate from near by, legible down to the serial number."""
    k = Kanvas(WARNA[ragam % len(WARNA)])
    pelat(k, tulisan, 90, 110, 620, 34)
    k.bulat(650, 500, 42, isi=LOGAM_TUA, tebal=4)
    k.teks(650, 500, "SAH", 20, PUTIH)
    return k.jpeg()
