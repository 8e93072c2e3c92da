"""Values out of a parsed file, by the types of their fields, or everything that is wrong in it.

A value's fields are the keys of its table (:class:`interviewer.domain.Key` where they differ); any
other key is refused, and so is what exceeds a field's :class:`interviewer.domain.Limits`. What
concerns several tables at once is in :mod:`interviewer.scenario.check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from interviewer.domain import Key, Limits
from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.scenario.duration import NO_TIME, NOT_A_DURATION, format_duration, parse_duration
from interviewer.scenario.ids import ids_for
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.patterns import fault, said_by
from interviewer.scenario.problems import Meant, Problem, listed, shown

_ID = re.compile(r"[^\W_](?:[^\W_]|-){0,63}")

_EXAMPLES: Mapping[str, str] = {
    "kind": 'kind = "pitch"',
    "language": 'language = "fr"',
    "any": 'any = ["…", "…"]',
    "first": 'first = ["…", "…"]',
    "then": 'then = ["…", "…"]',
    "id": 'id = "my-id"',
}
_TOP_LEVEL_EXAMPLES: Mapping[str, str] = {"phase": "[[phase]]", "term": "[[term]]"}

_WRONG_TYPE: Mapping[type, str] = {
    str: N_("{value} is not a text; write it between double quotes."),
    int: N_("{value} is not a whole number; write one without quotes, such as 2."),
    float: N_("{value} is not a number; write one without quotes, such as 1.5."),
    bool: N_("{value} is neither true nor false; write one of these two without quotes."),
    tuple: N_("{value} is not a list; write it between square brackets, commas in between."),
    dict: N_("{value} is not a table; write its keys between braces or below a header."),
}
_NO_ID = N_(
    "{value} cannot be an id; use letters, digits and hyphens, a letter or digit first, at most 64 "
    'characters, such as id = "{example}".'
)

Value = TypeVar("Value")


def read(shape: type[Value], data: Mapping[str, Any]) -> Value | list[Problem]:
    """``data`` as a ``shape``, a dataclass, or everything that keeps it from being one."""
    reader = _Reader()
    value: Value = reader.table(shape, data, ())
    return reader.problems or value


@dataclass(frozen=True, slots=True)
class _Type:
    """A field's type without ``Annotated`` and ``None``, and what these said."""

    base: Any
    kind: Any
    """``tuple``, ``Mapping`` or ``Literal`` where ``base`` is one of something, else ``base``."""
    key: Key
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    type: _Type
    place: tuple[str, ...]
    """Its key, behind that of the table inside which it stands."""
    absent: object
    """MISSING: the key must be there."""


@cache
def _type_of(hint: Any) -> _Type:
    key, limits = Key(), Limits()
    while True:
        origin = get_origin(hint)
        if origin is Annotated:
            hint, *marks = get_args(hint)
            key = next((mark for mark in marks if isinstance(mark, Key)), key)
            limits = next((mark for mark in reversed(marks) if isinstance(mark, Limits)), limits)
        elif origin in (Union, UnionType):
            (hint,) = (each for each in get_args(hint) if each is not NoneType)
        else:
            return _Type(hint, origin or hint, key, limits)


@cache
def _fields(shape: type) -> tuple[_Field, ...]:
    hints = get_type_hints(shape, include_extras=True)
    found: list[_Field] = []
    for each in fields(shape):
        type_ = _type_of(hints[each.name])
        if each.init and not type_.key.computed:
            absent = each.default if each.default_factory is MISSING else each.default_factory()
            if type_.key.absent is not None:
                absent = type_.key.absent
            place = tuple((type_.key.name or each.name).split("."))
            found.append(_Field(each.name, type_, place, absent))
    return tuple(found)


@cache
def keys_of(shape: type) -> Mapping[str, tuple[str, ...]]:
    """The keys of a value's table, under ``""``, and of each table inside it that is no value.

    In the order in which a file is written: plain keys, then tables, then arrays of tables.
    """
    ranks: dict[str, dict[str, int]] = {"": {}}
    for field in _written(shape):
        *tables, key = field.place
        for table in tables:
            ranks[""][table] = 1
        ranks.setdefault("".join(tables), {})[key] = 0 if tables else _rank(field.type)
    return {table: tuple(sorted(keys, key=keys.__getitem__)) for table, keys in ranks.items()}


def _written(shape: type) -> Iterator[_Field]:
    for field in _fields(shape):
        if field.type.key.same_table:
            yield from _written(field.type.base)
        else:
            yield field


def _rank(type_: _Type) -> int:
    if type_.kind is tuple and not type_.key.or_text:
        return 2 * is_dataclass(_element(type_).base)
    return int(is_dataclass(type_.base))


def _element(type_: _Type) -> _Type:
    return _type_of(get_args(type_.base)[0])


class _Reader:
    """Reads one file; values are made only as long as nothing was found wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def table(self, shape: type, data: object, path: KeyPath) -> Any:
        if not isinstance(data, dict):
            return self._refuse(path, _WRONG_TYPE[dict], value=shown(data))
        value = self._made(shape, data, path, {})
        for table, known in keys_of(shape).items():
            if not table:
                self._unknown(data, known, path)
            elif isinstance(data.get(table, {}), dict):
                self._unknown(data.get(table, {}), known, (*path, table))
            else:
                self._refuse((*path, table), _WRONG_TYPE[dict], value=shown(data[table]))
        return value

    def _made(
        self, shape: type, data: dict[str, Any], path: KeyPath, read: dict[tuple[str, ...], object]
    ) -> Any:
        """A ``shape`` of the keys in ``data``; ``read`` are those that values around it read."""
        values: dict[str, object] = {}
        for field in _fields(shape):
            if field.type.key.same_table:
                values[field.name] = self._made(field.type.base, data, path, read)
                continue
            if field.place not in read:
                read[field.place] = self._field(field, data, path)
            values[field.name] = read[field.place]
        return None if self.problems else shape(**values)

    def _field(self, field: _Field, data: dict[str, Any], path: KeyPath) -> object:
        *tables, key = field.place
        for table in tables:
            inside = data.get(table)
            data, path = inside if isinstance(inside, dict) else {}, (*path, table)
        if key in data:
            return self._value(field.type, data[key], (*path, key))
        if field.absent is not MISSING:
            return field.absent
        examples = _EXAMPLES if path else {**_EXAMPLES, **_TOP_LEVEL_EXAMPLES}
        example = examples.get(key, f'{key} = "…"')
        message = N_('the key "{name}" is missing; add {example}.')
        return self._refuse(path, message, name=key, example=example)

    def _value(self, type_: _Type, value: Any, path: KeyPath) -> object:
        if is_dataclass(type_.base):
            return self.table(type_.kind, value, path)
        if type_.kind is Literal:
            return self._choice(get_args(type_.base), value, path)
        if type_.kind is tuple:
            return self._list(type_, value, path)
        if type_.kind is Mapping:
            return self._mapping(type_, value, path)
        if type_.limits.form == "duration":
            return self._duration(type_.limits, value, path)
        if type(value) is not type_.kind and (type_.kind, type(value)) != (float, int):
            return self._refuse(path, _WRONG_TYPE[type_.kind], value=shown(value))
        if type_.kind is str:
            return self._text(type_.limits, value, path)
        return value if type_.kind is bool else self._number(type_, value, path)

    def _choice(self, choices: tuple[str, ...], value: object, path: KeyPath) -> object:
        if value not in choices:
            message = N_("{value} is not known here; choose one of {choices}.")
            self._refuse(path, message, value=shown(value), choices=listed(choices))
        return value

    def _list(self, type_: _Type, value: object, path: KeyPath) -> object:
        limits, element = type_.limits, _element(type_)
        if isinstance(value, dict):
            header = ".".join(part for part in path if isinstance(part, str))
            message = N_("a single table stands here; write one or more [[{header}]] instead.")
            return self._refuse(path, message, header=header)
        if not isinstance(value, list):
            return self._refuse(path, _WRONG_TYPE[tuple], value=shown(value))
        if limits.least is not None and len(value) < limits.least:
            return self._refuse(path, N_("the list is empty; write at least one element."))
        if limits.most is not None and len(value) > limits.most:
            message = N_("the list has {count} elements; write at most {most}.")
            return self._refuse(path, message, count=len(value), most=limits.most)
        found: list[object] = []
        for index, item in enumerate(value):
            if type_.key.or_text and isinstance(item, str):
                name = self._value(_fields(element.kind)[0].type, item, (*path, index))
                found.append(element.kind(name))
                continue
            read = self._value(element, item, (*path, index))
            found.extend(said_by(read, element.limits))
        return tuple(found)

    def _mapping(self, type_: _Type, value: object, path: KeyPath) -> object:
        if not isinstance(value, dict):
            return self._refuse(path, _WRONG_TYPE[dict], value=shown(value))
        keys, values = map(_type_of, get_args(type_.base))
        known = get_args(keys.base)
        self._unknown(value, known, path)
        return {key: self._value(values, value[key], (*path, key)) for key in known if key in value}

    def _duration(self, limits: Limits, value: object, path: KeyPath) -> object:
        if not isinstance(value, str):
            message = NOT_A_DURATION
            if type(value) in (int, float):
                no_unit = N_('{value} is a number without a unit; write "45s", "1min30" or "3min".')
                message = no_unit if value else NO_TIME
            return self._refuse(path, message, value=shown(value))
        try:
            seconds = parse_duration(value)
        except UsageError as error:
            return self._refuse(path, error.message, **error.values)
        if limits.most is not None and seconds > limits.most:
            message = N_("{value} is too long; write {most} or less.")
            self._refuse(path, message, value=shown(value), most=format_duration(limits.most))
        return seconds

    def _text(self, limits: Limits, text: str, path: KeyPath) -> object:
        if limits.form == "id":
            if not _ID.fullmatch(text):
                self._refuse(path, _NO_ID, value=shown(text), example=next(ids_for([text])))
        elif not text.strip():
            self._refuse(path, N_("the text is empty; write it or remove the key."))
        elif limits.most is not None and len(text) > limits.most:
            message = N_("the text has {count} characters; write at most {most}.")
            self._refuse(path, message, count=len(text), most=limits.most)
        elif (wrong := fault(text, limits)) is not None:
            self._refuse(path, wrong[0], value=shown(text), **wrong[1])
        return text

    def _number(self, type_: _Type, value: float, path: KeyPath) -> object:
        above, least, most = type_.limits.above, type_.limits.least, type_.limits.most
        if isinstance(value, float) and not isfinite(value):
            message = N_("{value} cannot be counted with; write an ordinary number.")
        elif above is not None and value <= above:
            message = N_("{value} is too small; write a number above {gt}.")
        elif least is not None and value < least:
            message = N_("{value} is too small; write {ge} or more.")
        elif most is not None and value > most:
            message = N_("{value} is too large; write {le} or less.")
        else:
            return type_.kind(value)
        bounds = {"gt": above, "ge": least, "le": most}
        ends = {name: f"{bound:g}" for name, bound in bounds.items() if bound is not None}
        return self._refuse(path, message, value=shown(value), **ends)

    def _unknown(self, data: Iterable[str], known: tuple[str, ...], path: KeyPath) -> None:
        message = N_("unknown key; the keys of this table are {known}.")
        for key in data:
            if key not in known:
                values = {"known": listed(known)}
                meant = Meant(key, known, N_('unknown key; did you mean "{nearest}"?'))
                self.problems.append(Problem((*path, key), message, values, meant=meant))

    def _refuse(self, path: KeyPath, message: str, **values: object) -> object:
        """Notes a problem; what stands for the value that is not there."""
        self.problems.append(Problem(path, message, values))
        return None
