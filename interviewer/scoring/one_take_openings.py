"""How a sentence begins: as somebody who goes on to the next part does, or who stays in one. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from interviewer.domain import Language
from interviewer.scoring.patterns import find
from interviewer.scoring.phrases import parse
from interviewer.scoring.text import Text

_ANNOUNCED = 1.5
"""What speaks for a part beginning with words that announce one: as much as a pause twice as long."""
_REFERRED = -1.0
"""The same for a pronoun that stands for something said before."""
_ANNOUNCING: Mapping[Language, tuple[str, ...]] = {
    "fr": (
        *("pour conclure", "pour finir", "pour terminer", "pour résumer", "en conclusion"),
        *("en résumé", "en somme", "je conclus", "je termine", "je résume", "si je devais résumer"),
        *("une question", "ma question", "dites-moi", "à mon tour", "j'aimerais vous demander"),
        *("je voudrais vous demander", "je peux vous demander", "puis-je vous", "et chez vous"),
        *("permettez-moi", "laissez-moi", "passons", "voici", "voilà ce que"),
    ),
    "en": (
        *("to conclude", "to finish", "to close", "to sum up", "to wrap up", "to end"),
        *("in conclusion", "in summary", "in short", "let me conclude", "let me finish", "finally"),
        *("may I ask", "can I ask", "my question", "one question", "a question", "what about you"),
        *("let me tell", "let me ask", "tell me", "here is", "here's", "moving on"),
    ),
}
"""Found at the start of a sentence only."""
_LEADING = frozenset(
    {"alors", "bon", "donc", "et", "maintenant", "enfin", "so", "well", "and", "now", "ok", "okay"}
)
"""What may stand before them."""
_REFERRING: Mapping[Language, frozenset[str]] = {
    "fr": frozenset({"il", "ils", "elle", "elles", "cela", "celui", "celle", "ceux", "celles"}),
    "en": frozenset({"it", "they", "he", "she", "that"}),
}
_IMPERSONAL = frozenset({"y", "faut", "fallait", "faudrait", "s"})
"""After « il » that stands for nothing: « il y a deux ans », « il faut », « il s'agit »."""
_WAS = frozenset({"etait", "etaient"})
"""After « c' » that stands for something; « c'est » may begin anything."""


def openings(text: Text) -> dict[int, float]:
    """What speaks for a part beginning with a word of the transcript, by its index; else nothing.

    Natural logarithms. They hold where a sentence begins.
    """
    found: dict[int, float] = {}
    norms = [token.norm for token in text.tokens]
    for token, after in zip(text.tokens, [*norms[1:], ""], strict=True):
        pronoun = token.norm in _REFERRING.get(text.language, ())
        stands_for_nothing = token.norm == "il" and after in _IMPERSONAL
        if (pronoun and not stands_for_nothing) or (token.elided and after in _WAS):
            found[token.word] = _REFERRED
    for phrase in _ANNOUNCING.get(text.language, ()):
        for place in find(parse(phrase), text):
            first = place.first
            found[text.tokens[first].word] = _ANNOUNCED
            while first and norms[first - 1] in _LEADING:
                first -= 1
                found[text.tokens[first].word] = _ANNOUNCED
    return found
