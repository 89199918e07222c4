"""What instruments of each type look like: drawing, and models with capacity and reading."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Model:
    """An invented model of an invented maker. `baca` is the reading, in the unit of the type."""

    merk: str
    tipe: str
    kapasitas: Decimal
    baca: Decimal | None = None


@dataclass(frozen=True)
class Rupa:
    """How a type is drawn, and where it is usually tested."""

    keluarga: str
    model: tuple[Model, ...]
    luar: bool = False


def _m(merk: str, tipe: str, kapasitas: str, baca: str | None = None) -> Model:
    return Model(merk, tipe, Decimal(kapasitas), Decimal(baca) if baca else None)


KATALOG: dict[str, Rupa] = {
    "TBO-01": Rupa("analitik", (_m("Laborindo", "LA-220", "220", "0.0001"),
                                _m("Presisi Nusa", "PN-320", "320", "0.001"))),
    "TBO-02": Rupa("analitik", (_m("Presisi Nusa", "PN-3K", "3", "0.00001"),
                                _m("Intan Scale", "IS-600", "0.6", "0.00001"),
                                _m("Laborindo", "LH-2", "2", "0.0001"))),
    "TBO-03": Rupa("elektronik", (_m("Timbang Jaya", "TJ-30", "30", "0.01"),
                                  _m("Garuda Weigh", "GW-15P", "15", "0.005"),
                                  _m("Nusa Scale", "NS-60", "60", "0.02"),
                                  _m("Timbang Jaya", "TJ-150", "150", "0.05"))),
    "TBO-04": Rupa("elektronik", (_m("Garuda Weigh", "GW-300", "300", "0.2"),
                                  _m("Bahari Weigh", "BW-200", "200", "0.1"))),
    "TBO-05": Rupa("jembatan", (_m("Borneo Truck", "BT-60", "60000", "20"),
                                _m("Garuda Weigh", "GW-80T", "80000", "20")), luar=True),
    "TBO-06": Rupa("gantung", (_m("Per Logam", "PL-20", "20", "0.1"),
                               _m("Bahari Weigh", "BP-50", "50", "0.2"))),
    "TBO-07": Rupa("cepat", (_m("Cakra Timbang", "CT-10", "10", "0.02"),)),
    "TBO-08": Rupa("cepat", (_m("Cakra Timbang", "CM-5", "5", "0.02"),
                             _m("Per Logam", "PM-15", "15", "0.05"))),
    "TBO-09": Rupa("neraca", (_m("Neraca Mulia", "NM-1", "1", "0.0001"),
                              _m("Intan Scale", "IN-2", "2", "0.001"))),
    "TBO-10": Rupa("dacin", (_m("Dacin Rimba", "DR-110", "110", "0.5"),)),
    "TBO-12": Rupa("bobot_ingsut", (_m("Rimba Besi", "RB-500", "500", "0.5"),
                                    _m("Cakra Timbang", "CS-1000", "1000", "1"))),
    "TBO-13": Rupa("bobot_ingsut", (_m("Rimba Besi", "RD-150", "150", "0.1"),)),
    "TBO-14": Rupa("bobot_ingsut", (_m("Rimba Besi", "RI-200", "200", "0.2"),)),
    "TBO-15": Rupa("beranger", (_m("Neraca Mulia", "MB-10", "10", "0.01"),)),
    "ATB-01": Rupa("anak_timbangan", (_m("Massa Tepat", "F2-SET", "500"),)),
    "ATB-02": Rupa("anak_timbangan", (_m("Massa Tepat", "M1-SET", "1000"),)),
    "ATB-03": Rupa("anak_timbangan", (_m("Kuningan Jaya", "M2-SET", "5000"),)),
    "TAK-01": Rupa("takaran_kering", (_m("Kaleng Prima", "TK-10", "10"),)),
    "TAK-02": Rupa("takaran_basah", (_m("Kaleng Prima", "TB-1", "1"),)),
    "PJG-01": Rupa("meter_kayu", (_m("Jati Ukur", "MK-1", "1", "0.01"),)),
    "PJG-02": Rupa("ban_ukur", (_m("Pita Baja", "PB-30", "30", "0.001"),)),
    "PJG-05": Rupa("ban_ukur", (_m("Pita Baja", "PS-5", "5", "0.001"),)),
    "LVL-01": Rupa("pita_duga", (_m("Duga Teluk", "DT-15", "15", "0.001"),)),
    "LVL-02": Rupa("pita_duga", (_m("Duga Teluk", "UTI-30", "30", "0.001"),)),
    "ATG-02": Rupa("tangki", (_m("Radarindo", "RG-20", "20000", "1"),), luar=True),
    "BJN-01": Rupa("bejana", (_m("Bejana Tirta", "BU-20", "20", "0.01"),)),
    "TUM-01": Rupa("truk_tangki", (_m("Karoseri Rimba", "TR-16", "16000"),
                                   _m("Karoseri Rimba", "TR-24", "24000"),
                                   _m("Baja Angkut", "BA-8", "8000")), luar=True),
    "TUT-01": Rupa("tangki", (_m("Baja Angkut", "VT-5000", "5000"),), luar=True),
    "TUT-02": Rupa("tangki", (_m("Baja Angkut", "HT-30", "30"),), luar=True),
    "TUK-02": Rupa("tongkang", (_m("Galangan Contoh", "TK-270", "4200"),), luar=True),
    "PUB-01": Rupa("pompa", (_m("Alir Nusa", "AN-4H", "50", "0.01"),
                             _m("Pompa Garuda", "PG-6", "45", "0.01"),
                             _m("Alir Nusa", "AN-2S", "80", "0.01")), luar=True),
    "MAR-01": Rupa("meter_arus", (_m("Borneo Flow", "PD-1000", "1000", "1"),
                                  _m("Alir Nusa", "VD-2300", "2300", "1")), luar=True),
    "AIR-01": Rupa("meter_air", (_m("Tirta Meter", "TM-15", "2.5", "0.0001"),
                                 _m("Nusa Tirta", "NT-20", "4", "0.0001"))),
    "GAS-01": Rupa("meter_gas", (_m("Gas Ukur", "GU-1.6", "2.5", "0.001"),)),
    "KDA-01": Rupa("kadar_air", (_m("Tani Ukur", "KA-35", "35", "0.1"),)),
    "TKS-01": Rupa("argometer", (_m("Argo Kota", "AK-7", "9900", "100"),)),
}  # fmt: skip

# Answers to further questions, by their label; what is not here gets the first choice or nothing.
JAWAB_ANGKA: dict[str, tuple[str, ...]] = {
    "Jumlah nozzle": ("2", "4", "6"),
    "Jumlah kompartemen": ("1", "2", "3"),
    "Panjang lantai": ("12", "16", "18"),
    "Lebar lantai": ("3",),
    "Jumlah sel beban": ("6", "8"),
    "Jumlah anak timbangan": ("8", "10", "12"),
    "Diameter nominal (DN)": ("15", "20"),
    "Debit nominal (Q3)": ("2,5", "4"),
    "Tinggi tangki": ("9", "12"),
    "Diameter": ("2,5", "3"),
    "Panjang": ("6", "8"),
    "Tinggi": ("9", "12"),
    "Jumlah tangki muatan": ("8", "10"),
    "Laju alir terkecil": ("100",),
    "Laju alir terbesar": ("1000",),
}
JAWAB_TEKS: dict[str, tuple[str, ...]] = {
    "Nomor polisi": ("KT 9101 XX", "KT 9102 XX", "KT 9103 XX", "KT 9104 XY", "KT 9105 XY"),
    "Muatan": ("Solar", "Bensin"),
    "Jenis BBM": ("Bensin dan solar", "Bensin", "Solar"),
    "Nomor SPBU": ("64.999.91", "64.999.92", "64.999.93"),
    "Nomor tangki": ("T-01", "T-02", "T-03"),
    "Isi tangki": ("Solar", "Minyak sawit"),
    "Cairan yang diukur": ("Solar", "Minyak sawit"),
    "Ukuran meter (G)": ("G1,6",),
    "Komoditas": ("Beras", "Jagung"),
    "Nama tongkang": ("Tongkang Contoh 9", "Tongkang Contoh 12"),
    "Tempat sandar": ("Dermaga Contoh",),
    "Perusahaan taksi": ("PT Taksi Rimba Kota",),
}
