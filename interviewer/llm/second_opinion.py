"""A second opinion on ideas that were not recognised: shown with its sentence, never counted by itself.

What the model says is believed as far as it can be checked: the sentence that it quotes must stand in the
transcript. The person then says whether that was the idea (« je l'ai dit »).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from interviewer.domain import AnswerCard, Transcript
from interviewer.llm.server import LlmError, Model
from interviewer.scoring.text import Text, read, tokens

_LEAST_WORDS = 4
"""Of a quote. Fewer stand in many sentences and show nothing."""
_TOKENS_A_POINT = 80
_TASKS = {
    "fr": (
        "Voici la réponse d'un candidat, transcrite, puis des idées numérotées. Pour chaque idée que le "
        "candidat exprime vraiment, même en d'autres mots, cite mot pour mot la phrase de la réponse qui "
        "l'exprime. Une idée absente, fausse ou contredite ne figure pas. Réponds par du JSON seul, de la "
        'forme [{"idea": 1, "quote": "..."}], ou [] si aucune ne s\'y trouve.'
    ),
    "en": (
        "Here is a candidate's answer, transcribed, then numbered ideas. For each idea that the candidate "
        "really expresses, even in other words, quote word for word the sentence of the answer that "
        "expresses it. Leave out an idea that is absent, wrong or contradicted. Answer with JSON only, of "
        'the form [{"idea": 1, "quote": "..."}], or [] if there is none.'
    ),
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """That a model finds an idea in a sentence."""

    number: int
    """The idea's, as in :attr:`AnswerCard.disputable`."""
    point: str
    quote: str
    """As it stands in the transcript."""
    start_s: float
    model: str


def supposed(card: AnswerCard, model: Model) -> AnswerCard:
    """``card`` with the sentences in which ``model`` finds ideas that were not recognised. No score changes.

    Raises:
        LlmError: it gives nothing that can be used.
    """
    found = {opinion.point: opinion for opinion in opinions(card, model)}
    points = tuple(
        replace(
            hit,
            quote=found[hit.point].quote,
            start_s=found[hit.point].start_s,
            supposed_by=found[hit.point].model,
        )
        if hit.point in found and hit.status == "missed" and hit.quote is None
        else hit
        for hit in card.coverage.points
    )
    return replace(card, coverage=replace(card.coverage, points=points)) if found else card


def open_ideas(card: AnswerCard) -> dict[int, str]:
    """The ideas that were not recognised in what was said, nor marked by the person, by their numbers."""
    if not card.take.transcript.words:
        return {}
    marked = {hit.point for hit in card.coverage.disputed}
    return {number: point for number, point in card.disputable if point not in marked}


def opinions(card: AnswerCard, model: Model) -> tuple[Opinion, ...]:
    """What ``model`` finds of the ideas that were not recognised, by their numbers.

    Raises:
        LlmError: it gives nothing that can be used.
    """
    ideas, transcript = open_ideas(card), card.take.transcript
    if not ideas:
        return ()
    material = transcript.text + "\n\n" + "\n".join(f"{n}. {idea}" for n, idea in ideas.items())
    said = model.answer(
        _TASKS[transcript.language], material, most_tokens=_TOKENS_A_POINT * len(ideas)
    )
    text = read(transcript)
    found: dict[int, Opinion] = {}
    for number, quote in _claims(said):
        place = _place(quote, text)
        if number in ideas and number not in found and place is not None:
            words = text.words[place.start : place.stop]
            written = " ".join(word.text.strip() for word in words)
            found[number] = Opinion(number, ideas[number], written, words[0].start_s, model.name)
    return tuple(found[number] for number in sorted(found))


def _claims(said: str) -> Iterator[tuple[int, str]]:
    """(number, quote) of each well-formed entry; whatever stands around the list is looked past."""
    for candidate in re.findall(r"\[.*\]", said, re.DOTALL):
        try:
            entries: Any = json.loads(candidate)
        except (ValueError, RecursionError):
            return
        for entry in entries:
            if isinstance(entry, dict):
                number, quote = entry.get("idea"), entry.get("quote")
                if type(number) is int and isinstance(quote, str):
                    yield number, quote


def _place(quote: str, text: Text) -> range | None:
    """The words of ``text`` that ``quote`` says, letter for letter but for case, accents and marks."""
    wanted = [token.norm for token in tokens(Transcript.from_text(quote, text.language))]
    norms = [token.norm for token in text.tokens]
    if len(wanted) < _LEAST_WORDS:
        return None
    for first in range(len(norms) - len(wanted) + 1):
        if norms[first : first + len(wanted)] == wanted:
            last = text.tokens[first + len(wanted) - 1].word
            return range(text.tokens[first].word, last + 1)
    return None


def second_opinions(
    answers: Sequence[AnswerCard], model: Model, fail: Callable[[LlmError], object]
) -> tuple[AnswerCard, ...]:
    """``answers`` with what the model takes for ideas that were not recognised; no score changes.

    At the first fault, which ``fail`` is told, what is left is gone on with as it is; so it is where the
    person does not wait.
    """
    cards = list(answers)
    try:
        for at, card in enumerate(cards):
            if open_ideas(card):
                cards[at] = replace(card, sent_to=model.sent_to or card.sent_to)
                cards[at] = supposed(cards[at], model)
    except LlmError as error:
        fail(error)  # Told; the answers stand as they are.
    except KeyboardInterrupt:
        pass  # Everything is scored: who does not wait for more goes on.
    return tuple(cards)
