"""What was said and denied in the same breath: « on n'a pas fait de validation croisée ».

What a denial means depends on what is looked for:

* a **term** is placed all the same: whoever says « on ne fait pas de fine-tuning » has used the
  word, and in its sense;
* a **point**, **step**, **move** or the ``first`` of a **rule** is not made: the candidate says that
  it was not done. One place where it stands undenied is enough;
* the ``then`` of a **rule** is technique, and has been talked of, denied or not;
* a **trap** is none: see :mod:`interviewer.scoring.traps`.

A place is denied by a negation before it in its clause:

* a clause begins at a mark, at « mais », « car », "because", at « et », "and" before a new subject;
* the negation stands at most eight words before, elided ones left out;
* it is lifted by a word between the two that turns it round: « on n'oublie pas le monitoring »,
  « pas seulement du RAG », "never live without monitoring".

Or by what follows it at once: « la validation croisée, on ne l'a pas faite », "was never done". What is
doubtful is not denied: a candidate's word counts unless taken back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain import Language, Transcript
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import Text, Token, tokens

_REACH = 8
"""Words between a negation and what it denies: « nous n'avons pas pu mettre en place de vraie … »."""


@dataclass(frozen=True, slots=True)
class _Cues:
    """The words of one language, as norms; the patterns match whole norms."""

    negations: re.Pattern[str]
    lifting: re.Pattern[str]
    """Between a negation and what it would deny: « pas seulement », "never … without"."""
    turning: re.Pattern[str]
    """Verbs and nouns whose negation affirms, on either side of it: « on n'oublie pas »."""
    breaks: frozenset[str]
    joints: frozenset[str]
    """A new clause begins at one that a subject follows."""
    subjects: frozenset[str]
    after: re.Pattern[str]
    """What takes back the words right before it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FRENCH = _Cues(
    negations=re.compile(r"pas|jamais|plus|rien|personne|aucune?|nulle?|ni|guere|nullement"),
    lifting=re.compile(
        r"sans|sauf|hormis|avant|seulement|uniquement|juste|simplement|exclusivement|toujours"
        r"|forcement|necessairement|systematiquement|moins|mal"
    ),
    turning=re.compile(
        r"peur|suffi\w*|insuffisant\w*|oubli\w*|neglig\w*|hesit\w*|dout\w*|ignor\w*|estim\w*"
        r"|empech\w*|evit\w*|limit\w*|born\w*|arret\w*|content\w*|redui\w*|attend\w*|manqu\w*"
        r"|cess\w*|surpr\w*|etonn\w*|difficil\w*|compliqu\w*|ni[ee]r?|probleme\w*|faux|fausses?"
        r"|tort|erreurs?|hasard"
    ),
    breaks=_words(
        "mais car parce puisque donc puis alors ensuite cependant pourtant lorsque quand"
        " tandis sinon plutot"
    ),
    joints=_words("et ou"),
    subjects=_words("je j tu il elle on nous vous ils elles c ce ca cela"),
    after=re.compile(
        r"(?:, )?(?:(?:ca|cela|moi|nous|et) )?(?:,? ?(?:on|nous|je|j|ils|elles|il|elle) )?"
        r"(?:(?:ne |n )(?:l|le|la|les|en|y) (?:\w+ )?(?:pas|jamais|plus)"
        r"|(?:l|le|la|les|en) (?:ai|a|avons|ont|fait|fais|faisait|faisons|utilise) (?:pas|jamais)"
        r"|(?:ne |n )?(?:a|ont|est|sont|etait|etaient|avait|avaient) (?:pas|jamais)"
        r" (?:ete |encore |vraiment )*(?:fait|utilis|mis|realis|mene|appliqu|prevu|test|possible)\w*)"
        r"(?: |$)"
    ),
)
_ENGLISH = _Cues(
    negations=re.compile(
        r"not|\w+n't|never|no|none|nobody|nothing|neither|nor|cannot|cant|dont|didnt|doesnt|wont"
    ),
    lifting=re.compile(
        r"without|except|unless|until|before|only|just|simply|merely|always|necessarily|but"
    ),
    turning=re.compile(
        r"enough|matter|wonder|problem|afraid|forg[eo]t\w*|neglect\w*|skip\w*|ignor\w*|overlook\w*"
        r"|underestimat\w*|avoid\w*|hesitat\w*|doubt\w*|den[iy]\w*|stop\w*|wait\w*|limited|fail\w*"
        r"|miss|missed|surpris\w*|hard|difficult|help|wrong|false|mistaken?|untrue"
    ),
    breaks=_words(
        "but because since so though although whereas while when then however yet otherwise"
        " rather instead"
    ),
    joints=_words("and or no"),
    subjects=_words("i i'm i've we we've he she it it's they you there that"),
    after=re.compile(
        r"(?:, )?(?:(?:but|which|and|that) )?"
        r"(?:(?:was|were|is|are|has|have|had) (?:not|never) |(?:was|were|is|are|has|have|had)n't )"
        r"(?:been |ever |yet )*(?:done|used|made|run|tested|applied|set|planned|possible)(?: |$)"
        r"|(?:, )?(?:(?:we|i|they) )(?:did not|didn't|do not|don't|never|have not|haven't|have never)"
        r" (?:do|did|done|use|used|have|had|try|tried|get|got)"
        r" (?:it|that|them|this|any|one|to it)(?: |$)"
    ),
)
_CUES: dict[Language, _Cues] = {"fr": _FRENCH, "en": _ENGLISH}

_NE = _words("ne n")
_NEGATIVE = re.compile(
    r"ne|n|pas|sans|jamais|aucune?|ni|no|not|without|never|nothing|cannot|\w+n't"
)
_WITH_NE = _words("plus rien personne")
"""Negations only beside « ne »: « plus vite », « une personne relit »."""
_STEP_BEFORE = _words("un petit petits premier premiers grand grands chaque ce ces nos des les")
"""« un premier pas »: a step."""
_ONLY_BEFORE = _words("est sont etait etaient fait fais font faisait faisons y")
"""« ce n'est pas que du RAG » is « not only »; « je ne dis pas que … » reports."""
_OBJECTS = _words("l le la les y en se s me m te t lui leur")
_REPORTS = re.compile(
    r"di[rst]\w*|di|say\w*|said|promi\w*|pretend\w*|affirm\w*|claim\w*|cro\w+|repet\w*"
)
_QUOTES = frozenset(':«“"')
_SENTENCE_MARKS = frozenset(".!?…")


def denied(found: Found, text: Text) -> bool:
    """Whether the words at ``found`` are denied by those around them."""
    return denied_before(found, text) or _negated_verb(found, text) or _denied_after(found, text)


def negative(idea: str, language: Language) -> bool:
    """Whether the title of a point or step is a negation itself."""
    words = tokens(Transcript.from_text(idea, language))
    return any(_NEGATIVE.fullmatch(word.norm) for word in words)


def denied_before(found: Found, text: Text) -> bool:
    """Whether a negation before ``found`` in its clause governs it."""
    cues, said = _CUES[text.language], text.tokens
    reach = _REACH
    for position in range(found.first - 1, -1, -1):
        token = said[position]
        if _ends_clause(token) or _begins_clause(said, position, cues):
            return False
        if cues.lifting.fullmatch(token.norm) or cues.turning.fullmatch(token.norm):
            return False
        if _negates(said, position, cues):
            verb = said[position - 1].norm if position else ""
            return not (_only(said, position) or cues.turning.fullmatch(verb))
        reach -= not token.elided
        if not reach:
            return False
    return False


def plain(said: Sequence[Token]) -> str:
    """Norms in a row with the marks that end clauses, for patterns of cues to look at."""
    parts: list[str] = []
    for token in said:
        parts.append(token.norm)
        if token.ends_clause and token.after:
            parts.append(next(mark for mark in token.after if mark in ",;:.!?…—–"))
    return " ".join(parts)


def _denied_after(found: Found, text: Text) -> bool:
    last = text.tokens[found.last]
    if _SENTENCE_MARKS & set(last.after):
        return False
    start = ", " if last.ends_clause else ""
    follows = start + plain(text.tokens[found.last + 1 : found.last + 1 + 2 * _REACH])
    return _CUES[text.language].after.match(follows) is not None


def _negated_verb(found: Found, text: Text) -> bool:
    """« on ne surveille pas »: what was found is the verb itself. « ne … que » affirms."""
    said, first, after = text.tokens, found.first - 1, found.last + 1
    if text.language != "fr" or after >= len(said) or _ends_clause(said[after - 1]):
        return False
    while first > 0 and said[first].norm in _OBJECTS:
        first -= 1
    if first < 0 or not _negates(said, after, _FRENCH):
        return False
    lifted = after + 1 < len(said) and _FRENCH.lifting.fullmatch(said[after + 1].norm)
    return not lifted and said[first].norm in _NE | _FRENCH.subjects


def _ends_clause(token: Token) -> bool:
    """A mark follows that is not the colon or the quotation mark of what is reported."""
    return token.ends_clause and not (_REPORTS.fullmatch(token.norm) and set(token.after) & _QUOTES)


def _begins_clause(said: Sequence[Token], position: int, cues: _Cues) -> bool:
    norm = said[position].norm
    return norm in cues.breaks or (norm in cues.joints and said[position + 1].norm in cues.subjects)


def _negates(said: Sequence[Token], position: int, cues: _Cues) -> bool:
    token = said[position]
    if not cues.negations.fullmatch(token.norm):
        return False
    before = [other.norm for other in said[max(0, position - 4) : position]]
    after = [other.norm for other in said[position + 1 : position + 4]]
    if token.norm in _WITH_NE:
        return not _NE.isdisjoint(before) or (token.norm != "plus" and not _NE.isdisjoint(after))
    previous = said[position - 1] if position else None
    if token.norm == "pas" and previous is not None:
        by_step = previous.surface.casefold() == "à" or after[:2] == ["a", "pas"]
        return not by_step and previous.norm not in _STEP_BEFORE
    return not (token.norm == "jamais" and before[-1:] == ["si"])


def _only(said: Sequence[Token], position: int) -> bool:
    if said[position].norm != "pas" or not position or position + 1 >= len(said):
        return False
    return said[position + 1].norm in ("que", "qu") and said[position - 1].norm in _ONLY_BEFORE
