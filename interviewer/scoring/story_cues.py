"""The words by which the parts of a story are told, in French and English. Patterns match whole norms.

A clause is looked at by itself: its norms in a row, accents and marks gone. Strong cues (2) tell a part
alone; weak ones (1) only in company.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from interviewer.domain import Language, StoryPartName


@dataclass(frozen=True, slots=True)
class StoryCues:
    """Those of one language."""

    parts: Mapping[StoryPartName, tuple[tuple[float, re.Pattern[str]], ...]]
    """Weights and patterns; of those of one weight that match, one counts."""
    joints: re.Pattern[str]
    """At the start of what follows: a new clause begins there, marks or none."""
    openings: re.Pattern[str]
    """Likewise, where no marks are written."""
    holding: frozenset[str]
    """Ahead of an opening: the clause goes on."""
    subordinate: re.Pattern[str]
    """At the start of a clause: what is done there is no action of the story but when it took place."""
    i: re.Pattern[str]
    """Norms by which the person speaks of themselves."""
    we: re.Pattern[str]
    """Likewise of a group."""
    i_idle: frozenset[str]
    """Behind :attr:`i`: « je pense », which tells nothing that was done."""
    we_idle: frozenset[str]
    """Behind :attr:`we`: « on m'a demandé », which somebody else did."""
    parts_of_whole: frozenset[str]
    """Words that are a figure without being a number."""
    no_amount: frozenset[str]
    """Ahead of a number: it names a time or a thing."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_MONTHS_FR = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_TIMES_FR = "ans?|annees?|mois|semaines?|jours?|trimestres?"
_BOSS_FR = (
    r"(?:mon|ma|mes|le|la|notre|nos|leur) (?:chef\w*|patronn?e?|manager|responsable|direct\w+|principale?"
    r"|collegues?|equipe|client\w*|cadre|tuteur|tutrice|maire|president\w*)"
)
_ADVERB_FR = (
    r"(?:aussi|donc|alors|ensuite|d abord|surtout|meme|bien|vite|tout|tous|toutes|toujours|encore|enfin|pas"
    r"|jamais|rien|plutot|deja|puis|apres|\w+ment) "
)
_PARTICIPLE_FR = (
    r"(?!(?:une|le|la|les|notre|trois|quatre|onze|douze|treize|quatorze|quinze|seize|trente|cinquante|mille|envie"
    r"|confiance|honte|hate|chance|ete|eu|mis du temps|appris|retenu|compris|obtenu|gagne|reussi|recu|du)\b)"
    r"\w{2,}(?:e|es|ee|ees|i|ie|is|ise|it|ite|u|us|ue|ues|rt|rte|int|uit)"
)
_I_HAVE = r"(?:j|j y|j en|je (?:l|les|lui|leur|la|le|vous|nous|t)(?: en)?) (?:ai|avais)"
_CHANGED_FR = (
    r"(?:baiss|augment|diminu|progress|doubl|tripl|chut|mont|recul|remont|grimp|bondi|recolt|economis|gagn"
    r"|raccourci|amelior|disparu|cess)\w*"
)


def _french() -> StoryCues:
    return StoryCues(
        parts={
            "situation": (
                (
                    2.0,
                    _any(
                        rf"il y a (?:environ |presque |a peu pres )?\w+ (?:{_TIMES_FR})",
                        r"l (?:an|annee|ete|hiver|automne) (?:dernier|derniere|passe|passee)",
                        r"(?:le |au )?(?:mois|printemps|trimestre|noel|semaine) (?:dernier|derniere|passe|passee)",
                        r"en (?:19|20)\d\d",
                        rf"(?:en|depuis|debut|fin) (?:{_MONTHS_FR})|(?:{_MONTHS_FR}) (?:dernier|passe)",
                        r"(?:quand|lorsque|alors que) (?:j (?:etais|travaillais|avais|ai)|je)",
                        r"a (?:l|cette) epoque|a ce moment la|c etait (?:en|pendant|lors|(?:mon|ma) premi\w+|un (?:\w+ )?(?:jour|soir|matin)|l (?:ete|hiver|automne|annee))",
                        r"un (?:jour|soir|matin|midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|une nuit",
                        r"dans mon (?:ancien|precedent|dernier|premier)\w*|dans mon service|dans ma precedente",
                        r"pendant (?:mon|mes) \w+|lors d",
                        r"j etais (?!(?:charge|responsable)\w*\b)\w+|je (?:travaillais|m occupais|gerais|dirigeais|commencais|venais de)",
                        r"nous (?:etions|avions|travaillions)|on (?:etait|avait|travaillait)",
                        r"le contexte|la situation",
                    ),
                ),
                (
                    1.0,
                    _any(
                        r"^(?:sur|dans|chez|a|au|en|pendant) (?:un|une|l|la|le|mon|ma|notre|plein|pleine)",
                    ),
                ),
                (
                    1.0,
                    _any(
                        r"etai(?:t|ent)|avai(?:t|ent)|il y avait|(?!devait|fallait|agissait)\w{3,}(?:ait|aient)"
                    ),
                ),
            ),
            "task": (
                (
                    2.5,
                    _any(
                        r"(?:je|nous) dev(?:ais|ions)|on devait|il (?:me |nous )?fallait|il s agissait de?",
                        r"(?:mon|notre) (?:role|objectif|but|travail|defi|enjeu)|(?:ma|notre) (?:mission|tache|responsabilite)",
                        r"(?:l objectif|le but|l enjeu|le defi|la mission|la consigne)(?: c)? (?:etait|est)",
                        r"on (?:m|nous) (?:a|avait) (?:demande|confie|charge|fixe|donne)\w*",
                        rf"{_BOSS_FR} (?:m|nous) (?:a|avait|avaient|ont) (?:demande|charge|fixe)\w*",
                        rf"{_BOSS_FR} (?:m|nous) (?:avait|avaient) (?:confie|donne)\w*",
                        r"j etais (?:\w+ )?(?:charge|chargee|responsable)|j ai ete charge\w*",
                        r"j avais (?:pour (?:mission|but|objectif|consigne)|la charge|la responsabilite)",
                        rf"j avais \w+ (?:{_TIMES_FR}|heures?) pour",
                        r"(?:me|m|nous) (?:a|avait|ont|avaient) (?:demande d|charge|fixe|laisse)\w*|compt\w+ sur (?:moi|nous) pour",
                        r"(?:voulai(?:t|ent)|souhaitai(?:t|ent)|attendai(?:t|ent)) (?:que|de (?:moi|nous)|(?:les?|la|l|me|m) \w+(?:er|ir|re))",
                        r"(?:c etait |ce fut )?a moi de?|en tant que|je m etais engagee?|il restait \w+ \w+ pour",
                    ),
                ),
                (1.0, _any(r"je dois|on doit|nous devons|il me faut")),
            ),
            "action": (
                (
                    2.0,
                    _any(
                        rf"{_I_HAVE} (?:{_ADVERB_FR})*{_PARTICIPLE_FR}",
                        r"je (?:me |m en |m y )?suis (?:\w+ment |d abord |donc |ensuite |aussi |tout de suite )?"
                        r"(?:allee?|partie?|restee?|venue?|passee?|retournee?|intervenue?|montee?|descendue?|assise?|assis"
                        r"|mise?|mis|occupee?|renseignee?|excusee?|adressee?|rendue?|appuyee?|entrainee?|formee?|levee?)",
                        rf"on a (?:{_ADVERB_FR})*{_PARTICIPLE_FR}|on (?:l|les|lui|leur) a {_PARTICIPLE_FR}",
                        rf"nous avons (?:{_ADVERB_FR})*{_PARTICIPLE_FR}|nous nous sommes",
                    ),
                ),
                (
                    1.0,
                    _any(
                        r"je (?:prends|decide|appelle|propose|demande|mets|commence|organise|fais|explique|rappelle"
                        r"|convoque|reunis|prepare|cherche|trouve|envoie|ecris|negocie|lis|note|parle|reste|verifie)",
                        r"^(?:et |alors |moi )?(?:d abord|ensuite|puis|apres ca|apres cela|premierement|deuxiemement)",
                        r"dans un (?:premier|deuxieme|second) temps|j ai (?:du|mis|repris)",
                    ),
                ),
            ),
            "result": (
                (
                    2.5,
                    _any(
                        r"^(?:et |alors |donc |du coup )?(?:le |les )?(?:resultats?|bilan|au final|a la fin|a l arrivee|en fin de compte)",
                        r"^(?:et )?(?:depuis(?! (?:des|la veille|\w+ (?:ans|mois|semaines|jours|heures)))|aujourd'hui|desormais|au bout (?:de|du|d)|petit a petit|peu a peu)",
                        rf"\w+ (?:{_TIMES_FR}|heures?) plus tard|(?:une?|deux|trois|quelques) (?:{_TIMES_FR}) apres|le lendemain|le jour meme",
                        r"grace a (?:ca|cela)|(?:ca|cela) (?:a|m a|nous a) (?:marche|permis|paye|tenu|fonctionne|appris|evite|valu)",
                        rf"(?:a|ont|avait|avaient|avons) (?:\w+ )?{_CHANGED_FR}",
                        r"(?:est|sont) passee?s? de|(?:divise|multiplie|reduit)\w* (?:par|de)",
                        r"(?:nous avons|on a) (?:gagne|economise|obtenu|livre|signe|tenu|fini|atteint|recolte|reussi|evite)\w*",
                        r"j (?:en )?ai (?:appris|retenu|obtenu|gagne|reussi|recu|atteint|tire)\w*",
                        r"(?:m|nous) (?:a|ont) (?:felicite|remercie|promu|nomme|rappele|garde|embauche)\w*",
                        r"(?:a|ont) (?:ete )?(?:fini par )?(?:accepte|adopte|valide|renouvele|repris|garde|eu lieu)\w*|fini par",
                        r"plus (?:aucune?|jamais|un seul|une seule|personne)|plus rien|n a (?:plus|rien|manque)",
                        r"(?:encore|toujours) (?:en place|aujourd'hui|utilise\w*|la|en service)|ce que j en retiens|la lecon",
                        r"(?:est|sont) (?:tous |toutes )?(?:arrivee?s?|repartie?s?|restee?s?|revenue?s?)",
                    ),
                ),
                (
                    1.0,
                    _any(
                        r"^(?:et )?(?:finalement|enfin)|maintenant|au lieu d|(?:a|ont|avait|avaient) ete \w+|m a (?:confie|propose|demande)|j ai compris|pour cent|a temps|d avance|moitie|tiers|plus tot|du coup|on continue"
                    ),
                ),
            ),
        },
        joints=re.compile(
            r"(?:alors|donc|puis|ensuite|finalement|resultat|mais)\b|du coup\b|au final\b"
            r"|et (?:(?:puis|donc|ensuite|du coup|finalement|alors|moi) )?(?:j|je|on|nous|il|elle|ils|elles|c|ca|le|la|les|mon|ma|mes)\b"
        ),
        openings=re.compile(
            r"(?:je|j|on|il|elle|ils|elles|c|ca|nous (?:avons|etions|sommes|nous|devions)|a la fin|au bout|d abord"
            r"|apres ca|apres cela|le lendemain|grace a|en fin de compte|l objectif|le but|mon chef|ma cheffe|mon role|ma mission)\b"
            r"|\w+ (?:jours|semaines|mois|ans) plus tard\b"
        ),
        holding=_words(
            "que qu qui ou dont si s quand lorsque lorsqu ce comme et parce puisqu d de en"
        ),
        subordinate=re.compile(r"(?:quand|lorsque|lorsqu|apres que|depuis que|alors que)\b"),
        i=re.compile(r"je|j"),
        we=re.compile(r"on|nous"),
        i_idle=_words("pense crois dirais sais suppose imagine"),
        we_idle=_words("m me te t vous"),
        parts_of_whole=_words(
            "moitie tiers quart quarts double doubles doublee triple triples dizaine"
        ),
        no_amount=_words("les ligne numero article etage bus tous toutes ces nos mes leurs"),
    )


_MONTHS_EN = "january|february|march|april|may|june|july|august|september|october|november|december"
_ADVERB_EN = r"(?:\w+ly|also|then|just|first|even|never|always|soon|next|at once|mostly|therefore) "
_IRREGULAR = (
    r"went|took|made|wrote|rewrote|told|sat|got|gave|held|ran|set|put|built|brought|spoke|met|found|kept|chose"
    r"|began|drew|taught|led|sent|spent|split|cut|let|came|stood|rang|drove|did|bought|paid|read|saw|stuck|stayed"
    r"|left|sought|threw|tore|hired|broke|swapped|redid|understood|thought|had (?:it|them|him|her)"
)
_DID = (
    r"(?!(?:worked|lived|needed|wanted|learned|joined|used|studied|finished|saved|reached|managed|succeeded"
    r"|loved|liked|hated|raised|feared)\b)"
    rf"(?:\w{{2,}}ed|{_IRREGULAR})"
)
_CHANGED_EN = r"(?:dropped|fell|rose|grew|increased|decreased|doubled|halved|tripled|improved|climbed|jumped|shrank|disappeared)"


def _english() -> StoryCues:
    return StoryCues(
        parts={
            "situation": (
                (
                    2.0,
                    _any(
                        rf"last (?:{_MONTHS_EN}|year|month|summer|winter|spring|autumn|week|christmas)|\w+ (?:years?|months?|weeks?) ago",
                        r"when i \w+|i had just|in (?:19|20)\d\d",
                        rf"(?:in|by|since|around) (?:{_MONTHS_EN})",
                        r"(?:at|in) my (?:previous|last|former|first|old)|at the time|back (?:in|when|at)|during my",
                        r"one (?:day|evening|morning|night|afternoon)|it was my (?:first|last|second)",
                        r"i was (?:a|an|the|working|running|still|in)(?! charge)|i (?:used to )?work(?:ed)? (?:in|at|for|as|on)",
                        r"we were|there (?:was|were)|had been|(?:was|were) \w+ing|kept \w+ing|had (?:stopped|lost|left)",
                    ),
                ),
                (1.0, _any(r"^(?:on|in|at|during) (?:a|an|the|my|our)")),
                (1.0, _any(r"was|were|had|wasn't|weren't|couldn't|could not")),
            ),
            "task": (
                (
                    2.5,
                    _any(
                        r"(?:i|we) (?:had|needed) to|(?:my|our) (?:job|task|role|goal|mission|responsibility|challenge|aim|target) (?:was|is)|i had been asked|i had \w+ (?:days|weeks|months) to",
                        r"the (?:goal|task|aim|challenge|objective|brief|idea|mission) was",
                        r"(?:asked|told|wanted|expected|needed) me to|(?:put|left) me in charge|gave me \w+ (?:days|weeks|months) to",
                        r"(?:it was )?(?:up to me|on me to|my job to)|i was (?:\w+ )?(?:responsible|asked|in charge|supposed|tasked|told|expected)",
                        r"(?:relied|counted|counting|relying) on me|wanted (?:it|that|this) to|set me|(?:someone|somebody) had to",
                        r"(?:assignment|instructions?|order|deadline|idea|plan) (?:was|were) to",
                        r"as (?:the|a) \w+ (?:leader|manager)|my deadline|we had \w+ (?:days|weeks|months) to",
                    ),
                ),
                (1.0, _any(r"(?:i|we) (?:have|need) to|i've got to|(?:was|were) to (?!be\b)\w+")),
            ),
            "action": (
                (
                    2.0,
                    _any(
                        rf"i (?:{_ADVERB_EN})*{_DID}",
                        rf"we (?:{_ADVERB_EN})*{_DID}",
                        r"(?:decided|started|began) (?:to|by)",
                    ),
                ),
                (
                    1.0,
                    _any(
                        r"i (?:read|ask|tell|call|take|start|make|prepare|decide|go|explain|write|check|talk|set|give|find|send)"
                    ),
                ),
                (1.0, _any(r"^(?:and |so )?(?:first|then|next|after that|afterwards|second)")),
            ),
            "result": (
                (
                    2.5,
                    _any(
                        r"^(?:and |so )?(?:in the end|as a result|the results?|eventually|little by little|gradually|after (?:a few|some|two|three)|since (?!i\b)\w+|today|ultimately|overall)",
                        r"\w+ (?:years?|months?|weeks?|days?) later|by the end of|the (?:same|next|following) (?:day|week|month)",
                        rf"thanks to (?:that|this|it)|{_CHANGED_EN}|(?:went|were|was|is|are) (?:up|down)|went from",
                        r"we (?:saved|finished|won|delivered|signed|raised|reached|got|gained)",
                        r"i (?:learned|learnt|won|finished|saved|managed|succeeded|reached|was promoted)",
                        r"(?:thanked|promoted|praised|congratulated|hired) (?:me|us)|(?:he|she|they|client|customers?) (?:took|accepted|agreed|stayed|signed|renewed)",
                        r"still (?:use|run|runs|there|in place|in use|do|works?)|it (?:worked|paid off)|that (?:taught|saved|earned)",
                        r"not a single|no more|never \w+ again|ahead of (?:schedule|time)|what i (?:learned|took)",
                    ),
                ),
                (
                    1.0,
                    _any(
                        r"^(?:and |so )?finally|on time|percent|half|fewer|less|now|instead of|noticed|(?:was|were|been) \w+ed|(?:cut|reduced) (?:by|to)|down to"
                    ),
                ),
            ),
        },
        joints=re.compile(
            r"(?:so|then|finally|eventually|but)\b|as a result\b|in the end\b"
            r"|and (?:(?:then|so|finally) )?(?:i|we|he|she|they|it|the|my|our)\b"
        ),
        openings=re.compile(
            r"(?:i|i've|we|he|she|they|it|there|first|after that|afterwards|the goal|the task|my (?:job|role|task|goal|manager|boss))\b"
            r"|(?:the result|\w+ (?:days|weeks|months|years) later)\b"
        ),
        holding=_words(
            "that what which who whom where when if because as than how why and before after what's while"
        ),
        subordinate=re.compile(r"(?:when|while|since|after|before|as soon as) (?:i|we)\b"),
        i=re.compile(r"i|i've|i'd|i'll|i'm"),
        we=re.compile(r"we|we've|we'd|we'll|we're"),
        i_idle=_words("think guess believe mean suppose"),
        we_idle=_words(""),
        parts_of_whole=_words(
            "half third thirds quarter quarters twice double doubled tripled halved"
        ),
        no_amount=_words("at year route line number bus the those these"),
    )


@cache
def story_cues(language: Language) -> StoryCues:
    """Made for the first story in ``language``."""
    return _french() if language == "fr" else _english()
