"""What a day is made of, looked up in the history and the library."""

from __future__ import annotations

from interviewer.domain import Language
from interviewer.drill.cards import memory_from
from interviewer.drill.today import Known
from interviewer.history.store import Store
from interviewer.scenario.library import load
from interviewer.scenario.source import library_ids

_SOURCES: dict[Language, tuple[str, str, str]] = {
    "fr": ("pitch-3min", "glossaire", "questions-ia"),
    "en": ("pitch-3min-en", "glossaire-en", "questions-ia-en"),
}
"""The pitch that is timed, the cards and the questions that are asked, in each language."""


def what_is_known(store: Store, language: Language) -> Known:
    """Everything that a day is made of."""
    pitch, cards, questions = _SOURCES[language]
    shipped = library_ids()
    rehearsed = dict.fromkeys(
        each.scenario_id
        for each in store.sessions()
        if each.kind != "drill" and each.language == language and each.scenario_id in shipped
    )
    answers = [(id_, answer) for id_ in rehearsed for answer in store.best_answers(id_)]
    answers.sort(key=lambda each: each[1].started_at)
    return Known(
        pitch,
        tuple(each for each in load(pitch).phases if not each.optional),
        cards,
        questions,
        tuple(memory_from(row.state) for row in store.deck(language) if row.state is not None),
        tuple(answers),
    )
