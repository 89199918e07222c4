"""Make the ten spoken digits for the captcha anew: python scripts/buat_suara.py

Needs espeak-ng on the PATH (Debian: apt-get install espeak-ng). The results are committed, so
neither the server nor the tests need it. Sound is turned into 8 kHz, 8 bit, mono here, in plain
Python, so that no second tool is needed.
"""

import math
import subprocess
import sys
import wave
from array import array
from io import BytesIO
from pathlib import Path

LAJU = 8000
POTONG = 3400  # Hz; what lies above half of 8 kHz would come back as a rasp
TUJUAN = Path(__file__).resolve().parent.parent / "app" / "auth" / "suara"
KATA = {
    "0": "nol", "1": "satu", "2": "dua", "3": "tiga", "4": "empat",
    "5": "lima", "6": "enam", "7": "tujuh", "8": "delapan", "9": "sembilan",
}  # fmt: skip


def ucapkan(kata: str) -> tuple[list[int], int]:
    """One word from espeak-ng as 16-bit samples, with its rate."""
    # Fixed words of ours to a tool of the developer's own machine.
    wav = subprocess.run(  # noqa: S603
        ["espeak-ng", "-v", "id", "-s", "125", "-p", "45", "--stdout", kata],  # noqa: S607
        check=True,
        capture_output=True,
    ).stdout
    with wave.open(BytesIO(wav)) as w:
        laju = w.getframerate()
        data = array("h", w.readframes(w.getnframes()))
    if sys.byteorder == "big":
        data.byteswap()
    return list(data), laju


def ubah_laju(data: list[int], asal: int) -> list[float]:
    """Low-pass (windowed sinc) and resample in one go."""
    setengah = 48
    fc = POTONG / asal
    hasil = []
    for n in range(int(len(data) * LAJU / asal)):
        pusat = n * asal / LAJU
        awal = max(0, math.ceil(pusat - setengah))
        akhir = min(len(data) - 1, math.floor(pusat + setengah))
        jumlah = 0.0
        for k in range(awal, akhir + 1):
            x = k - pusat
            inti = 2 * fc if x == 0 else math.sin(2 * math.pi * fc * x) / (math.pi * x)
            jumlah += data[k] * inti * (0.5 + 0.5 * math.cos(math.pi * x / setengah))
        hasil.append(jumlah)
    return hasil


def rapikan(data: list[float]) -> list[float]:
    """Cut the silence off both ends, fade the edges, make all digits equally loud."""
    puncak = max(abs(v) for v in data)
    keras = [i for i, v in enumerate(data) if abs(v) > puncak * 0.02]
    data = data[max(0, keras[0] - 160) : keras[-1] + 320]
    tepi = 120
    for i in range(tepi):
        data[i] *= i / tepi
        data[-1 - i] *= i / tepi
    return [v / puncak for v in data]


def main() -> None:
    for angka, kata in KATA.items():
        data = rapikan(ubah_laju(*ucapkan(kata)))
        jalur = TUJUAN / angka / f"{kata}.wav"
        jalur.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(jalur), "wb") as w:
            w.setnchannels(1)
            w.setsampwidth(1)
            w.setframerate(LAJU)
            w.writeframes(bytes(round(128 + 118 * v) for v in data))


if __name__ == "__main__":
    main()
