"""A language model's server of our own making, that also does what servers do when they are broken."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]


def body(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def saying(content: object) -> Reply:
    data = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    return lambda handler: body(handler, data)


class Handler(BaseHTTPRequestHandler):
    server: ChatService

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, json.loads(sent)))
        with suppress(OSError):  # The client has gone.
            self.server.reply(self)

    def log_message(self, *_: Any) -> None:
        pass


class ChatService(ThreadingHTTPServer):
    """Replies in the same way to every request, and remembers them: (path, what was sent)."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.asked: list[tuple[str, Any]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serving(reply: Reply) -> Iterator[ChatService]:
    service = ChatService(reply)
    threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
