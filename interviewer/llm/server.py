"""An OpenAI-compatible server: one question, one text, within a time that somebody waits.

Nothing is asked of it unless the settings name it, and nothing leaves the machine unless they say so, too.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from interviewer.errors import MissingError, UsageError
from interviewer.i18n import N_

if TYPE_CHECKING:
    import requests

_MOST_BYTES = 1 << 20
_CONNECT_S = 2.0
TIMEOUT_S = 20.0
"""For a whole answer, where the settings say nothing."""
_BLOCK = 1 << 14


class LlmError(MissingError):
    """The language model is not reachable, is late, or says what cannot be used."""


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """Where a language model answers."""

    url: str = ""
    """Of the API, as ``http://127.0.0.1:11434/v1``; empty: there is none, which is the default."""
    model: str = ""
    """As the server names it."""
    allow_remote: bool = False
    """What was said may go to another machine."""
    timeout_s: float = TIMEOUT_S
    """For a whole answer."""

    @property
    def remote(self) -> bool:
        """Whether ``url`` is another machine's."""
        return bool(self.url) and not _is_loopback(urlsplit(self.url).hostname or "")


class Model(Protocol):
    """What writes texts."""

    @property
    def name(self) -> str:
        """As it is to be named beside whatever it wrote."""
        ...

    @property
    def sent_to(self) -> str:
        """The other machine that it is on; empty for this one."""
        ...

    def answer(self, task: str, material: str, *, most_tokens: int) -> str:
        """What it writes about ``material`` when it is told to do ``task``.

        Raises:
            LlmError: nothing that can be used came in time.
        """
        ...


class ChatServer:
    """A :class:`Model` behind ``POST {url}/chat/completions``.

    Raises:
        UsageError: the settings name no model, no address, or another machine's without leave.
    """

    def __init__(self, settings: LlmSettings) -> None:
        parts = urlsplit(settings.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                N_("[llm] url: {url!r} is no address of a server."),
                N_('Write it like "http://127.0.0.1:11434/v1".'),
                url=settings.url,
            )
        if not settings.model:
            raise UsageError(
                N_("[llm] model is missing."), N_("Name the model as the server does.")
            )
        if settings.remote and not settings.allow_remote:
            raise UsageError(
                N_("[llm] url: {host} is another machine: what you said would leave this one."),
                N_("Use a server on 127.0.0.1, or write allow_remote = true if you mean it."),
                host=parts.hostname,
            )
        self._settings = settings
        self.name = settings.model
        self.sent_to = parts.hostname if settings.remote else ""

    def answer(self, task: str, material: str, *, most_tokens: int) -> str:
        return self._text(self._reply(task, material, most_tokens))

    def try_out(self) -> str:
        """The model that answers, as the server calls it.

        Raises:
            LlmError: none does.
        """
        reply = self._reply("Answer with one word.", "Hello!", 8)
        self._text(reply)
        name = reply.get("model")
        if not isinstance(name, str) or not name.strip():
            return self.name
        return name.rpartition("/")[2] if name.startswith("/") else name  # a file, whole

    def _reply(self, task: str, material: str, most_tokens: int) -> Any:
        import requests

        deadline_s = time.monotonic() + self._settings.timeout_s
        request: dict[str, Any] = {
            "model": self._settings.model,
            "messages": [
                {"role": "system", "content": task},
                {"role": "user", "content": material},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": most_tokens,
            "stream": False,
        }
        with requests.Session() as session:
            session.trust_env = False  # A proxy of the environment is another machine.
            try:
                with session.post(
                    self._settings.url.rstrip("/") + "/chat/completions",
                    json=request,
                    timeout=(_CONNECT_S, self._settings.timeout_s),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    if response.status_code != 200:
                        raise self._unusable(f"HTTP {response.status_code}")
                    body = b"".join(self._blocks(response, deadline_s))
            except requests.Timeout as error:
                raise self._late() from error
            except (requests.RequestException, OSError) as error:
                raise self._unreachable() from error
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._unusable("JSON") from error

    def _blocks(self, response: requests.Response, deadline_s: float) -> Iterator[bytes]:
        """The body, as long as there is time: a server that drips is late, too."""
        size = 0
        # What has come, not a whole block, for which a server that drips could be waited for hours.
        while block := response.raw.read1(_BLOCK, decode_content=True):
            size += len(block)
            if size > _MOST_BYTES:
                raise self._unusable(f"> {_MOST_BYTES} B")
            if time.monotonic() > deadline_s:
                raise self._late()
            yield block

    def _text(self, reply: Any) -> str:
        try:
            text = reply["choices"][0]["message"]["content"]
        except (LookupError, TypeError) as error:
            raise self._unusable("JSON") from error
        if not isinstance(text, str) or not text.strip():
            raise self._unusable("content")
        return text.strip()

    def _late(self) -> LlmError:
        return LlmError(
            N_("The language model has not answered within {seconds} s."),
            N_("It goes on without it; [llm] timeout gives it longer."),
            seconds=f"{self._settings.timeout_s:g}",
        )

    def _unreachable(self) -> LlmError:
        return LlmError(
            N_("The language model at {url} does not answer."),
            N_("It goes on without it; start its server, or take [llm] out of the settings."),
            url=self._settings.url,
        )

    def _unusable(self, what: str) -> LlmError:
        return LlmError(
            N_("The language model at {url} gives nothing that can be used ({what})."),
            N_("It goes on without it."),
            url=self._settings.url,
            what=what,
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
