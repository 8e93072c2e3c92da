"""Hand-made scorecards."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from interviewer.domain import (
    AnswerCard,
    Coverage,
    Delivery,
    EngineInfo,
    Hedge,
    Language,
    Notice,
    PacePoint,
    Pauses,
    Phase,
    PhaseKind,
    Point,
    PointHit,
    Scenario,
    Scorecard,
    Sentences,
    Span,
    Take,
    Task,
    Term,
    TermHit,
    Tic,
    Timing,
    Transcript,
    Trap,
    TrapHit,
    Word,
)

HOSTILE = "[bold]x[/y] \x1b[31mred\x1b]52;c;AAAA\x07 \u202eoverride\u2066 end"
"""Markup that does not close, colour and clipboard sequences, bidi overrides."""

Print = Callable[..., str]


@pytest.fixture
def printed() -> Print:
    """Runs a render function against a piped console of some width and encoding."""

    def run(render: Callable[[Console], None], width: int = 80, encoding: str = "utf-8") -> str:
        raw = io.BytesIO()
        file = io.TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True)
        render(Console(file=file, width=width, force_terminal=False))
        return raw.getvalue().decode(encoding)

    return run


def _words(text: str, start_s: float, each_s: float = 0.4) -> tuple[Word, ...]:
    return tuple(
        Word(word, start_s + n * each_s, start_s + (n + 0.9) * each_s, 0.91234)
        for n, word in enumerate(text.split())
    )


def _take(file: str, text: str, language: Language, end_s: float, *notices: Notice) -> Take:
    speech = (Span(0.4, end_s),) if text else ()
    transcript = Transcript(language, _words(text, 0.4))
    return Take(Path("audio_fixtures/pitch-3min") / file, end_s + 0.5, speech, transcript, notices)


def _good() -> AnswerCard:
    applied = Term("IA appliquée", variants=("applied AI",))
    data = Term("données")
    value = Term("valeur", min_count=2, max_count=3)
    process = Term("processus métier", variants=("business process",))
    rag = Term("RAG", heard_as=("rague",))
    context = Term("contexte", required=False)
    terms = (applied, data, value, process, rag, context)
    return AnswerCard(
        phase_id="intro",
        question_id=None,
        title="Introduction",
        task=Task("intro", 30.0, terms),
        take=_take("intro.flac", "Bonjour, je m'intéresse à l'IA appliquée.", "fr", 28.71),
        timing=Timing(30.0, 28.3104, 0.4, "on_time", 100.0),
        coverage=Coverage(
            72.5,
            (
                TermHit(
                    applied, "hit", "exact", 1.0, 1, "je m'intéresse à l'IA appliquée", 2.4, 3.2
                ),
                TermHit(data, "hit", "inflected", 0.97, 2, "transformer la donnée brute", 7.1, 7.5),
                TermHit(value, "partial", "exact", 1.0, 1, "la valeur opérationnelle", 12.0, 12.4),
                TermHit(
                    rag, "hit", "sounds_like", 0.8231, 1, "un bon rague bien cadré", 21.0, 21.4
                ),
                TermHit(process, "missed"),
                TermHit(context, "hit", "exact", 1.0, 1, "dans le contexte", 24.9, 25.2),
            ),
        ),
        delivery=Delivery(
            words_per_minute=141.6,
            syllables_per_second=4.92,
            speech_s=24.6,
            pauses=Pauses(4, 0.61, 1, 1.34),
            fillers=("euh", "du coup", "euh"),
            terms_followed=4,
            terms_paused=2,
            score=61.2,
            hesitations=(Span(5.2, 5.7), Span(12.1, 12.5)),
            repeats=("je",),
            sentences=Sentences(3, 17.4, 31),
            slowest=PacePoint(12.3, 117.6, 4.4, 2.9),
            fastest=PacePoint(21.0, 171.2, 5.6, 4.7),
            speech_rate=4.28,
            pitch_semitones=2.6,
            loudness_db=3.14,
            tics=(
                Tic("euh", "sound", 3.0, 3.3, "text"),
                Tic("euh", "sound", 5.2, 5.7, "reading"),
                Tic("du coup", "word", 9.4, 9.8, "text"),
                Tic("", "sound", 12.1, 12.5, "voice"),
                Tic("euh", "sound", 24.0, 24.2, "text"),
            ),
            hedges=(
                Hedge("je pense", "Je pense que ça marche", 6.4, "Ça marche\u00a0: …"),
                Hedge("un peu", "c'est un peu long", 15.0, "C'est long\u00a0: …"),
                Hedge("je pense", "je pense", 22.0, ""),
            ),
        ),
        traps=(),
        score=78.44,
        advice=(
            "Placez « processus métier » : l'IA change les processus métier de toute une équipe.",
            "Dites « valeur » une deuxième fois.",
        ),
    )


def _short() -> AnswerCard:
    roi = Term("ROI", exact_case=True)
    adoption = Term("adoption")
    return replace(
        _good(),
        phase_id="questions",
        title="Question au recruteur",
        task=Task("questions", 15.0, (roi, adoption)),
        take=_take(
            "questions.flac",
            "Et le retour sur investissement ?",
            "fr",
            8.4,
            Notice("The file {file} stops before its end.", {"file": "questions.flac"}),
        ),
        timing=Timing(15.0, 8.02, 0.38, "short", 33.1),
        coverage=Coverage(
            25.0,
            (
                TermHit(
                    roi,
                    "probable",
                    "sounds_like",
                    0.55,
                    0,
                    "le roi d'investissement",
                    1.2,
                    2.9,
                    "hint",
                    -4.25,
                ),
                TermHit(adoption, "missed"),
            ),
        ),
        delivery=Delivery(188.0, None, 8.02, Pauses(0, None, 0, measured=False), (), 0, 0, 40.0),
        score=30.4,
        advice=("Développez : il vous restait 7 secondes.",),
    )


def _silent() -> AnswerCard:
    value = Term("valeur")
    poc = Term("POC")
    return AnswerCard(
        phase_id="closing",
        question_id=None,
        title="Conclusion",
        task=Task("closing", 30.0, (value, poc)),
        take=_take("closing.flac", "", "fr", 12.0),
        timing=Timing(30.0, None, None, "not_measured", None),
        coverage=Coverage(None, (TermHit(value, "missed"), TermHit(poc, "missed"))),
        delivery=Delivery(None, None, 0.0, Pauses(0, None, 0), (), 0, 0, None),
        traps=(),
        score=None,
        advice=("Aucune parole détectée : vérifiez le micro.",),
    )


def _trapped() -> AnswerCard:
    agents = Term("agents autonomes <[red]>", variants=("agents autonomes",))
    trap = Trap(
        "llm-temps-reel",
        ("en temps réel sur internet",),
        "Un LLM apprend sur un corpus figé ; il ne se réentraîne pas pendant qu'on lui parle.",
    )
    long_quote = (
        "alors moi je pense que dans quelques années nos agents autonomes vont orchestrer à peu "
        "près tout ce que nous faisons encore à la main dans les équipes"
    )
    return replace(
        _good(),
        phase_id="punchlines",
        title=f"Punchlines {HOSTILE}",
        task=Task("punchlines", 60.0, (agents,)),
        take=_take("punch\x1b[2Jlines.flac", HOSTILE, "fr", 101.5),
        timing=Timing(60.0, 101.2, 0.3, "long", 0.0),
        coverage=Coverage(
            100.0, (TermHit(agents, "hit", "exact", 1.0, 3, long_quote, 71.2, 72.0),)
        ),
        traps=(
            TrapHit(trap, "un LLM s'entraîne en temps réel sur internet", 33.4),
            TrapHit(replace(trap, id="rpa", why=HOSTILE, penalty=5.0), HOSTILE, 61.0),
        ),
        score=42.0,
        advice=(HOSTILE, "Coupez une punchline : trois suffisent."),
    )


def _question() -> AnswerCard:
    drift = Term("drift", variants=("dérive",), max_count=2)
    return replace(
        _good(),
        phase_id="technique",
        question_id="q1",
        title="Décrivez un pipeline d'IA classique",
        task=Task("q1", 90.0, (drift,), (Point("surveiller en production", ("surveillance",)),)),
        take=_take("q1.flac", "On collecte, on entraîne, on surveille.", "fr", 96.0),
        timing=Timing(90.0, 95.5, 0.5, "on_time", 100.0),
        coverage=Coverage(
            58.0,
            (TermHit(drift, "partial", "variant", 0.9, 4, "la dérive des données", 80.0, 80.6),),
            (
                PointHit("collecter et préparer les données", "hit", "on collecte", 3.0, 4.0),
                PointHit("surveiller en production", "out_of_order", "on surveille", 6.5, 7.5),
                PointHit(
                    "validation croisée",
                    "missed",
                    "pas fait de validation croisée",
                    8.1,
                    8.9,
                    denied=True,
                ),
            ),
        ),
        score=66.6,
        advice=(),
    )


def _second_question() -> AnswerCard:
    return replace(
        _question(),
        question_id="q2",
        title="Comment éviter le surapprentissage ?",
        take=_take("q2.flac", "Avec plus de données.", "fr", 44.0),
        task=Task("q2", 45.0),
        timing=Timing(45.0, 43.5, 0.5, "on_time", 100.0),
        coverage=Coverage(None),
        score=88.0,
    )


def _phase(answer: AnswerCard, title: str) -> Phase:
    kind: PhaseKind = "question" if answer.question_id else "pitch"
    return Phase(answer.phase_id, title, kind, answer.task.target_s, "", answer.task)


def _card(language: Language, answers: tuple[AnswerCard, ...], score: float | None) -> Scorecard:
    titles = {answer.phase_id: answer.title for answer in reversed(answers)}
    titles["technique"] = "Questions techniques"
    phases = {answer.phase_id: _phase(answer, titles[answer.phase_id]) for answer in answers}
    spoken = [answer.timing.spoken_s for answer in answers if answer.timing.spoken_s is not None]
    return Scorecard(
        scenario=Scenario(
            id="pitch-3min",
            title="Pitch de trois minutes",
            language=language,
            phases=tuple(phases.values()),
        ),
        engine=EngineInfo("faster-whisper", "base"),
        answers=answers,
        score=score,
        target_s=sum(answer.task.target_s for answer in answers),
        spoken_s=sum(spoken) if spoken else None,
    )


@pytest.fixture
def good() -> AnswerCard:
    return _good()


@pytest.fixture
def short() -> AnswerCard:
    return _short()


@pytest.fixture
def silent() -> AnswerCard:
    return _silent()


@pytest.fixture
def trapped() -> AnswerCard:
    return _trapped()


@pytest.fixture
def question() -> AnswerCard:
    return _question()


@pytest.fixture
def make_card() -> Callable[..., Scorecard]:
    """``make_card(language="en")``: every kind of answer in one scorecard."""

    def make(language: Language = "en", answers: tuple[AnswerCard, ...] | None = None) -> Scorecard:
        every = (_good(), _trapped(), _short(), _question(), _second_question(), _silent())
        return _card(language, every if answers is None else answers, 64.52)

    return make


@pytest.fixture
def silent_card() -> Scorecard:
    return _card("en", (_silent(),), None)


@pytest.fixture
def hostile() -> str:
    return HOSTILE
