"""A follow-up question on what was said, where the scenario has none to ask."""

from __future__ import annotations

from interviewer.domain import AnswerCard, Transcript
from interviewer.llm.server import Model
from interviewer.scenario.word_lists import ORDINARY
from interviewer.scoring.text import read, tokens

_MOST_CHARACTERS = 200
_MOST_TOKENS = 60
_LEAST_LETTERS = 5
"""Of a word of the answer that the question takes up: shorter ones stand in every sentence."""
_TASKS = {
    "fr": (
        "Tu fais passer un entretien d'embauche. Voici ta question, puis la réponse du candidat, "
        "transcrite. Pose une seule question de relance, courte (vingt mots au plus), en le vouvoyant, sur "
        "un point précis de ce qu'il vient de dire. N'écris que la question."
    ),
    "en": (
        "You hold a job interview. Here is your question, then the candidate's answer, transcribed. Ask one "
        "short follow-up question (twenty words at most) on something precise that they just said. Write "
        "the question only."
    ),
}


def follow_up(asked: str, card: AnswerCard, model: Model) -> str:
    """What ``model`` would ask about the answer of ``card`` to the question ``asked``; empty for nothing.

    Kept only where it is one question of one line, another than ``asked``, that takes up a word of the
    answer, and not any that stands in every answer.

    Raises:
        LlmError: it gives nothing that can be used.
    """
    transcript = card.take.transcript
    if not transcript.words or card.other_language is not None:
        return ""
    material = f"{asked}\n\n{transcript.text}"
    said = model.answer(_TASKS[transcript.language], material, most_tokens=_MOST_TOKENS)
    question = said.strip().strip('"«»“” \u00a0\u202f').strip()
    if "\n" in question or not question.endswith("?") or question.count("?") > 1:
        return ""
    if len(question) > _MOST_CHARACTERS or not question.isprintable():
        return ""
    known = {token.norm for token in read(transcript).tokens} - ORDINARY[transcript.language]
    written, before = (
        [token.norm for token in tokens(Transcript.from_text(text, transcript.language))]
        for text in (question, asked)
    )
    taken_up = any(len(word) >= _LEAST_LETTERS and word in known for word in written)
    return question if taken_up and written != before else ""
