"""The words of a letter of assignment."""

from enum import StrEnum


class StatusSurat(StrEnum):
    KONSEP = "konsep"
    DITANDATANGANI = "ditandatangani"


LABEL = {StatusSurat.KONSEP: "Konsep", StatusSurat.DITANDATANGANI: "Ditandatangani"}
NADA = {StatusSurat.KONSEP: "netral", StatusSurat.DITANDATANGANI: "sah"}
