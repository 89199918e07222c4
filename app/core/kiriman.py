"""How large what is sent may be: only a form that can carry files may be as large as files are.

Werkzeug holds MAX_FORM_MEMORY_SIZE against each field of such a form; a plain form it reads whole,
up to the limit for everything, and unfolds it in memory to many times that.
"""

from flask import Flask, Request


class Permintaan(Request):
    @property
    def max_content_length(self) -> int | None:
        if self.mimetype == "multipart/form-data":
            return super().max_content_length
        return self.max_form_memory_size

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


def pasang(app: Flask) -> None:
    app.request_class = Permintaan
