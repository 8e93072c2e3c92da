"""What the words before a pause say of it: whether more is to come, or time is asked for."""

from __future__ import annotations

import re
import unicodedata

from interviewer.domain import Language

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

_ASKS_FRENCH = _phrases(
    "laissez moi réfléchir/laisse moi réfléchir/laissez moi y réfléchir/laissez moi le temps"
    "/laissez moi voir/laissez moi chercher/que je réfléchisse/le temps de réfléchir"
    "/donnez moi une seconde/donnez moi deux secondes/donnez moi une minute/donnez moi un instant"
    "/donnez moi un moment/juste une seconde/juste un instant/juste un moment/bonne question"
    "/je cherche mes mots/je cherche le mot/comment dire/ce que je veux dire/ce que je veux dire c' est"
    "/ce que je veux dire c' est que/ce que je voulais dire/ce que je voulais dire c' est"
    "/ce que je voulais dire c' est que/je me reprends"
)

_ASKS_ENGLISH = _phrases(
    "let me think/let me see/let me think for a second/let me think for a moment/give me a second"
    "/give me a moment/give me a minute/give me one second/give me one moment/just a second"
    "/just a moment/bear with me/good question/great question/what i mean is/what i mean is that"
    "/what i meant is/how shall i put it/how should i put it/how to put it/let me rephrase"
    "/let me start again"
)

_ASKS_ALONE = _phrases(
    "attendez/attends/un instant/un moment/une seconde/deux secondes/une minute/un petit instant"
    "/je réfléchis/je cherche/je reprends/voyons/voyons voir"
    "/a second/a moment/a minute/one second/one moment/one minute/hold on/hang on/wait/i 'm thinking"
)
"""They do where nothing else stands between two marks: « en moins d'une seconde » asks for nothing."""

_ASKS: dict[Language, frozenset[tuple[str, ...]]] = {"fr": _ASKS_FRENCH, "en": _ASKS_ENGLISH}
_POLITE = _phrases(
    "s' il vous plaît/s' il te plaît/merci/please/thank you/thanks/about it/about that"
)
_HESITATIONS = _phrases("euh/euhh/heu/hum/hmm/bah/ben/donc/alors/um/umm/uhm/uh/uhh/er/erm/so/well")
_AFTERWARDS = _POLITE | _HESITATIONS
_MARKS = re.compile(r"[.,;:?!…]")


def trails(text: str, language: Language) -> bool:
    """True where ``text`` ends in a connective, an opened group, a hesitation or dots.

    A full stop at the end proves nothing, as recognisers put one wherever the signal stops. Words that
    end a sentence as often as they go on (« voilà », « quoi », "about", "that") are left out: they
    would make each answer wait longer.
    """
    said = _normal(text)
    if _ENDS.search(said) or _CLOSES.search(said):
        return False
    tokens = _tokens(said, language)
    if not tokens:
        return False
    if _BREAKS_OFF.search(said) or _MISHEARD.search(said) or tokens[-1].endswith(_ELISION):
        return True
    return _ends_in(tokens, _LISTS[language]) and not _ends_in(tokens, _COMPLETE)


def asks_for_time(text: str, language: Language) -> bool:
    """True where ``text`` ends in words by which a person asks for time to think.

    « Bonne question » and the like may be followed by thanks and hesitations; where an answer follows,
    they ask for nothing any more.
    """
    said = _normal(text)
    clauses = [_asked(_tokens(clause, language)) for clause in _MARKS.split(said)]
    last = next((clause for clause in reversed(clauses) if clause), [])
    return tuple(last) in _ASKS_ALONE or _ends_in(_asked(_tokens(said, language)), _ASKS[language])


def _asked(tokens: list[str]) -> list[str]:
    """``tokens`` without thanks and hesitations at their end."""
    while tokens and (after := _ending(tokens, _AFTERWARDS)):
        tokens = tokens[: -len(after)]
    return tokens


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("’", _ELISION).rstrip()


def _tokens(said: str, language: Language) -> list[str]:
    """Words; French ones keep the apostrophe (« l' »), English ones are cut before it ("'s")."""
    if language == "fr":
        return _TOKEN.findall(said)
    return re.findall(r"'?[^\W_]+", said)


def _ends_in(tokens: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return bool(_ending(tokens, phrases))


def _ending(tokens: list[str], phrases: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest of ``phrases`` that ``tokens`` end in; empty where there is none."""
    longest = max(len(phrase) for phrase in phrases)
    ends = (tuple(tokens[-length:]) for length in range(1, longest + 1))
    return next((end for end in ends if end in phrases), ())
