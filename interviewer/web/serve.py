"""The server: on loopback, on a port of its own, until Ctrl-C or until the last tab was closed."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.web.messages import MOST_FRAME_BYTES

HOST = "127.0.0.1"
_BACKLOG = 256
_GRACE_S = 3
"""For what is being answered when the server ends."""
_log = logging.getLogger(__name__)


def listen(port: int) -> socket.socket:
    """A socket that takes connections from this machine alone; a free port for 0.

    Raises:
        UsageError: another program has the port.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two programs have one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise UsageError(
            N_("Port {port} cannot be used ({reason})."),
            N_("Leave --port out: a free one is found."),
            port=port,
            reason=error.strerror or error,
        ) from error
    return listening


class Server:
    """Serves ``app`` on ``listening`` inside :meth:`run`."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._server: uvicorn.Server | None = None

    def run(self, app: ASGIApp) -> None:
        """Serves until :meth:`end` or Ctrl-C."""
        config = uvicorn.Config(
            app,
            access_log=False,  # holds the secret
            date_header=False,
            lifespan="on",
            log_config=None,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
            ws="websockets-sansio",
            ws_max_size=MOST_FRAME_BYTES,
            ws_per_message_deflate=False,
        )
        self._server = uvicorn.Server(config)
        try:
            self._server.run(sockets=[self._listening])
        except KeyboardInterrupt:
            _log.info("ended by Ctrl-C")
        finally:
            self._listening.close()

    def end(self) -> None:
        """Ends it from inside, once what is being answered is answered."""
        if self._server is not None:
            self._server.should_exit = True


def show(address: str, say: Callable[[], object]) -> None:
    """Opens ``address`` in the person's browser, without waiting for it; calls ``say`` where there is none."""
    if not _has_screen():
        say()
        return

    def open_it() -> None:
        try:
            opened = webbrowser.open(address)
        except Exception:  # noqa: BLE001  whatever a browser's starter raises, the address is shown
            _log.exception("the browser does not open")
            opened = False
        if not opened:
            say()

    threading.Thread(target=open_it, name="browser", daemon=True).start()


def _has_screen() -> bool:
    """Whether a browser would open in a window: one in the terminal would take its keys."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
