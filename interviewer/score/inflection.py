"""Number and gender of French and English words, by their letters alone.

Plurals in -s, -x, -al/-aux, English -es and -ies, both ways; participles in -é; feminines of
French adjectives by their endings (« multimodal », « multimodales »). Verb forms and derived
words are other words: « transforme » is no « transformer ».
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["inflections"]

_MIN_LETTERS = 3
"""Below, a word has no plural: « un », « le », « à »."""
_VOWELS = frozenset("aeiouy")
_GENDERS = (
    ("al", "aux", "ale", "ales"),
    ("el", "els", "elle", "elles"),
    ("if", "ifs", "ive", "ives"),
    ("eux", "eux", "euse", "euses"),
    ("ien", "iens", "ienne", "iennes"),
    ("ant", "ants", "ante", "antes"),
    ("ent", "ents", "ente", "entes"),
)
"""Endings of French adjectives: masculine, its plural, feminine, its plural."""
_MIN_GENDERED = 7
"""Letters of the masculine: « signal » has no feminine, « il signale » is a verb."""


def inflections(norm: str, *, acute: bool, acronym: bool, follows: bool = False) -> Iterator[str]:
    """The other forms of ``norm`` (case folded, without accents), itself left out.

    Args:
        acute: it is written with a final é, as a participle is.
        acronym: it starts with two capitals, so that even two letters have a plural.
        follows: it stands after a word of the same expression, where -ée is an adjective's
            feminine (« validation croisée ») and no noun (« données »).
    """
    if len(norm) < _MIN_LETTERS and not acronym:
        return
    feminine = norm.endswith(("ee", "ees"))
    if acute and (follows or not feminine):
        base = norm.removesuffix("s")
        base = base[:-1] if feminine else base
        yield from (base + ending for ending in ("", "e", "s", "es") if base + ending != norm)
        return
    yield from _plurals(norm, acronym=acronym)
    yield from _singulars(norm, acronym=acronym)
    if not acronym:
        yield from _genders(norm)


def _plurals(norm: str, *, acronym: bool) -> Iterator[str]:
    yield norm + "s"
    if norm.endswith(("s", "x", "z", "ch", "sh")):
        yield norm + "es"
    if norm.endswith(("au", "eu", "ou")):
        yield norm + "x"
    if norm.endswith("al") and not acronym:
        yield norm[:-1] + "ux"
    if norm.endswith("y") and norm[-2:-1] not in _VOWELS:
        yield norm[:-1] + "ies"


def _singulars(norm: str, *, acronym: bool) -> Iterator[str]:
    # A stem of four letters at least: « cas » is no plural of « ça », « pas » none of « pa ».
    # A double s is no plural: FAISS is no plural of « fais ».
    if norm.endswith("s") and not norm.endswith("ss") and (acronym or len(norm) > 4):
        yield norm[:-1]
    if norm.endswith(("ses", "xes", "zes", "ches", "shes")) and len(norm) > 5:
        yield norm[:-2]
    if norm.endswith(("aux", "eux", "oux")) and len(norm) > 4:
        yield norm[:-1]
    if norm.endswith("aux") and len(norm) > 4:
        yield norm[:-2] + "l"
    if norm.endswith("ies") and len(norm) > 5:
        yield norm[:-3] + "y"


def _genders(norm: str) -> Iterator[str]:
    for endings in _GENDERS:
        ending = next((ending for ending in reversed(endings) if norm.endswith(ending)), None)
        if ending is None:
            continue
        stem = norm.removesuffix(ending)
        if len(stem + endings[0]) >= _MIN_GENDERED:
            yield from (stem + other for other in endings if stem + other != norm)
