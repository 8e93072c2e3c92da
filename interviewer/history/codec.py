"""The frozen values that cross stages, to JSON and back without loss.

Keys are those of the table in :mod:`interviewer.history.stored`, types those of the dataclasses'
fields. A key that the JSON lacks takes its field's default; one that the table lacks is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from numbers import Real
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from interviewer.history.stored import KEYS

__all__ = ["Codec", "Json", "dumps", "loads"]

Json = dict[str, Any]
"""A JSON object."""

T = TypeVar("T")


def dumps(data: Json) -> str:
    """JSON text, ASCII only, so that file names of any bytes go through.

    Raises:
        ValueError: a figure is NaN or infinite, which JSON cannot say.
    """
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def loads(text: str) -> Json:
    """The object that :func:`dumps` wrote.

    Raises:
        ValueError: it is none.
    """
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("no JSON object")
    return data


class Codec:
    """Dataclasses to JSON and back.

    Args:
        folder: paths below it are written relative to it, so that it can be moved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._hints: dict[type, dict[str, Any]] = {}

    def encode(self, value: object) -> Json:
        """The fields of a dataclass instance, by the keys they are stored under.

        Raises:
            TypeError: it, or what a field holds, is not in the table of what is stored.
        """
        keys = KEYS.get(type(value))
        if keys is None:
            raise TypeError(f"{type(value).__name__} is not in the table of what is stored")
        return {key: self._encode(getattr(value, field)) for key, field in keys.items()}

    def decode(self, kind: type[T], data: object) -> T:
        """The instance of the dataclass ``kind`` that ``data`` was made from.

        Raises:
            ValueError: it was made from something else.
        """
        if not isinstance(data, dict):
            raise _unfit(kind, data)
        hints = self._hints_of(kind)
        known = {
            field: self._decode(hints[field], data[key])
            for key, field in KEYS[kind].items()
            if key in data
        }
        try:
            return kind(**known)
        except TypeError as error:
            raise ValueError(str(error)) from error

    def path_text(self, path: Path) -> str:
        """``path`` as it is written: relative where it is below the folder, else absolute."""
        path = path.absolute()
        if path.is_relative_to(self._folder):
            path = path.relative_to(self._folder)
        return path.as_posix()

    def path(self, text: str) -> Path:
        """The path that :meth:`path_text` wrote, absolute."""
        return self._folder / text

    def _encode(self, value: object) -> object:
        match value:
            case None | str() | int() | float():
                return value
            case Real():  # of numpy
                return float(value)
            case Path():
                return self.path_text(value)
            case tuple():
                return [self._encode(item) for item in value]
            case Mapping():
                return {key: self._encode(item) for key, item in value.items()}
        return self.encode(value)

    def _decode(self, hint: Any, data: object) -> object:
        origin = get_origin(hint)
        if origin in (Union, UnionType):
            return self._decode_union(get_args(hint), data)
        if origin is tuple and isinstance(data, list):
            return tuple(self._decode(get_args(hint)[0], item) for item in data)
        if origin is Mapping and isinstance(data, dict):
            return {key: self._decode(get_args(hint)[1], item) for key, item in data.items()}
        if is_dataclass(hint) and isinstance(hint, type):
            return self.decode(hint, data)
        if hint is Path and isinstance(data, str):
            return self.path(data)
        if hint is float and type(data) is int:
            return float(data)
        if (data in get_args(hint)) if origin is Literal else (hint is type(data)):
            return data
        raise _unfit(hint, data)

    def _decode_union(self, choices: tuple[Any, ...], data: object) -> object:
        """Of None and one more, or of plain values: no field of ours holds anything else."""
        if type(data) in choices:
            return data
        others = [choice for choice in choices if choice is not NoneType]
        if len(others) != 1:
            raise _unfit(choices, data)
        return self._decode(others[0], data)

    def _hints_of(self, kind: type) -> dict[str, Any]:
        if kind not in self._hints:
            self._hints[kind] = get_type_hints(kind)
        return self._hints[kind]


def _unfit(hint: object, data: object) -> ValueError:
    name = hint.__name__ if isinstance(hint, type) else str(hint)
    return ValueError(f"{name} expected, found {type(data).__name__}")
