"""Forms that ask a second time where saving affects what is there already.

What the page showed of it comes back as `dilihat`, so that nobody saves over what they have not
seen.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from wtforms import HiddenField

from app.core.forms import BaseForm


def sidik(terkena: Iterable[Any]) -> str:
    """What the page shows of it, in short."""
    return sha256(repr([tuple(t) for t in terkena]).encode()).hexdigest()[:16]


class TanyaDulu(BaseForm):
    """A form that shows what it affects before it saves."""

    dilihat = HiddenField()

    def boleh_simpan(self, terkena: Sequence[Any]) -> bool:
        """Nothing is affected, or exactly this was on the page that was sent."""
        kiriman, self.dilihat.data = self.dilihat.data, sidik(terkena)
        return not terkena or kiriman == self.dilihat.data

    def isi(self) -> dict[str, Any]:
        return {k: v for k, v in super().isi().items() if k != "dilihat"}
