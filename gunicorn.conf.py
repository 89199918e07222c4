"""How gunicorn serves the program, in a demo and in an office alike."""

import sys
from typing import TYPE_CHECKING

from config import Config, KonfigurasiSalah

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

# Said here once, in one sentence; otherwise every worker would say it with a traceback.
try:
    _config = Config.dari_lingkungan()
except KonfigurasiSalah as salah:
    salah.show()
    sys.exit(1)

wsgi_app = "wsgi:app"
bind = _config.bind

workers = _config.proses
worker_class = "gthread"
threads = 4

# A worker is replaced now and then, not all of them at once, so a slow leak stays small.
max_requests = 2000
max_requests_jitter = 200
timeout = 30
graceful_timeout = 20
keepalive = 5

# Otherwise gunicorn opens a socket for commands in the home folder of whoever starts it.
control_socket_disable = True
# The program writes its own line per request, without query strings.
accesslog = None
errorlog = "-"
loglevel = "info"


def when_ready(server: "Arbiter") -> None:
    """Say where to go; gunicorn's own line names only the socket."""
    server.log.info("Konsumen Nyaman siap dibuka: %s", _config.alamat_situs)
