"""Which tabs are open: the server ends some time after the last one was closed.

Every page holds a socket for as long as it is shown. Who moves from one page to the next is without one for a
moment, and so it is waited for some seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

IDLE_S = 15.0
"""After the last tab was closed: a reload, or a page that is slow to come, takes a second or two."""
FIRST_S = 600.0
"""For the first tab: a browser may have to be started, or an address to be typed."""
_MOST = 64
"""Tabs at once; more are refused, and hold nothing open."""


class Tabs:
    """The tabs that are open. Lives in the server's own loop.

    Args:
        busy: whether a session goes on that must not end with the last tab.
        end: ends the server.
        idle_s: how long it is waited after the last tab.
        first_s: how long for the first.
    """

    def __init__(
        self,
        busy: Callable[[], bool],
        end: Callable[[], object],
        idle_s: float = IDLE_S,
        first_s: float = FIRST_S,
    ) -> None:
        self._busy = busy
        self._end = end
        self._idle_s = idle_s
        self._left_s = first_s
        self._open = 0

    async def hold(self, socket: WebSocket) -> None:
        """One tab, from when it is shown until it is closed."""
        if self._open >= _MOST:
            await socket.close(1013)
            return
        await socket.accept()
        self._open += 1
        try:
            with suppress(WebSocketDisconnect):
                while True:
                    await socket.receive_text()  # nothing is expected; the end is
        finally:
            self._open -= 1
            if not self._open:
                self._left_s = self._idle_s

    async def watch(self, tick_s: float = 0.5) -> None:
        """Ends the server once nobody has looked at it for long enough."""
        while self._left_s > 0:
            await asyncio.sleep(tick_s)
            if self._open or self._busy():
                self._left_s = max(self._left_s, self._idle_s)
            else:
                self._left_s -= tick_s
        self._end()
