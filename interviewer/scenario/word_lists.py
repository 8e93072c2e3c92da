"""Lists of small and ordinary words, by which notes and ads are read."""

from __future__ import annotations

from interviewer.domain import Language
from interviewer.scenario.ids import fold

_FUNCTION_WORDS_FR = """
    le la les des une un et je vous nous pour dans que qui est sur avec mon ma mes pas ce cette
    au aux du en se ne votre vos notre plus mais ou
"""
_FUNCTION_WORDS_EN = """
    the and of to is i you we for in that with my our your it this are was be have not on at
    from as but they an or by
"""
_ORDINARY_FR = """
    dire parler expliquer montrer donner faire avoir être mettre citer rappeler avec pour dans
    sans leur leurs notre votre mon mes nos vos une des les qui que dont cette cela comment
    pourquoi quand plus très bien tout tous toute toutes mais aussi puis est sont point exemple
    chose fait moi vous nous elle elles ils
"""
_ORDINARY_EN = """
    say tell talk explain show give make have with for from without their your what that this
    these those which when where more very well about also then into they them been does point
    example thing mention name
"""
_OF_ADS_FR = """
    poste candidat candidature candidats recrutement recrute recrutons recherchons rejoignez
    rejoindre profil mission missions entreprise société contrat salaire rémunération avantages
    horaires temps plein partiel débutant expérience souhaitée exigée diplôme titulaire maîtrise
    compétences qualités disponible postulez télétravail tickets restaurant mutuelle annuel brut
    statut cadre minimum années année avez êtes serez vous votre idéalement sein assurer
    participer réaliser effectuer garantir veiller contribuer requis appréciée bonne bonnes cdi
    cdd rtt etat
"""
_OF_ADS_EN = """
    position candidate candidates applicant application apply hiring recruit join company role
    contract salary benefits hours full part time experience required preferred degree skills
    qualities available remote looking ideal offer offers responsibilities requirements must
    ability strong excellent working opportunity including ensure
"""

FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(_FUNCTION_WORDS_FR.split()),
    "en": frozenset(_FUNCTION_WORDS_EN.split()),
}
"""What tells French from English."""

ORDINARY: dict[Language, frozenset[str]] = {
    "fr": frozenset(map(fold, _ORDINARY_FR.split())),
    "en": frozenset(map(fold, _ORDINARY_EN.split())),
}
"""What a point says without meaning it, folded."""

OF_ADS: dict[Language, frozenset[str]] = {
    "fr": frozenset(map(fold, _OF_ADS_FR.split())),
    "en": frozenset(map(fold, _OF_ADS_EN.split())),
}
"""What any ad says, folded."""
