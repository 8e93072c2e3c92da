"""What the person has settled once for all sessions: one TOML file, which need not be there.

::

    [audio]
    keep = true      # keep the recordings of sessions; --keep-audio and --no-keep-audio go first
    days = 30        # after so many days they are removed, what was heard in them stays; or "ever"

    [answer]
    patience = 4.5   # seconds of silence that end an answer; --patience goes first

    [llm]             # a language model on this machine, behind an OpenAI-compatible server; none by default
    url = "http://127.0.0.1:11434/v1"
    model = "mistral"
    allow_remote = false  # true: the server may be another machine's, which every screen then says
    timeout = 20          # seconds; later it goes on without

Before any table, ``date = 2026-12-15`` is the day of the interview: ``interviewer today`` plans up to it.


The file is ``settings.toml`` in the platform's folder for configuration, or ``$INTERVIEWER_CONFIG``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from interviewer.errors import UsageError
from interviewer.files import open_regular
from interviewer.i18n import N_
from interviewer.llm.server import TIMEOUT_S, LlmSettings

_CONFIG_VARIABLE = "INTERVIEWER_CONFIG"

_KEYS = (
    "date",
    "audio.keep",
    "audio.days",
    "answer.patience",
    "llm.url",
    "llm.model",
    "llm.allow_remote",
    "llm.timeout",
)
_MOST_DAYS = 36_500
PATIENCE_RANGE_S = (1.0, 30.0)
_MOST_BYTES = 64 * 1024
_MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """What becomes of recordings."""

    keep: bool = True
    """Keep those of a session once it is over."""
    days: int | None = 30
    """Remove them after so many days; None: never."""

    def removed_before(self, now: datetime) -> datetime | None:
        """Recordings of sessions begun before that go at ``now``; None: none do."""
        return None if self.days is None else now - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be settled, by default as here."""

    audio: AudioSettings = field(default_factory=AudioSettings)
    patience_s: float | None = None
    """Silence that ends an answer; None for the program's own."""
    interview: date | None = None
    """The day of the interview."""
    llm: LlmSettings = field(default_factory=LlmSettings)


def settings_file() -> Path:
    """``$INTERVIEWER_CONFIG``, read at each call, else ``settings.toml`` in the usual folder."""
    chosen = os.environ.get(_CONFIG_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_config_path

    return user_config_path("interviewer", appauthor=False) / "settings.toml"


def load_settings(file: Path | None = None) -> Settings:
    """The settings in ``file``, by default the person's own; without a file, the defaults.

    Raises:
        UsageError: the file cannot be read or holds what is no setting; the message names the key.
    """
    path = settings_file() if file is None else file
    try:
        with open_regular(path) as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise _unreadable(path, reason) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, error) from error
    return _settings(path, dict(_flat(data)))


def _settings(path: Path, values: dict[str, object]) -> Settings:
    for key in values:
        if key not in _KEYS:
            raise _unknown(path, key)
    keep, days = values.get("audio.keep", True), values.get("audio.days", 30)
    if not isinstance(keep, bool):
        raise _wrong(path, "audio.keep", keep, "true, false")
    if days != "ever" and (type(days) is not int or not 1 <= days <= _MOST_DAYS):
        raise _wrong(path, "audio.days", days, f'1 … {_MOST_DAYS}, "ever"')
    audio = AudioSettings(keep, days if isinstance(days, int) else None)
    return Settings(
        audio,
        _patience_s(path, values),
        _interview(path, values.get("date")),
        _llm(path, values),
    )


def _patience_s(path: Path, values: Mapping[str, object]) -> float | None:
    patience = values.get("answer.patience")
    least_s, most_s = PATIENCE_RANGE_S
    if patience is not None and (
        type(patience) not in (int, float) or not least_s <= float(str(patience)) <= most_s
    ):
        raise _wrong(path, "answer.patience", patience, f"{least_s:g} … {most_s:g}")
    return None if patience is None else float(str(patience))


def _interview(path: Path, value: object) -> date | None:
    """The day as TOML writes one, or the same between quotes."""
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise _wrong(path, "date", value, "2026-12-15")


def _llm(path: Path, values: Mapping[str, object]) -> LlmSettings:
    url, model = values.get("llm.url", ""), values.get("llm.model", "")
    for key, value in (("llm.url", url), ("llm.model", model)):
        if not isinstance(value, str):
            raise _wrong(path, key, value, '"…"')
    allowed = values.get("llm.allow_remote", False)
    if not isinstance(allowed, bool):
        raise _wrong(path, "llm.allow_remote", allowed, "true, false")
    timeout = values.get("llm.timeout", TIMEOUT_S)
    if type(timeout) not in (int, float) or not 1 <= float(str(timeout)) <= _MOST_SECONDS:
        raise _wrong(path, "llm.timeout", timeout, f"1 … {_MOST_SECONDS}")
    return LlmSettings(str(url), str(model), allowed, float(str(timeout)))


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Each value with its dotted key. Only ``[audio]`` may be empty."""
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and (value or key == "audio"):
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


def _unreadable(path: Path, reason: object) -> UsageError:
    return UsageError(
        N_("{file}: these settings cannot be read ({reason})."),
        N_("Mend or delete the file."),
        file=path,
        reason=reason,
    )


def _unknown(path: Path, key: str) -> UsageError:
    close = get_close_matches(key, _KEYS, n=1, cutoff=0.6)
    remedy = N_("Did you mean {close}?") if close else N_("The settings are: {keys}.")
    return UsageError(
        N_("{file}: there is no setting {key}."),
        remedy,
        file=path,
        key=key,
        close=close[0] if close else "",
        keys=", ".join(_KEYS),
    )


def _wrong(path: Path, key: str, value: object, choices: str) -> UsageError:
    return UsageError(
        N_("{file}: {key} cannot be {value!r}."),
        N_("Write one of: {choices}."),
        file=path,
        key=key,
        value=value,
        choices=choices,
    )
