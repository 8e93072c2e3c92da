"""The words for what the form of a table refuses, by the kind of refusal that pydantic names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interviewer.i18n import N_
from interviewer.scenario.duration import NO_TIME, NOT_A_DURATION
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.problems import Problem, nearest, shown

__all__ = ["missing_key", "not_a_choice", "refused", "unknown_key"]

_EXAMPLES: Mapping[str, str] = {
    "kind": 'kind = "pitch"',
    "language": 'language = "fr"',
    "any": 'any = ["…", "…"]',
    "first": 'first = ["…", "…"]',
    "then": 'then = ["…", "…"]',
    "id": 'id = "my-id"',
}
_TOP_LEVEL_EXAMPLES: Mapping[str, str] = {"phase": "[[phase]]", "term": "[[term]]"}

_MESSAGES: Mapping[str, str] = {
    "string_type": N_("{value} is not a text; write it between double quotes."),
    "string_too_short": N_("the text is empty; write it or remove the key."),
    "int_type": N_("{value} is not a whole number; write one without quotes, such as 2."),
    "float_type": N_("{value} is not a number; write one without quotes, such as 1.5."),
    "bool_type": N_("{value} is neither true nor false; write one of these two without quotes."),
    "list_type": N_("{value} is not a list; write it between square brackets, commas in between."),
    "model_type": N_("{value} is not a table; write its keys between braces or below a header."),
    "not_a_duration": NOT_A_DURATION,
    "no_time": NO_TIME,
    "no_unit": N_('{value} is a number without a unit; write "45s", "1min30" or "3min".'),
    "identifier": N_(
        "{value} cannot be an id; use lower-case letters without accents, digits and hyphens, "
        "a letter or digit first, at most 64 characters."
    ),
    "greater_than": N_("{value} is too small; write a number above {gt}."),
    "greater_than_equal": N_("{value} is too small; write {ge} or more."),
    "less_than_equal": N_("{value} is too large; write {le} or less."),
    "finite_number": N_("{value} cannot be counted with; write an ordinary number."),
    "too_short": N_("the list is empty; write at least one element."),
}


def missing_key(path: KeyPath) -> Problem:
    """The key at the end of ``path`` must be written; the problem stands at its table."""
    name = str(path[-1])
    examples = {**_EXAMPLES, **_TOP_LEVEL_EXAMPLES} if len(path) == 1 else _EXAMPLES
    example = examples.get(name, f'{name} = "…"')
    message = N_('the key "{name}" is missing; add {example}.')
    return Problem(path[:-1], message, {"name": name, "example": example})


def unknown_key(path: KeyPath, known: Iterable[str]) -> Problem:
    """The key at the end of ``path`` is none of the ``known`` ones of its table."""
    known = tuple(known)
    near = nearest(str(path[-1]), known)
    if near is None:
        message = N_("unknown key; the keys of this table are {known}.")
        return Problem(path, message, {"known": _listed(known)})
    return Problem(path, N_('unknown key; did you mean "{nearest}"?'), {"nearest": near})


def not_a_choice(path: KeyPath, value: object, choices: Iterable[str]) -> Problem:
    """``value`` is none of ``choices``."""
    message = N_("{value} is not known here; choose one of {choices}.")
    return Problem(path, message, {"value": shown(value), "choices": _listed(choices)})


def refused(path: KeyPath, kind: str, value: object, limits: Mapping[str, float]) -> Problem:
    """``value`` is refused for the reason that pydantic calls ``kind``.

    Args:
        path: where the value stands.
        kind: a key of the table of messages above; any other is a mistake in the schema.
        value: as the file has it.
        limits: the numbers ``gt``, ``ge`` or ``le`` that the value had to respect.
    """
    if kind == "list_type" and isinstance(value, dict):
        header = ".".join(part for part in path if isinstance(part, str))
        message = N_("a single table stands here; write one or more [[{header}]] instead.")
        return Problem(path, message, {"header": header})
    bounds = {name: f"{limits[name]:g}" for name in ("gt", "ge", "le") if name in limits}
    return Problem(path, _MESSAGES[kind], {"value": shown(value), **bounds})


def _listed(names: Iterable[str]) -> str:
    return ", ".join(shown(name) for name in names)
