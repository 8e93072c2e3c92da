"""What is said only to be refuted, asked or supposed: « beaucoup croient que … mais c'est faux »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from interviewer.domain import Language
from interviewer.scoring.clauses import plain
from interviewer.scoring.patterns import Found
from interviewer.scoring.text import Text, Token

_SENTENCE_END = re.compile(r"[.!?…](?:[\s»\"”)]|$)")


@dataclass(frozen=True, slots=True)
class _Frames:
    """Patterns over norms with their marks, as :func:`interviewer.scoring.denial.plain` writes them."""

    wrong: re.Pattern[str]
    """At the end of what comes before: « il est faux de dire que … » up to the statement."""
    others: re.Pattern[str]
    """Likewise, what is asked, or said of somebody else: « on me demande si … », « qui se disait … »."""
    lent: re.Pattern[str]
    """At the end of what comes before: « beaucoup croient que … » up to the statement."""
    answer: re.Pattern[str]
    """In the rest of the sentence, or at the start of the next one."""
    contrast: re.Pattern[str]
    """Likewise, after what is lent to others."""
    supposed: re.Pattern[str]
    """Of what comes before, up to the statement: « si j'étais … »."""
    would: re.Pattern[str]
    """In the rest of the sentence, of what is supposed: « … je n'aurais pas … »."""


_LEAD = (
    r"(?:(?:et|or|mais|eh|bien|en fait|en realite|pour moi|moi|je pense que|je crois que|a mon avis"
)
_LEAD += (
    r"|alors|bah|ben|donc|ca|cela|and|but|well|i think|i believe|actually|really|honestly|of course"
)
_LEAD += r"|in fact|now|which|so|to me|yet|bien sur|evidemment|franchement) ?,? )*"

_FALSE_FR = (
    r"(?:faux|fausse|inexact|errone|absurde|mensonger|reducteur|reductrice|simpliste|exagere|impossible"
    r"|un mythe|une legende|une erreur|une idee recue|une idee fausse|une fausse idee|un cliche|un mensonge"
    r"|un raccourci|une illusion|une caricature|l inverse|le contraire|n importe quoi|malhonnete|mentir"
    r"|irresponsable|trop simple|trop beau|une betise|a tort)"
)
_FALSE_EN = (
    r"(?:false|wrong|untrue|incorrect|inaccurate|absurd|nonsense|impossible|simplistic|a myth|a lie|a mistake"
    r"|a misconception|an? (?:common )?(?:misconception|illusion|exaggeration|oversimplification|error)"
    r"|a shortcut|the opposite|the contrary|not true|not the case|not so|not how it works|rubbish|dishonest"
    r"|irresponsible|too good to be true|too simple|mistaken|lying)"
)
_UNDENIED = r"(?:(?!pas\b|jamais\b|plus\b|not\b|never\b|\w+n't\b)\w+ ){0,2}"


def _french() -> _Frames:
    return _Frames(
        wrong=re.compile(
            r"(?<!pas )(?<!jamais )\b(?:(?:faux|fausses?|erreurs?|mythes?|legendes?|idees? recues?|tort|illusions?"
            r"|cliches?|prejuges?|caricatur\w+|raccourcis?|pieges?|absurde|simpliste|reducteur|exagere"
            r"|mensonge|mentir\w*|malhonnete|betise|au lieu|loin|refus\w*|evit\w*|arret\w*|gard\w*"
            r"|contre l idee|plutot que) "
            r"(?:(?!mais\b|car\b|parce\b|puisque\b|donc\b)[\w']+ |[,:] )*?"
            r"(?:que?|qu|selon \w+|comme quoi|dire|croire|penser|promettre|affirmer|pretendre|voir|prendre"
            r"|reduire|jurer|parler) "
            r"|contrairement \w+ |a l inverse de "
            r"|\bpas (?:seulement |juste )?parce (?:que|qu) (?:[\w']+ |, )+?(?:que|qu) )"
            r"(?:(?!mais\b|car\b|parce\b)[\w']+ )*$"
        ),
        others=re.compile(
            r"\b(?:pretend\w*|dit|disait|disent|croyai\w+|cru|affirm\w+) (?:n|ne) (?:[\w']+ )*$"
            r"|\bsi je (?:vous |te )?(?:disais|dis|pretendais|affirmais|promettais|jurais|repondais) (?:[\w']+ )*$"
            r"|\bpas parce (?:que|qu) (?:[\w']+ )*$"
            r"|\bdemand\w+ (?:[\w']+ )*?(?:si|s) (?:[\w']+ )*$"
            r"|\b(?:se|s) (?:di[st]|disait|disaient|pretend\w*|croit|croyait|vant\w+) (?:[\w']+ )*$"
            r"|(?:^|[,;:] )(?:(?:et|mais|alors|donc|meme) )?(?:si|s|quand|lorsqu|lorsque)"
            r" (?:on|quelqu un|un|une|le|la|l|les|votre|vos|vous|ils?|elles?) (?:(?!je\b|j\b)[\w']+ )*$"
        ),
        lent=re.compile(
            r"\b(?:(?:on|certain\w*|beaucoup|gens|autres|plupart|ils|elles|monde|medias?|vous|clients?|collegues?"
            r"|presse|ceux|publicite|vendeurs?|personnes|journaux|plaquettes?|brochures?|fournisseurs?|concurrents?"
            r"|editeurs?|articles?|consultants?|prestataires?|commercia\w+)\b (?:[\w']+ ){0,4}?"
            r"(?:parl\w+|cit\w+|conseill\w+|annonc\w+|vant\w+|jur\w+|enten\w+"
            r"|di[st]|disent|disait|disaient|dire|lit|lisent|croi\w+|croy\w+|pens\w+|imagin\w+"
            r"|pretend\w*|affirm\w+|racont\w+|repet\w+|promet\w*|vend\w*)"
            r"|(?:je|j) (?:croyais|pensais|imaginais|ai longtemps cru|ai cru|ai pense|lis|entends)"
            r"|(?:l )?idee|reput\w+) (?:[\w']+ ){0,3}?(?:(?:que?|qu|selon \w+|:|,) )?(?:[\w']+ )*$"
        ),
        answer=re.compile(
            rf"c est {_UNDENIED}{_FALSE_FR}\b"
            rf"|(?:ce|ca|cela) (?:serait|est|releve) {_UNDENIED}{_FALSE_FR}\b"
            rf"|(?:serait|est|reste) {_UNDENIED}{_FALSE_FR}\b"
            r"|(?:ce |ca |cela |c )?(?:n )?est pas (?:du tout |tout a fait |exactement |vraiment )?"
            r"(?:vrai|exact|juste|le cas|ca|correct|possible|serieux|la realite|si simple|aussi simple|comme ca"
            r"|moi|mon genre|ma facon)\b"
            r"|(?:ils|elles|beaucoup|vous|on) (?:se tromp\w+|vous trompez|ont tort|a tort|ment\w*)"
            r"|(?:se trompe|vous ment|me ment|nous ment|ont tort|a tort)\b"
            r"|rien n est (?:plus|moins) |n a (?:pas de|aucun) sens|(?:n )?existe pas|ne veut rien dire"
            r"|(?:je n y crois|j y crois) pas|je (?:ne )?suis (?:vraiment |absolument )?pas d accord"
            r"|je (?:ne |n )?(?:le |l |y |vous )*(?:dirai\w*|dis|pretend\w*|affirm\w*|promet\w*|croi\w*|pense) "
            r"(?:pas|jamais)|(?:personne|aucun \w+) ne (?:peut|sait|devrait)"
            r"|(?:mais non|bien sur que non|pas du tout|absolument pas|surtout pas|au contraire)\b"
            r"|non(?! \?)\b(?! seulement| plus)"
        ),
        contrast=re.compile(
            r"(?:mais|or|pourtant|cependant|sauf|alors qu\w*|en realite|en verite|en fait|en pratique|moi|chez nous"
            r"|nous)\b"
        ),
        supposed=re.compile(r"(?:^|[,;:] )(?:(?:et|mais|alors) )?(?:si|s) (?:[\w']+ )*$"),
        would=re.compile(r"\b\w+r(?:ais|ait|aient|ions|iez)\b"),
    )


def _english() -> _Frames:
    return _Frames(
        wrong=re.compile(
            r"(?<!not )(?<!never )(?<!n't )\b(?:(?:false|wrong|untrue|mistakes?|mistaken|myths?|misconceptions?|lie"
            r"|lying|illusion|absurd|nonsense|misleading|simplistic|exaggerat\w+|oversimplif\w+|dishonest"
            r"|trap|instead of|rather than|far from|refuse\w*|avoid\w*|stop|contrary|unlike|cliche|error) "
            r"(?:(?!but\b|because\b|since\b|so\b)[\w']+ |[,:] )*?"
            r"(?:that|say\w*|think\w*|believ\w*|claim\w*|promis\w*|assum\w*|pretend\w*|telling|call\w*|idea|is|to) "
            r"|contrary to "
            r"|\bbecause (?:[\w']+ |, )+?(?:doesn't|does not|don't|didn't) mean "
            r"|\bnot (?:just )?because (?:[\w']+ |, )+?that )"
            r"(?:(?!but\b|because\b)[\w']+ )*$"
        ),
        others=re.compile(
            r"\b(?:not because|anything but) (?:[\w']+ )*$"
            r"|\bif i (?:told you|tell you|said|say|claimed) (?:[\w']+ )*$"
            r"|\b(?:asks?|asked|advis\w+|warn\w+) (?:[\w']+ )*?(?:if|whether|against) (?:[\w']+ )*$"
            r"|(?:^|[,;:] )(?:(?:and|but|so|even) )?(?:if|when|whenever)"
            r" (?:someone|somebody|anyone|anybody|a|an|the|your|they|you|he|she|people) (?:(?!i\b)[\w']+ )*$"
        ),
        lent=re.compile(
            r"\b(?:(?:people|some|many|most|others|they|everybody|everyone|you|media|vendors?|press|clients?|folks"
            r"|colleagues?|those who|we all|ads?|suppliers?|users?|candidates?|guy|brochures?|consultants?)\b"
            r" (?:[\w']+ ){0,4}?(?:swore|maintain\w*|insist\w*|say\w*|said|think\w*|thought|believ\w*|hear|heard|claim\w*|read|imagin\w*|assum\w*|tell\w*|told"
            r"|promis\w*|swear)"
            r"|i (?:used to|once) (?:think|thought|believe|believed)|i (?:often )?(?:hear|read)|i(?:'ve| have) heard"
            r"|(?:there s|there is|the) (?:\w+ )?(?:idea|belief|claim|notion)|it is (?:often )?said)"
            r" (?:[\w']+ ){0,3}?(?:(?:that|:|,) )?(?:[\w']+ )*$"
        ),
        answer=re.compile(
            rf"(?:that|this|it|which) (?:is|would be|was) {_UNDENIED}{_FALSE_EN}\b"
            rf"|(?:that|it) s {_UNDENIED}{_FALSE_EN}\b"
            rf"|(?:is|would be) {_UNDENIED}{_FALSE_EN}\b"
            r"|(?:that|this|it|which) (?:isn't|is not|wasn't) (?:really |quite |at all |actually )?"
            r"(?:true|right|correct|the case|so|accurate|how it works|possible|me|that simple)\b"
            r"|(?:that|it) s (?:just |simply )?not (?:really |quite |at all )?(?:true|right|correct|the case|so"
            r"|accurate|how it works|possible|me|that simple)\b"
            r"|(?:they|people|you) (?:are|would be) (?:wrong|mistaken|lying)|they're (?:wrong|mistaken|lying)"
            r"|(?:nothing|nobody|no one|no model|no system) (?:is|can|could|does|should)"
            r"|i (?:do not|don't|would not|wouldn't|would never|will never|won't|never|cannot|can't) "
            r"(?:ever )?(?:agree|say|believe|promise|think|claim|buy)"
            r"|(?:doesn't|does not|don't) exist|makes no sense|doesn't make sense|there is no such thing"
            r"|(?:not at all|of course not|not really|quite the opposite|on the contrary|absolutely not)\b"
            r"|no(?! \?)\b(?! doubt| wonder| matter| longer)"
        ),
        contrast=re.compile(
            r"(?:but|yet|however|in reality|actually|in fact|whereas|in practice)\b"
        ),
        supposed=re.compile(r"(?:^|[,;:] )(?:(?:and|but|so) )?if (?:[\w']+ )*$"),
        would=re.compile(r"\b(?:would|wouldn't|could|couldn't|might|\w+'d)\b"),
    )


@cache
def _frames(language: Language) -> _Frames:
    return _french() if language == "fr" else _english()


_CLAUSE = re.compile(
    r"(?P<mark>^|[,;:.!?…—–] |(?<= )(?=(?:c est|ce n est|mais|pourtant|but|that is|that s|which is) ))"
    rf"(?P<lead>{_LEAD})"
)
"""Where a clause begins, marks or none, and what may lead it in."""
_ANSWER_WORDS = 14
"""How far from the statement, in words, the answer to it may begin."""


def refuted(found: Found, text: Text) -> bool:
    """Whether the statement at ``found`` is quoted only to be refuted, asked, supposed, or told of others."""
    frames = _frames(text.language)
    before, after = around(found, text)
    if frames.wrong.search(before) or frames.others.search(before):
        return True
    if opens(frames.answer, after):
        return True
    if frames.supposed.search(before) and frames.would.search(_SENTENCE_END.split(after)[0]):
        return True
    return frames.lent.search(before) is not None and opens(frames.contrast, after)


def around(found: Found, text: Text) -> tuple[str, str]:
    """The sentence up to ``found``, and what follows up to the end of the next sentence."""
    tokens = text.tokens
    first = found.first
    while first and not _ends_sentence(tokens[first - 1]):
        first -= 1
    end, ends = found.last, 0
    while end < len(tokens) and ends < 2:
        ends += _ends_sentence(tokens[end])
        end += 1
    before = plain(tokens[first : found.first])
    mark = plain(tokens[found.last : found.last + 1]).removeprefix(tokens[found.last].norm)
    return f"{before} ", f"{mark.strip()} {plain(tokens[found.last + 1 : end])}".lstrip()


def _ends_sentence(token: Token) -> bool:
    return token.ends or _SENTENCE_END.search(token.after) is not None


def opens(cue: re.Pattern[str], after: str) -> bool:
    """Whether a clause of ``after``, near enough, begins with ``cue``."""
    starts: set[int] = set()
    for clause in _CLAUSE.finditer(after):
        if after.count(" ", 0, clause.start()) > _ANSWER_WORDS:
            break
        starts |= {clause.end("mark"), clause.end("lead")}
    return any(cue.match(after, start) for start in starts)
