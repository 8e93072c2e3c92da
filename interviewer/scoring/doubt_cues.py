"""Kinds of words by which a sentence that gets an idea wrong is told: patterns over norms, the same kinds in each language."""

from __future__ import annotations

import re

from interviewer.domain import Language

_FRENCH = {
    "useless": (
        r"inutil\w*|superflue?s?|(?:sert|servent|servira) (?:a|strictement a) rien|"
        r"(?:du )?temps perdu|(?:perte|gaspillage) de temps|"
        r"perd\w* (?:du|son|mon|notre|leur|un \w+ de) temps|fait perdre|gaspill\w*|(?:du|un) luxe|"
        r"gadgets?|accessoires?|facultati\w+|pas la peine|a quoi bon|peu importe|importe\w* peu|"
        r"compte\w* (?:peu|pas)|(?:m|nous) est egale?s?|secondaires?|formalite|(?:un )?detail de|"
        r"pas besoin|plus besoin|aucun (?:interet|besoin|effet|rapport)|n a rien a voir|"
        r"sans (?:interet|importance)|decorati\w+|coquetterie|faux (?:debat|probleme)|"
        r"s en (?:passe|moque|fiche)"
    ),
    "suffices": (
        r"suffi\w*|(?:il n y a|y a|n a|n avons|n ai|on a) qu a|du moment que|ca fera l affaire"
    ),
    "always": (
        r"toujours|systematiquement|forcement|automatiquement|par definition|"
        r"(?:dans|en) tous? les? cas|quoi qu il|a (?:coup sur|tous les coups)|garanti\w*|partout|"
        r"n importe|quel(?:le)?s? que soi\w+|cent pour cent|100 %|a chaque fois|sans exception|"
        r"obligatoire\w*|necessairement"
    ),
    "all": (r"tous|toutes|tout le monde|entierement|totalement|complet\w*|absolument|definitiv\w+"),
    "never": (r"jamais"),
    "none": (r"aucune?s?|rien|nulle?|personne n\w*|ni"),
    "alone": (
        r"(?:tout|toute|a lui|a elle|a eux) seule?s?|seule?s?|(?:lui|elle|eux|elles) memes?|"
        r"de (?:lui|elle) meme"
    ),
    "same": (
        r"les? memes?|la meme|identiques?|pareil\w*|equivalent\w*|au meme|se valent|"
        r"interchangeables?|synonymes?|rien de different|"
        r"(?:meme|memes) (?:chose|prix|facon|poids|role)|exactement"
    ),
    "impossible": (
        r"impossible\w*|incapables?|"
        r"(?:ne |n )?(?:peut|peuvent|sait|savent|arrive|arrivent) (?:absolument |donc |plus )?(?:pas|rien|plus|aucun)|"
        r"interdit\w*|incompatibles?|exclu\w*|hors de question|irrealiste"
    ),
    "order": (
        r"d abord|en premier|en dernier|"
        r"(?:ensuite|apres|plus tard|a la fin|une fois|seulement (?:apres|ensuite|si))|viendr\w+|"
        r"vien\w+ (?:ensuite|apres)|au dernier moment|commence\w* par"
    ),
    "pair": (
        r"alors que|tandis que|et c est|et ce sont|"
        r"(?:lui|elle|eux) (?:est|sont|a|fait|se|reste|ne)|l autre|le (?:premier|second)|"
        r"l inverse|a l envers|au contraire"
    ),
    "cleft": (
        r""
        r"c est (?:bien |donc |plutot )?(?:au|aux|a|l|le|la|les) (?:[\w']+ ){1,3}(?:qui|que|qu|d|de)|"
        r"ce sont (?:les|des) (?:[\w']+ ){1,3}qui"
    ),
    "more": (r"plus|moins|mieux|meilleure?s?|pire|davantage|autant"),
    "only": (
        r"seulement|uniquement|exclusivement|reserve\w*|que pour|juste|simplement|rien d autre|"
        r"se (?:limit\w+|content\w+|born\w+|resum\w+)"
    ),
    "drop": (
        r"remplac\w*|supprim\w*|(?:se|me|s en|m en|nous|en) passe\w*|(?:je|on|le) laisse\w*|"
        r"abandonn\w*|ignor\w*|(?:je|on|en) jett?e\w*|(?:je|on) saute|evite\w*|coupe\w*|sans|"
        r"debrouill\w*|desactiv\w*|efface\w*|renonc\w*|retir\w*|refus\w*"
    ),
    "harm": (
        r"ralenti\w*|gene\w*|nui\w*|degrad\w*|casse\w*|aggrav\w*|alourdi\w*|embrouill\w*|"
        r"perturb\w*|fait (?:baisser|monter|echouer|fuir)|effray\w*|mauvaise? idee|erreur|"
        r"contre productif|ruine\w*|abime\w*|brouille\w*"
    ),
    "trust": (
        r"au hasard|a l aveugle|les yeux fermes|aveugl\w+|"
        r"(?:je|on) (?:lui )?(?:fais|fait) confiance|cro\w+ sur parole|au feeling|a l intuition|"
        r"deviner?"
    ),
    "perfect": (
        r"parfait\w*|zero|impeccable\w*|infaillible\w*|neutres?|objectif et|irreprochable\w*|"
        r"sans (?:erreur|risque|danger|biais)|aucun risque|trompe\w*|fiables? par|invente rien|"
        r"la verite"
    ),
    "free": (
        r"gratuit\w*|ne coute\w*|instantane\w*|immediat\w*|d un (?:seul )?(?:coup|bloc|trait)|"
        r"du jour au lendemain|premier jour|tout de suite|directement"
    ),
    "neg": (r"(?:pas|plus)(?! seulement| que | toujours| tout )"),
    "hedge": (
        r"souvent|parfois|depend\w*|selon|peuvent|plutot|presque|en general|a peu pres|quelques|"
        r"plusieurs"
    ),
    "reason": (
        r"parce que?|par exemple|sinon|puis|ainsi|mais|car|pour (?:que|eviter)|afin|au lieu|"
        r"comment|comme|est ce"
    ),
    "cond": (r"si|quand|lorsque?|des que"),
}
_ENGLISH = {
    "useless": (
        r"useless|pointless|wast\w+|no point|"
        r"(?:doesn't|don't|does not|do not|hardly) (?:really )?(?:matter|count|need|help)|no need|"
        r"optional|overrated|formality|no use|irrelevant|needless|unnecessary|"
        r"makes? no difference|nothing to do with|a luxury|for decoration|not worth|"
        r"(?:isn't|aren't|never) (?:needed|necessary|worth)|"
        r"(?:has|have) no (?:effect|use|value|impact)|bother\w*"
    ),
    "suffices": (r"enough|all (?:you|we|it|i) (?:need|have)\w*|suffic\w*|just have to|will do"),
    "always": (
        r"always|guarantee\w*|by definition|automatically|in any case|in all cases|certain|"
        r"certainly|regardless|whatever|whichever|no matter|everywhere|anything|any|"
        r"hundred percent|100 %|every time|without exception|necessarily|invariably|must"
    ),
    "all": (
        r"all|everyone|everybody|everything|entirely|completely|totally|absolutely|every|whole"
    ),
    "never": (r"never"),
    "none": (r"no|nothing|none|nobody|neither|nor|nowhere"),
    "alone": (r"itself|alone|on (?:its|their|my|your) own|themselves|by themselves|single|for you"),
    "same": (
        r"same|identical\w*|no different|equivalent\w*|interchangeabl\w*|equals?|exactly|"
        r"synonym\w*|alike"
    ),
    "impossible": (
        r"impossible|unable|can't|cannot|incapable|incompatible|forbidden|ruled out|couldn't|"
        r"won't|too (?:hard|late|early)"
    ),
    "order": (
        r"first|afterwards?|later|last|once|only (?:after|then|if|when)|at the (?:end|very end)|"
        r"in the end|starts? (?:with|by)|begins? with|comes? (?:first|last|later|after)|before"
    ),
    "pair": (
        r"while|whereas|the (?:first|second|other) one|and the [\w' ]{0,30}one|the reverse|"
        r"the opposite|the other way|on the contrary|the one that|the ones that"
    ),
    "cleft": (
        r"it's (?:the|an?) (?:[\w']+ ){1,3}(?:that|who|which)|"
        r"it s (?:the|an?) (?:[\w']+ ){1,3}(?:that|who|which)"
    ),
    "more": (r"more|less|fewer|better|worse|best|worst|\w+er than|as much"),
    "only": (r"only|just|solely|merely|reserved|nothing but|simply"),
    "drop": (
        r"replac\w*|skip\w*|drop\w*|ignor\w*|leave\w*|get rid|throw\w*|without|remov\w*|avoid\w*|"
        r"switch\w* (?:it |them |the [\w']+ )?off|delet\w*|stop\w*|give up|left out|turn\w* off|"
        r"forget|refus\w*"
    ),
    "harm": (
        r"slow\w*|hurt\w*|harm\w*|break\w*|worse|degrad\w*|ruin\w*|confus\w*|kills?|weaken\w*|"
        r"mistake|bad idea|gets? in the way|makes? (?:it|things|them) (?:worse|riskier)|fail\w*"
    ),
    "trust": (r"at random|random guess|blind\w*|trust\w*|gut|guess\w*|take (?:its|their) word"),
    "perfect": (
        r"perfect\w*|zero|flawless\w*|infallible|neutral|objective\w*|no risk|risk free|"
        r"error free|never wrong|the truth|settled|safe"
    ),
    "free": (
        r"free|instant\w*|costs? nothing|at once|in one go|overnight|right away|straight|directly|"
        r"day one|immediately"
    ),
    "neg": (r"not|\w+n't"),
    "hedge": (
        r"often|sometimes|depend\w*|may|usually|almost|roughly|a few|several|can|could|rather|"
        r"about"
    ),
    "reason": (
        r"because|for example|otherwise|then|but|so that|instead|to avoid|how|like|such as|what"
    ),
    "cond": (r"if|when|as soon as|where"),
}

_CUES: dict[Language, dict[str, str]] = {"fr": _FRENCH, "en": _ENGLISH}

KINDS: dict[Language, dict[str, re.Pattern[str]]] = {
    language: {kind: re.compile(rf"(?<![\w'])(?:{ways})(?![\w'])") for kind, ways in kinds.items()}
    for language, kinds in _CUES.items()
}
"""By their names, in the order of the file of weights."""
