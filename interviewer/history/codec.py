"""The frozen values that cross stages, to JSON and back without loss.

Driven by the fields of the dataclasses. What a newer version of the program may change without a
migration: a field added with a default (missing in the JSON, it takes the default), and a field
removed (left in the JSON, it is ignored). Anything else of stored values needs a migration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from numbers import Real
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

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
        """The fields of a dataclass instance, by name.

        Raises:
            TypeError: a field holds what JSON has no place for.
        """
        if not is_dataclass(value) or isinstance(value, type):
            raise TypeError(f"{type(value).__name__} is no dataclass")
        return {field.name: self._encode(getattr(value, field.name)) for field in fields(value)}

    def decode(self, kind: type[T], data: object) -> T:
        """The instance of the dataclass ``kind`` that ``data`` was made from.

        Raises:
            ValueError: it was made from something else.
        """
        if not isinstance(data, dict):
            raise _unfit(kind, data)
        hints = self._hints_of(kind)
        known = {name: self._decode(hints[name], data[name]) for name in hints if name in data}
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
