"""Questions that a job interview is likely to hold: by the kind of job, by an ad and a CV.

All of them are templates to be edited; none claims to know the company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.domain import Language
from interviewer.scenario.glossary import fold
from interviewer.scenario.notes import Part

MOST_QUESTIONS = 10

_KINDS = {
    "care": "soins? soignant infirmi aide-soignant patient hopital clinique ehpad medical medecin nurs"
    " hospital caregiver healthcare ward",
    "technology": "developpeu logiciel donnees data python cloud informatique developer software engineer"
    " devops reseau cybersecurite machine code",
    "sales": "commercial vente client chiffre d.affaires prospection negoci sales customer account"
    " business development revenue boutique magasin",
    "teaching": "enseign eleve professeur formateur pedagog classe ecole teacher pupil teaching school"
    " trainer curriculum",
    "management": "manage encadr chef d.equipe direct pilotage budget leadership head of team lead"
    " responsable",
    "office": "assistant secretariat comptab administrat paie facture gestionnaire accounting payroll"
    " office clerk invoice",
    "trade": "chantier atelier maintenance logistique production entrepot magasinier technicien"
    " warehouse logistics technician workshop site safety",
}
"""Beginnings of words, without accents, by which an ad shows its kind."""

# Each: the question, and what to think of while answering it.
_BY_KIND: dict[Language, dict[str, tuple[tuple[str, str], ...]]] = {
    "fr": {
        "care": (
            (
                "Un patient refuse un soin. Que faites-vous ?",
                "Écouter, expliquer, tracer, passer le relais",
            ),
            (
                "Racontez-moi une urgence que vous avez gérée.",
                "Situation → tâche → action → résultat",
            ),
            (
                "Comment vos transmissions évitent-elles une erreur ?",
                "Un exemple précis, et ce qu’il a évité",
            ),
        ),
        "technology": (
            (
                "Racontez-moi une panne en production, et ce que vous avez fait.",
                "Situation → tâche → action → résultat",
            ),
            (
                "Comment choisissez-vous entre livrer vite et livrer propre ?",
                "Un cas vécu, ce que vous avez arbitré",
            ),
            (
                "Expliquez un sujet technique à quelqu’un qui n’est pas du métier.",
                "Une image, un usage, aucun sigle",
            ),
        ),
        "sales": (
            (
                "Racontez-moi une vente que vous pensiez perdue.",
                "Situation → tâche → action → résultat, avec un chiffre",
            ),
            (
                "Un client mécontent vous appelle. Comment réagissez-vous ?",
                "Écouter, reformuler, proposer, suivre",
            ),
            ("Comment organisez-vous votre prospection ?", "Une semaine type, vos chiffres"),
        ),
        "teaching": (
            ("Racontez-moi une séance qui a mal tourné.", "Situation → tâche → action → résultat"),
            ("Comment aidez-vous ceux qui décrochent ?", "Un exemple, ce qui a changé"),
            (
                "Comment savez-vous que l’on vous a compris ?",
                "Questionner, faire reformuler, évaluer",
            ),
        ),
        "management": (
            ("Racontez-moi un conflit dans votre équipe.", "Situation → tâche → action → résultat"),
            (
                "Comment annoncez-vous une mauvaise nouvelle à votre équipe ?",
                "Un cas vécu, vos mots",
            ),
            ("Que déléguez-vous, et que gardez-vous ?", "Un exemple de chaque"),
        ),
        "office": (
            ("Tout est urgent le même matin. Par quoi commencez-vous ?", "Trier, prévenir, tenir"),
            (
                "Racontez-moi une erreur que vous avez trouvée à temps.",
                "Situation → tâche → action → résultat",
            ),
            ("Comment gardez-vous vos dossiers à jour ?", "Vos outils, vos habitudes"),
        ),
        "trade": (
            ("Que faites-vous quand une consigne de sécurité ralentit le travail ?", "Un cas vécu"),
            (
                "Racontez-moi un problème que vous avez réglé sur place.",
                "Situation → tâche → action → résultat",
            ),
            (
                "Comment passez-vous le relais à l’équipe suivante ?",
                "Ce que vous dites, ce que vous écrivez",
            ),
        ),
        "general": (
            (
                "Racontez-moi un problème que vous avez résolu.",
                "Situation → tâche → action → résultat",
            ),
            ("Comment travaillez-vous quand tout est urgent ?", "Trier, prévenir, tenir"),
            ("Que diraient de vous vos anciens collègues ?", "Un trait, un exemple"),
        ),
    },
    "en": {
        "care": (
            ("A patient refuses treatment. What do you do?", "Listen, explain, record, hand over"),
            ("Tell me about an emergency you handled.", "Situation → task → action → result"),
            (
                "How do your handovers prevent mistakes?",
                "One precise example, and what it prevented",
            ),
        ),
        "technology": (
            ("Tell me about an outage and what you did.", "Situation → task → action → result"),
            (
                "How do you choose between shipping fast and shipping well?",
                "A real case, your trade-off",
            ),
            (
                "Explain a technical subject to someone outside the trade.",
                "An image, a use, no acronym",
            ),
        ),
        "sales": (
            (
                "Tell me about a sale you thought was lost.",
                "Situation → task → action → result, with a figure",
            ),
            ("An unhappy customer calls. What do you do?", "Listen, rephrase, offer, follow up"),
            ("How do you organise your prospecting?", "A usual week, your figures"),
        ),
        "teaching": (
            ("Tell me about a lesson that went wrong.", "Situation → task → action → result"),
            ("How do you help those who fall behind?", "An example, what changed"),
            ("How do you know that you were understood?", "Ask, have it rephrased, assess"),
        ),
        "management": (
            ("Tell me about a conflict in your team.", "Situation → task → action → result"),
            ("How do you give your team bad news?", "A real case, your words"),
            ("What do you delegate, and what do you keep?", "An example of each"),
        ),
        "office": (
            ("Everything is urgent the same morning. Where do you begin?", "Sort, warn, deliver"),
            ("Tell me about a mistake you caught in time.", "Situation → task → action → result"),
            ("How do you keep your files up to date?", "Your tools, your habits"),
        ),
        "trade": (
            ("What do you do when a safety rule slows the work down?", "A real case"),
            ("Tell me about a problem you solved on site.", "Situation → task → action → result"),
            ("How do you hand over to the next shift?", "What you say, what you write"),
        ),
        "general": (
            ("Tell me about a problem you solved.", "Situation → task → action → result"),
            ("How do you work when everything is urgent?", "Sort, warn, deliver"),
            ("What would former colleagues say about you?", "One trait, one example"),
        ),
    },
}
_OPENING: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("Parlez-moi de vous.", "Présent, passé, avenir ; deux minutes au plus"),
        ("Pourquoi ce poste, et pourquoi chez nous ?", "Un fait sur eux, un fait sur vous"),
    ),
    "en": (
        ("Tell me about yourself.", "Present, past, future; two minutes at most"),
        ("Why this job, and why with us?", "One fact about them, one about you"),
    ),
}
_CLOSING: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        (
            "Racontez-moi un échec, et ce que vous en avez tiré.",
            "Situation → tâche → action → résultat",
        ),
        ("Quelles sont vos prétentions salariales ?", "Une fourchette, ce qui la justifie"),
        ("Racontez-moi un désaccord avec un collègue.", "Situation → tâche → action → résultat"),
        ("Où vous voyez-vous dans trois ans ?", "Un cap, un premier pas"),
        ("Avez-vous des questions pour moi ?", "Deux questions, sur le travail même"),
    ),
    "en": (
        (
            "Tell me about a failure and what you took from it.",
            "Situation → task → action → result",
        ),
        ("What salary do you have in mind?", "A range, and what it rests on"),
        ("Tell me about a disagreement with a colleague.", "Situation → task → action → result"),
        ("Where do you see yourself in three years?", "A direction, a first step"),
        ("Do you have questions for me?", "Two questions about the work itself"),
    ),
}
_GAP = {
    "fr": ("L’annonce parle de « {term} », et votre CV n’en dit rien. Où en êtes-vous ?", "Le vrai, puis ce qui s’en approche, puis comment vous apprenez"),
    "en": ("The ad names “{term}”, and your CV does not. Where do you stand?", "The truth, then what comes close, then how you learn"),
}  # fmt: skip
_SHARED = {
    "fr": ("Donnez-moi un exemple vécu de « {term} ».", "Situation → tâche → action → résultat, avec un chiffre"),
    "en": ("Give me a real example of “{term}”.", "Situation → task → action → result, with a figure"),
}  # fmt: skip
_MOST_GAPS, _MOST_SHARED = 3, 2


def kind_of_job(ad: str) -> str:
    """The kind of job that ``ad`` is about; ``general`` where it does not show."""
    text = fold(ad)
    counts = {
        kind: sum(len(re.findall(rf"\b{word}", text)) for word in words.split())
        for kind, words in _KINDS.items()
    }
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] >= 2 else "general"


def likely_questions(
    ad: str, gaps: Sequence[str], shared: Sequence[str], language: Language
) -> tuple[Part, ...]:
    """Ten questions: to open, on what ad and CV share, on what only the ad names, on the job, to close.

    Args:
        ad: its text; empty where there is none.
        gaps: terms of the ad that the CV lacks, the weightiest first.
        shared: terms of both.
        language: of the questions.
    """
    questions = [_part(ask, cue) for ask, cue in _OPENING[language]]
    for (ask, cue), terms in (
        (_SHARED[language], shared[:_MOST_SHARED]),
        (_GAP[language], gaps[:_MOST_GAPS]),
    ):
        questions += [_part(ask.replace("{term}", term), cue, term) for term in terms]
    others = (*_BY_KIND[language][kind_of_job(ad)], *_CLOSING[language])
    questions += [_part(ask, cue) for ask, cue in others]
    return tuple(questions[:MOST_QUESTIONS])


def _part(ask: str, cue: str, term: str | None = None) -> Part:
    seconds = (
        120.0
        if ask in (_OPENING["fr"][0][0], _OPENING["en"][0][0])
        else 90.0
        if "→" in cue
        else 60.0
    )
    return Part(0, ask, 1, seconds, cues=[cue], terms=[term] if term else [])
