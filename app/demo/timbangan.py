"""Simple drawings of scales and weights, one function a family."""

from app.demo.kanvas import GELAP, HITAM, LOGAM, LOGAM_TUA, PUTIH, Kanvas, jarum, layar


def elektronik(k: Kanvas, c: str) -> None:
    k.kotak(210, 190, 590, 215, LOGAM, r=8)
    k.kotak(380, 215, 420, 260, LOGAM_TUA)
    k.bidang([(240, 260), (560, 260), (610, 420), (190, 420)], c)
    layar(k, 280, 285, 520, 340, "0.000 kg")
    for i in range(5):
        k.kotak(275 + 52 * i, 360, 315 + 52 * i, 388, PUTIH, r=5)
    k.kotak(205, 420, 595, 436, GELAP, r=4)


def analitik(k: Kanvas, c: str) -> None:
    k.kotak(260, 90, 540, 330, "#d7e6ec", r=6, tebal=5)
    k.garis([(400, 90), (400, 130)], LOGAM_TUA, 6)
    k.bulat(400, 290, 60, 12, isi=LOGAM)
    k.kotak(392, 300, 408, 330, LOGAM_TUA)
    k.kotak(225, 330, 575, 430, c, r=14)
    layar(k, 300, 350, 500, 398, "0.0000 g")
    for x in (255, 530):
        k.kotak(x, 362, x + 28, 386, PUTIH, r=4)


def jembatan(k: Kanvas, c: str) -> None:
    k.bidang([(60, 420), (740, 420), (790, 470), (10, 470)], LOGAM_TUA)
    k.kotak(150, 210, 470, 370, c, r=6)
    k.bidang([(480, 250), (560, 250), (610, 310), (610, 370), (480, 370)], "#d9b33c")
    k.bidang([(500, 262), (552, 262), (585, 310), (500, 310)], "#cfe3ee")
    for x in (200, 260, 420, 545):
        k.bulat(x, 385, 34, isi=HITAM)
        k.bulat(x, 385, 14, isi=LOGAM)
    k.kotak(640, 130, 770, 300, PUTIH, r=4)
    layar(k, 655, 150, 755, 185, "24 580")


def gantung(k: Kanvas, c: str) -> None:
    k.busur(400, 90, 24, 130, 410, GELAP, 7)
    k.garis([(400, 112), (400, 150)], GELAP, 7)
    jarum(k, 400, 250, 105, -130)
    k.bulat(400, 250, 118, isi=None, tepi=c, tebal=12)
    k.garis([(400, 368), (400, 410)], GELAP, 6)
    k.busur(400, 432, 22, 270, 150, GELAP, 7)
    k.bulat(400, 470, 130, 18, isi=LOGAM)


def cepat(k: Kanvas, c: str) -> None:
    k.kotak(300, 400, 500, 440, GELAP, r=8)
    k.bidang([(340, 300), (460, 300), (490, 400), (310, 400)], c)
    jarum(k, 400, 200, 120, -100)
    k.bulat(400, 200, 132, isi=None, tepi=c, tebal=12)
    k.kotak(150, 330, 330, 348, LOGAM, r=6)
    k.kotak(230, 348, 250, 400, LOGAM_TUA)


def neraca(k: Kanvas, c: str) -> None:
    k.kotak(250, 430, 550, 455, c, r=6)
    k.kotak(392, 150, 408, 430, LOGAM_TUA)
    k.garis([(170, 165), (630, 165)], GELAP, 8)
    k.garis([(400, 165), (400, 330)], "#b3261e", 4)
    k.busur(400, 250, 85, 60, 120, GELAP, 5)
    for x in (180, 620):
        k.garis([(x, 165), (x - 65, 330)], GELAP, 2)
        k.garis([(x, 165), (x + 65, 330)], GELAP, 2)
        k.bulat(x, 334, 75, 14, isi=LOGAM)
    k.bulat(400, 160, 14, isi=c)


def dacin(k: Kanvas, c: str) -> None:
    k.garis([(110, 240), (700, 210)], c, 16)
    for i in range(22):
        k.garis([(300 + 18 * i, 222 - i * 0.9), (300 + 18 * i, 236 - i * 0.9)], PUTIH, 2)
    k.garis([(235, 232), (235, 90)], GELAP, 5)
    k.busur(235, 80, 16, 100, 380, GELAP, 6)
    k.garis([(135, 240), (135, 380)], GELAP, 5)
    k.busur(135, 400, 22, 270, 150, GELAP, 7)
    k.garis([(560, 215), (560, 290)], GELAP, 4)
    k.bulat(560, 325, 38, 42, isi=LOGAM_TUA)


def bobot_ingsut(k: Kanvas, c: str) -> None:
    k.bidang([(110, 420), (500, 420), (540, 455), (70, 455)], LOGAM)
    for x in (110, 480):
        k.bulat(x, 468, 16, isi=HITAM)
    k.kotak(540, 150, 572, 455, c, r=4)
    k.garis([(430, 170), (720, 170)], LOGAM_TUA, 16)
    for i in range(14):
        k.garis([(450 + 19 * i, 163), (450 + 19 * i, 177)], GELAP, 2)
    k.kotak(600, 150, 632, 200, c, r=3)
    k.garis([(708, 178), (708, 240)], GELAP, 4)
    k.bulat(708, 258, 26, 18, isi=LOGAM_TUA)


def beranger(k: Kanvas, c: str) -> None:
    k.bidang([(200, 400), (600, 400), (640, 450), (160, 450)], c)
    k.garis([(210, 340), (590, 340)], GELAP, 12)
    k.bidang([(400, 320), (425, 400), (375, 400)], LOGAM)
    for x in (220, 580):
        k.kotak(x - 8, 270, x + 8, 345, LOGAM_TUA)
        k.bulat(x, 262, 110, 22, isi=LOGAM)


def anak_timbangan(k: Kanvas, c: str) -> None:
    k.kotak(130, 400, 670, 450, "#7c5b3d", r=6)
    x = 170.0
    for i, besar in enumerate((92, 78, 64, 52, 42, 34)):
        k.bulat(x + besar / 2, 400 - besar * 1.45, besar * 0.24, isi=LOGAM_TUA)
        k.kotak(x, 400 - besar * 1.25, x + besar, 402, "#c9a24a" if i % 2 else c, r=7)
        k.teks(x + besar / 2, 400 - besar * 0.6, ("10", "5", "2", "1", "0,5", "0,2")[i],
               round(besar * 0.3), PUTIH)  # fmt: skip
        x += besar + 18


TIMBANGAN = (
    elektronik, analitik, jembatan, gantung, cepat, neraca, dacin, bobot_ingsut, beranger,
    anak_timbangan,
)  # fmt: skip
