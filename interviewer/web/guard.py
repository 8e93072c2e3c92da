"""Who may ask: the page of this server, in the browser that was given the address, and nobody else.

Every request and every socket passes here. The *host* it names must be ours, or a name that was made to
point at this machine has brought it (DNS rebinding). The *origin*, which browsers add and no page can
change, must be ours, or another site's page sends it. The first part of the *path* is a secret made for
this run: another user of the machine, who can reach the port, does not know it. It is no cookie, which a
browser would show to every other server on this machine.

The secret is in the address that the terminal prints. What is handed to the browser on its command line,
which others can read in the list of processes, is a key that opens the door once.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
"""Nothing from elsewhere, no script and no style inside a page."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), screen-wake-lock=(self), camera=(), geolocation=()",
    # None at all would take the origin from our own forms, too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Of every answer that does not say otherwise."""

MOST_BYTES = 64 * 1024
"""Of a request's body, where the page does not allow more: see :attr:`Door.larger`."""
_SECRET_BYTES = 24
_REFUSED = (
    "This address is not valid (any more). Open the one that the terminal shows.\n"
    "Cette adresse n’est pas ou plus valable. Ouvrez celle que montre le terminal.\n"
)


@dataclass(slots=True)
class Door:
    """What is asked of whoever comes. One for a run of the server."""

    port: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES))
    larger: dict[str, int] = field(default_factory=dict)
    """Bytes that a body may have, by the path below the secret."""
    _once: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES))

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def root(self) -> str:
        """Begins the path of every page."""
        return f"/{self.secret}"

    @property
    def address(self) -> str:
        """For people: opens the door as often as one likes."""
        return f"{self.origin}{self.root}/"

    @property
    def once(self) -> str:
        """For the command line of a browser: opens the door once."""
        return f"{self.origin}/?key={self._once}"

    def redeem(self, key: str) -> bool:
        """Whether ``key`` opens the door, which it then never does again."""
        good = bool(self._once) and same(key, self._once)
        if good:
            self._once = ""
        return good


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("ascii"))


class Guard:
    """ASGI middleware: lets through what :class:`Door` lets through, and adds :data:`HEADERS`."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        socket = scope["type"] == "websocket"
        guarded = send if socket else with_headers(send)
        headers = Headers(scope=scope)
        if not self._is_ours(headers, must_name=socket or scope.get("method") not in _READING):
            await _refuse(scope, receive, guarded)
            return
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        if not first and not socket:
            await self._open(scope, receive, guarded)
        elif same(first, self._door.secret) and scope["path"].startswith(f"{self._door.root}/"):
            scope = {**scope, "root_path": self._door.root}
            most = self._door.larger.get(f"/{rest}", MOST_BYTES)
            if not socket and _declared(headers) > most:
                await PlainTextResponse("", 413)(scope, receive, guarded)
                return
            await self._app(scope, receive if socket else _limited(receive, most), guarded)
        else:
            await _refuse(scope, receive, guarded)

    def _is_ours(self, headers: Headers, *, must_name: bool) -> bool:
        if headers.getlist("host") != [self._door.origin.removeprefix("http://")]:
            return False
        origins = headers.getlist("origin")
        if origins != [self._door.origin] and (origins or must_name):
            return False
        # Where the browser says it: our own page, or the person's own doing.
        return headers.get("sec-fetch-site", "none") in ("same-origin", "none")

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if scope["path"] == "/" and self._door.redeem(key):
            await RedirectResponse(f"{self._door.root}/", 303)(scope, receive, send)
        else:
            await _refuse(scope, receive, send)


_READING = ("GET", "HEAD")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403
        return
    await PlainTextResponse(_REFUSED, 403)(scope, receive, send)


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


def _limited(receive: Receive, most: int) -> Receive:
    """What a body that did not say its length, or lied, brings beyond ``most`` is not taken."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > most:
                return {"type": "http.disconnect"}
        return message

    return receive_some


def with_headers(send: Send) -> Send:
    """Adds :data:`HEADERS` to an answer that has not set them itself."""

    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_safely
