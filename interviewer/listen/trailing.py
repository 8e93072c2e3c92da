"""Whether a text breaks off on a word that asks for more: « et », « parce que », « euh ». Pure.

A full stop at the end proves nothing, as recognisers put one wherever the signal stops. Words that
end a sentence as often as they go on (« voilà », « quoi », "about", "that") are left out: they
would make each answer wait longer.
"""

from __future__ import annotations

import re
import unicodedata

from interviewer.models import Language

__all__ = ["trails"]

_ELISION = "'"
_TOKEN = re.compile(r"[^\W_]+'?")
_ENDS = re.compile(r"[?!]\W*$")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|,|:|-)\W*$")
_MISHEARD = re.compile(r"[.,…]\s*eux\W*$")
"""Whisper base writes a last, drawn-out « euh » as « eux », set apart."""
_CLOSES = re.compile(r"\b(?:etc|et cetera|et cætera)\W*$")


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.split("/"))


_FRENCH = _phrases(
    # fillers
    "euh/euhh/heu/hum/hmm/bah/ben/bon ben/du coup/comment dire/je veux dire/on va dire"
    # what joins clauses
    "/et/ou/mais/donc/car/puis/ensuite/alors/que/qui/dont/où/si/quand/lorsque/puisque/comme"
    "/afin/tandis/ainsi que/notamment/c' est à dire/soit/tel/telle/tels/telles"
    # what opens a group
    "/le/la/les/un/une/des/du/de/au/aux/à/en/dans/par/pour/sur/avec/sans/vers/chez/entre/sous"
    "/ce/cet/cette/ces/mon/ma/mes/sa/ses/notre/nos/votre/vos/leurs/chaque/quelques/plusieurs"
    "/je/il/ils/on/j' ai/c' est/ce sont/il y a/est ce que/très/ne"
)

_ENGLISH = _phrases(
    "um/umm/uhm/uh/uhh/er/erm/hmm/you know/i mean/sort of/kind of/let 's see"
    "/and/or/but/so/because/if/when/while/which/where/whereas/although/unless/until/since/than/as"
    "/such as/for example/then/also"
    "/the/a/an/my/our/your/their/its/these/every/of/from/into/to/with/between/using"
    "/i/we/they/i 'm/we 're/it 's/there 's/there is/there are/very"
)

_COMPLETE = _phrases(
    "et alors/et puis quoi/c' est tout ce que c' est/comme ça/je suis pour/je suis sûr"
    "/think so/hope so/guess so/say so/do so/did so/even so/back then/since then/until then/by then"
    "/after a while/for a while/ever since/want to/like to/love to/have to/going to/used to"
)
"""Ends in which such a word closes the sentence after all."""

_LISTS: dict[Language, frozenset[tuple[str, ...]]] = {"fr": _FRENCH, "en": _ENGLISH}


def trails(text: str, language: Language) -> bool:
    """True where ``text`` ends in a connective, an opened group, a hesitation or dots."""
    said = unicodedata.normalize("NFC", text).casefold().replace("’", _ELISION).rstrip()
    if _ENDS.search(said) or _CLOSES.search(said):
        return False
    tokens = _tokens(said, language)
    if not tokens:
        return False
    if _BREAKS_OFF.search(said) or _MISHEARD.search(said) or tokens[-1].endswith(_ELISION):
        return True
    return _ends_in(tokens, _LISTS[language]) and not _ends_in(tokens, _COMPLETE)


def _tokens(said: str, language: Language) -> list[str]:
    """Words; French ones keep the apostrophe (« l' »), English ones are cut before it ("'s")."""
    if language == "fr":
        return _TOKEN.findall(said)
    return re.findall(r"'?[^\W_]+", said)


def _ends_in(tokens: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    longest = max(len(phrase) for phrase in phrases)
    return any(tuple(tokens[-length:]) in phrases for length in range(1, longest + 1))
