"""Words in a row that are one number or one symbol, whichever way they are written. Pure.

« quatre-vingt-dix-neuf pour cent », « 99 % » and "ninety-nine percent" give the same norms, in a
pattern as in a transcript, in either language. The words themselves stay: a run only says which
tokens stand for one norm together. Single words (« dix ») keep their norm, and :func:`alike` tells
which other norms are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.scoring.text import Token

_CARDINALS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
    " seize vingt trente quarante cinquante soixante septante huitante octante nonante cent mille",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty"
    " ninety hundred thousand",
}
_ORDINALS = {
    "fr": "premier première deuxième troisième quatrième cinquième sixième septième huitième"
    " neuvième dixième onzième douzième treizième quatorzième quinzième seizième vingtième"
    " trentième quarantième cinquantième soixantième centième millième",
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
    " thirtieth fortieth fiftieth sixtieth hundredth thousandth",
}
_BESIDE = {
    "une": "1",
    "premiers": "1e",
    "premieres": "1e",
    "seconde": "2e",
    "vingts": "20",
    "cents": "100",
    "hundreds": "100",
    "thousands": "1000",
}
"""What the library takes for no number by itself, or is the plural of one."""
_NAMED = {
    "%": "percent percents pourcent pourcents",
    "€": "euro euros",
    "$": "dollar dollars",
    "£": "livre livres pound pounds",
    "&": "et and",
    "+": "plus",
    "x": "fois times",
    "h": "heure heures hour hours",
    "min": "minute minutes",
    "sec": "s seconde secondes second seconds",
    "ms": "milliseconde millisecondes millisecond milliseconds",
    "km": "kilometre kilometres kilometer kilometers",
    "kg": "kilo kilos kilogramme kilogrammes kilogram kilograms",
}
"""Symbols and units, with the words that they are said by."""
_SCALES = {
    "k": 10**3,
    "hundred": 10**2,
    "mille": 10**3,
    "thousand": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "milliard": 10**9,
    "milliards": 10**9,
    "billion": 10**9,
    "billions": 10**9,
}
_ROUND = frozenset(["hundred", "thousand", "million", "billion", "millions"])
_POINTS = frozenset(("virgule", "point"))
_AND = frozenset(("et", "and"))
_POINTS_OF_NAMES = frozenset(("dot", "point"))
_FILE_ENDINGS = frozenset(["js", "io", "ai", "py", "com", "fr", "org"])
_FIGURES = re.compile(r"\d+(?:\.\d+)?\Z")
_WHOLE = re.compile(r"\d+\Z")
_ORDINAL = re.compile(r"(\d+)(?:e|eme|ieme|er|ers|re|res|ere|eres|st|nd|nde|rd|th)\Z")
_SPACES = frozenset(" \u00a0\u202f")
_HYPHENS = "-‐‑"
_BETWEEN = " \u00a0\u202f" + _HYPHENS
_PLUS_LETTERS, _SHARP_LETTERS = frozenset("cg"), frozenset("cfj")
_SHARPS = frozenset(("sharp", "diese"))
_COUNTED = frozenset(
    ["euro", "euros", "dollar", "dollars", "livres", "pounds", "personnes", "fois", "people"]
)
"""After « pour cent », what there are a hundred of."""


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens in a row that stand for one norm."""

    norm: str
    length: int
    """How many tokens."""


def figures(written: str) -> str:
    """A number in figures, whichever marks part its thousands and decimals: « 1,000 » is 1000.

    A comma before exactly three figures parts thousands, in French as well, for nobody says three
    decimals; a point does so only before three zeros.
    """
    parts = re.split(r"[.,]", written)
    grouped = len(parts) > 2 or (
        len(parts) == 2
        and len(parts[1]) == 3
        and not parts[0].startswith("0")
        and ("," in written or parts[1] == "000")
    )
    return "".join(parts) if grouped else ".".join(parts)


def ordinal(norm: str) -> str:
    """``norm``, that of an ordinal in figures being alike in both languages: 3e for « 3ème », "3rd"."""
    return _ORDINAL.sub(r"\1e", norm)


def alike(norm: str) -> frozenset[str]:
    """Other norms of the same word: 10 for « dix », « dix » and "ten" for 10."""
    if "&" in norm[1:]:
        return frozenset((norm.replace("&", ""), norm.replace("&", "n")))
    return _others().get(norm, frozenset())


def in_figures(norm: str) -> str:
    """``norm``, that of a number word in figures."""
    return _values().get(norm, norm)


def in_symbols(norm: str) -> str:
    """``norm``, that of a number word in figures and that of a symbol's name as the symbol."""
    symbols = alike(norm) & _NAMED.keys()
    return min(symbols) if symbols else in_figures(norm)


def scales(norm: str) -> bool:
    """Whether it multiplies the number before it, and is a word of its own all the same."""
    return norm in _SCALES


def runs(tokens: Sequence[Token]) -> dict[int, Run]:
    """By the position of the first, those of ``tokens`` that are one norm together.

    None overlaps another.
    """
    found = dict(_symbols(tokens))
    taken = {at + offset for at, run in found.items() for offset in range(run.length)}
    found.update(_numbers(tokens, taken))
    return found


_NO_NUMBER = "§"
"""Stands for every other word: the library would look past one that is empty."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A token as the library asks for it."""

    written: str
    apart: bool = False
    """A mark stands between the token before and this one."""

    def text(self) -> str:
        return self.written

    def nt_separated(self, _: _Spoken) -> bool:
        return self.apart

    def not_a_number_part(self) -> bool:
        return self.written == _NO_NUMBER


@cache
def _values() -> Mapping[str, str]:
    """Number words by their norm, in figures."""
    from text_to_num import find_numbers

    found = dict(_BESIDE)
    for table in (_CARDINALS, _ORDINALS):
        for language, words in table.items():
            for word in words.split():
                found |= {
                    _plain(word): ordinal(_plain(value.text))
                    for value in find_numbers([_Spoken(word)], language, 0)
                }
    return found


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


@cache
def _others() -> Mapping[str, frozenset[str]]:
    pairs = [*_values().items()]
    pairs += [(word, symbol) for symbol, words in _NAMED.items() for word in words.split()]
    found: dict[str, set[str]] = {}
    for word, value in pairs:
        found.setdefault(word, set()).add(value)
        found.setdefault(value, set()).add(word)
    return {norm: frozenset(others) for norm, others in found.items()}


def _joins(token: Token) -> bool:
    """Nothing but a space or a hyphen stands between it and the next token."""
    return not (token.ends or token.elided or token.after.strip(_BETWEEN))


def _symbols(tokens: Sequence[Token]) -> Iterator[tuple[int, Run]]:
    at = 0
    while at + 1 < len(tokens):
        run = _symbol(tokens, at)
        if run is not None:
            yield at, run
        at += run.length if run is not None else 1


def _symbol(tokens: Sequence[Token], at: int) -> Run | None:
    if not _joins(tokens[at]):
        return None
    first, second = tokens[at].norm, tokens[at + 1].norm
    third = tokens[at + 2] if at + 2 < len(tokens) and _joins(tokens[at + 1]) else None
    after = third.norm if third is not None else ""
    if first in ("pour", "per") and second in ("cent", "cents"):
        return Run("%", 2) if _is_percent(tokens[at - 1].norm if at else "", after) else None
    if first in _POINTS_OF_NAMES:
        if second == "net":
            return Run(".net", 2)
        return Run(second, 2) if second in _FILE_ENDINGS else None
    if first in _PLUS_LETTERS and second == after == "plus":
        return Run(f"{first}++", 3)
    if first in _SHARP_LETTERS and second in _SHARPS:
        return Run(f"{first}#", 2)
    if (
        second in (*_AND, "&")
        and third is not None
        and _is_initial(tokens[at])
        and _is_initial(third)
    ):
        return Run(f"{first}&{after}", 3)
    return None


def _is_percent(before: str, after: str) -> bool:
    """« pour cent » after a number, or alone; not that of « pour cent euros »."""
    if before in _values() or before in _SCALES or _FIGURES.match(before):
        return True
    return not (after in _COUNTED or after in _values() or after in _SCALES)


def _is_initial(token: Token) -> bool:
    return len(token.norm) == 1 and token.surface.isupper()


def _numbers(tokens: Sequence[Token], taken: Container[int]) -> Iterator[tuple[int, Run]]:
    if not any(_is_numeral(token.norm) for token in tokens):
        return
    spelled = {**_spelled(tokens, taken, "en"), **_spelled(tokens, taken, "fr")}

    def number(at: int) -> Run | None:
        if at >= len(tokens) or at in taken:
            return None
        norm = tokens[at].norm
        if at in spelled:
            return spelled[at]
        if norm in _values():
            return Run(_values()[norm], 1)
        return _grouped(tokens, at) if _FIGURES.match(norm) else None

    at = 0
    while at < len(tokens):
        run = number(at)
        if run is None:
            at += 1
            continue
        end = at + run.length
        decimals = number(end + 1) if _follow(tokens, end, _POINTS) else None
        both_whole = decimals is not None and _WHOLE.match(run.norm) and _WHOLE.match(decimals.norm)
        if decimals is not None and both_whole and _joins(tokens[end]):
            run = Run(f"{run.norm}.{decimals.norm}", run.length + 1 + decimals.length)
            end = at + run.length
        if _follow(tokens, end, _SCALES) and _FIGURES.match(run.norm) and end not in taken:
            value = float(run.norm) * _SCALES[tokens[end].norm]
            run = Run(f"{value:.12g}", run.length + 1)
        article = at > 0 and tokens[at - 1].norm == "a" and _joins(tokens[at - 1])
        if article and tokens[at].norm in _ROUND:
            yield at - 1, Run(run.norm, run.length + 1)
        elif run.length > 1:
            yield at, run
        at += run.length


def _is_numeral(norm: str) -> bool:
    return norm in _values() or norm in _SCALES or _FIGURES.match(norm) is not None


def _follow(tokens: Sequence[Token], at: int, words: Container[str]) -> bool:
    """Whether one of ``words`` stands at ``at``, and no mark before it."""
    return 0 < at < len(tokens) and tokens[at].norm in words and _joins(tokens[at - 1])


def _grouped(tokens: Sequence[Token], at: int) -> Run:
    """Figures whose thousands are parted by spaces."""
    norm, end = tokens[at].norm, at + 1
    while (
        len(tokens[at].norm) <= 3
        and end < len(tokens)
        and tokens[end - 1].after in _SPACES
        and len(tokens[end].norm) == 3
        and _WHOLE.match(norm)
        and _WHOLE.match(tokens[end].norm)
    ):
        norm, end = norm + tokens[end].norm, end + 1
    return Run(norm, end - at)


def _spelled(tokens: Sequence[Token], taken: Container[int], language: str) -> dict[int, Run]:
    """Numbers of several words, by the position of the first."""
    from text_to_num import find_numbers

    def known(at: int) -> bool:
        norm = tokens[at].norm
        if norm in _SCALES and any(token.norm in _POINTS for token in tokens[max(0, at - 3) : at]):
            return False  # « deux virgule cinq millions » would be 2.5000000.
        return norm in _values() or norm in _SCALES or norm in _AND or norm in _POINTS

    spoken = [
        _Spoken(
            token.surface.casefold() if at not in taken and known(at) else _NO_NUMBER,
            apart=at > 0 and not _joins(tokens[at - 1]),
        )
        for at, token in enumerate(tokens)
    ]
    return {
        each.start: Run(ordinal(_plain(figures(each.text))), each.end - each.start)
        for each in find_numbers(spoken, language, 0)
        if each.end - each.start > 1
    }
