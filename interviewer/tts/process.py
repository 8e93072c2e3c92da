"""The parent's hold on the child that speaks: asked, waited for, killed, started again."""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, cast

from interviewer.log import ChildErrors
from interviewer.tts.protocol import Cause, Failed, Reply, Request, UseVoice, decode_reply, encode

_CHILD = (sys.executable, "-P", "-m", "interviewer.tts.child")
"""-P: a file of the person's own folder must not stand in for a module."""
START_S = 10.0
"""Patience with the first child: 0.3 s on Linux, more where drivers are built the first time."""

_RESTART_S = 3.0
"""Patience with a later one. With a sound server that stands still, PortAudio hangs as it loads."""

_END_S = 2.0

_log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818  not an error
    """What was asked is no longer wanted."""


class ChildBroke(Exception):  # noqa: N818  named for what happened
    """The child ended, or could not do what it was asked."""

    def __init__(self, reason: str, cause: Cause = "voice") -> None:
        super().__init__(reason)
        self.cause = cause


class ChildHangs(Exception):  # noqa: N818  named for what happened
    """The child did not reply in time, and was killed."""


class VoiceProcess:
    """One child at a time: started when asked, or in the place of one that was interrupted.

    All but :meth:`interrupt`, which may come from anywhere, belongs to one thread at a time.
    """

    def __init__(self, command: Sequence[str] = _CHILD) -> None:
        self._command = command
        self._voice: UseVoice | None = None
        self._child: _Child | None = None
        self._busy = False
        self._lock = threading.Lock()

    def use(self, voice: UseVoice) -> None:
        """From now on every child speaks like this.

        Raises:
            ChildBroke: the child has no such voice.
            ChildHangs: no reply in time.
        """
        self.ask(voice, START_S, threading.Event())
        self._voice = voice

    def ask(self, request: Request, timeout_s: float, cancelled: threading.Event) -> Reply:
        """The reply to ``request``, waited for at most ``timeout_s`` once the child has started.

        Raises:
            Cancelled: ``cancelled`` was set; if that was while it waited, :meth:`interrupt` is
                what makes it notice.
            ChildBroke: the child ended or failed.
            ChildHangs: no reply in time.
        """
        child = self._child or self._start()
        with self._lock:
            if cancelled.is_set():
                raise Cancelled
            self._busy = True
        try:
            if child.owes_reply:
                child.reply(_RESTART_S)
                child.owes_reply = False
            child.send(request)
            return child.reply(timeout_s)
        except (ChildBroke, ChildHangs):
            self.close()
            if cancelled.is_set():
                self._start()
                raise Cancelled from None
            raise
        finally:
            self._busy = False

    def interrupt(self) -> None:
        """Kills the child if it is at work; :meth:`ask` then returns at once."""
        with self._lock:
            if self._child is not None and self._busy:
                self._child.kill()

    def close(self) -> None:
        """Ends the child."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def _start(self) -> _Child:
        """A new child, told how to speak; its reply to that is still to come."""
        child = _Child(self._command)
        with self._lock:
            self._child = child
        if self._voice is not None:
            child.send(self._voice)
            child.owes_reply = True
        return child


class _Child:
    """A running child, its pipes, and the thread that reads its replies.

    Raises:
        ChildBroke: it cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self.owes_reply = False
        """It was told how to speak, and has not answered yet."""
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own module, by our own interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except OSError as error:
            raise ChildBroke(str(error)) from error
        _log.debug("voice process %d started", self._process.pid)
        self._errors = ChildErrors(cast(IO[bytes], self._process.stderr), _log)
        self._stdin = cast(IO[bytes], self._process.stdin)
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, request: Request) -> None:
        """Sends ``request``. That the child has ended, its reply tells."""
        with contextlib.suppress(OSError):
            self._stdin.write(encode(request))
            self._stdin.flush()

    def reply(self, timeout_s: float) -> Reply:
        """The next reply.

        Raises:
            ChildBroke: it ended, failed, or talks nonsense.
            ChildHangs: no reply in time.
        """
        try:
            line = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            raise ChildHangs(f"no reply within {timeout_s:.0f} s") from None
        if not line:
            raise ChildBroke(self._last_words())
        try:
            reply = decode_reply(line)
        except ValueError as error:
            raise ChildBroke(str(error)) from error
        if isinstance(reply, Failed):
            raise ChildBroke(reply.reason, reply.cause)
        return reply

    def kill(self) -> None:
        """Ends it from outside; who waits for a reply learns of it."""
        self._process.kill()

    def end(self) -> None:
        """Kills it, waits for its end, and closes what it held."""
        self._process.kill()
        self._process.wait(_END_S)
        self._reader.join(_END_S)
        self._errors.wait(_END_S)
        _log.debug("voice process %d ended: %s", self._process.pid, self._process.returncode)
        with contextlib.suppress(OSError):  # what was not taken cannot be flushed
            self._stdin.close()

    def _read(self) -> None:
        with cast(IO[bytes], self._process.stdout) as lines:
            for line in lines:
                self._replies.put(line)
        self._replies.put(b"")

    def _last_words(self) -> str:
        """The last line the child wrote to stderr, or how it ended."""
        code = self._process.wait(_END_S)
        return self._errors.last_line(_END_S) or f"exit {code}"
