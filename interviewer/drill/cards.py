"""Cards out of a scenario's questions, and out of glossary terms that were missed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations, pairwise

from interviewer.domain import Language, Phase, Point, Question, Scenario, Task, Term, Transcript
from interviewer.drill.schedule import Card, Memory
from interviewer.errors import filled
from interviewer.history.deck import DeckRow
from interviewer.history.stored import Json
from interviewer.history.values import TermCount
from interviewer.i18n import N_, translator
from interviewer.scenario.glossary import Glossary, GlossaryEntry, fold
from interviewer.scoring.closeness import background
from interviewer.scoring.denial import denied
from interviewer.scoring.patterns import places
from interviewer.scoring.text import Text, read

_TERM_TARGET_S = 20.0
"""How long to speak of a term, as the cards of the glossary scenarios give."""

_PHASE = "cards"
_MIN_KEYWORD = 4
"""Letters of a word of a definition that carries its idea."""
_STEM = 5
"""Letters that such a word shares with what is said: « corriger », « correction »."""
_TELLING = 2.0
"""How rare such a word is in the answers of the library, as :meth:`Background.rarity` has it."""
_MOST_WORDS = 8
_TERM_WEIGHT = 0.5
"""The term stands in the question: saying it again is half of what saying what it means is."""
_GRAMMAR = re.compile(
    r"about|after|also|another|apres|around|aussi|autre|autres|avant|avec|avoir|before|being"
    r"|between|bien|celle|celles|celui|cette|ceux|chacun|chaque|chez|dans|does|donc|dont|each"
    r"|elle|elles|ensuite|entre|etait|etre|every|faire|fait|faut|from|have|having|into|jusqu"
    r"|jusque|laquelle|lequel|lesquelles|leur|leurs|mais|make|makes|many|means|meme|more|much"
    r"|notre|nous|only|other|parmi|pendant|peut|plus|pour|puis|puisque|quand|quelque|quelques"
    r"|quoi|sans|selon|seul|some|sont|than|that|their|them|there|these|they|this|those|through"
    r"|tous|tout|tres|vers|very|votre|vous|what|when|where|which|while|whom|will|with|without"
    r"|your"
)
"""Words as long as a keyword that only hold others together."""
_TERM_KEY = "term"


def question_cards(scenario: Scenario) -> tuple[Card, ...]:
    """A card for each question that the interviewer asks, in the file's order.

    Of a pitch, in which nothing is asked, a card for each phase of which it is told what to say.
    """
    asked = tuple(
        Card(f"{scenario.id}/{question.id}", phase, question)
        for phase in scenario.phases
        if phase.kind == "question"
        for question in phase.questions
    )
    return asked or tuple(
        Card(f"{scenario.id}/{phase.id}", phase, Question(phase.task, phase.prompt))
        for phase in scenario.phases
        if phase.kind in ("pitch", "story") and not phase.optional and _is_told(phase.task)
    )


def _is_told(task: Task) -> bool:
    return bool(task.terms or task.points or task.steps or task.story)


def has_definitions(scenario: Scenario) -> bool:
    """Whether it is a drill of terms, most of whose cards define one: missed terms may join."""
    cards = question_cards(scenario)
    return 2 * sum(bool(card.question.definition) for card in cards) > len(cards)


def term_cards(
    names: Iterable[str], known: Sequence[Card], glossary: Glossary, language: Language
) -> tuple[Card, ...]:
    """A card for each term that the glossary defines and no card of ``known`` asks for."""
    asked = {entry.term for card in known if (entry := _defined(card, glossary)) is not None}
    entries: dict[str, GlossaryEntry] = {}
    for name in names:
        entry = glossary.find(name)
        if entry is not None and entry.term not in asked and language in entry.definition:
            entries.setdefault(entry.term, entry)
    return tuple(_term_card(entry, language) for entry in entries.values())


def with_misses(
    cards: Sequence[Card], terms: Iterable[TermCount], glossary: Glossary
) -> tuple[Card, ...]:
    """The cards told how often, and when last, the term that they define was missed.

    Of several cards that define one term the first is told.
    """
    missed: dict[str, list[TermCount]] = {}
    for term in terms:
        entry = glossary.find(term.term)
        if entry is not None and term.last_missed_at is not None:
            missed.setdefault(entry.term, []).append(term)

    def told(card: Card) -> Card:
        entry = _defined(card, glossary)
        counts = missed.pop(entry.term, []) if entry is not None else []
        moments = [each.last_missed_at for each in counts if each.last_missed_at is not None]
        if not moments:
            return card
        return replace(card, missed_at=max(moments), misses=sum(each.missed for each in counts))

    return tuple(told(card) for card in cards)


def drill_scenario(scenario: Scenario, cards: Sequence[Card], *, again: bool = False) -> Scenario:
    """The scenario with one phase, which asks ``cards`` in their order and nothing else.

    ``again``: they were failed just before, and the interviewer says so.
    """
    say = translator(scenario.language)
    questions = tuple(card.question for card in cards)
    target_s = sum(question.target_s for question in questions)
    phase = Phase(
        id=_PHASE,
        title=scenario.title,
        kind="question",
        target_s=target_s,
        prompt=say(
            N_("Once more: what did not sit yet.")
            if again
            else N_("One card at a time. Answer aloud.")
        ),
        task=Task(_PHASE, target_s),
        questions=questions,
    )
    return replace(scenario, phases=(phase,), greeting="", farewell="", max_follow_ups=0)


def kept_cards(asked: Scenario, deck: Sequence[DeckRow]) -> tuple[Card, ...]:
    """The cards of a drill that was kept, as they are in the deck now.

    Args:
        asked: what :func:`drill_scenario` made.
        deck: every card in its language.
    """
    rows = {row.card: row for row in deck}
    terms = {_term_id(row.task_id): row.card for row in deck if not row.scenario_id}
    cards = []
    for phase in asked.phases:
        for question in phase.questions:
            key = terms.get(question.id, f"{asked.id}/{question.id}")
            row = rows.get(key)
            memory = None if row is None or row.state is None else memory_from(row.state)
            cards.append(Card(key, phase, question, memory))
    return tuple(cards)


def deck_row(card: Card, scenario: Scenario, now: datetime) -> DeckRow:
    """The card as the history keeps it."""
    own = card.key.startswith(f"{_TERM_KEY}/")
    return DeckRow(
        card=card.key,
        language=scenario.language,
        scenario_id="" if own else scenario.id,
        task_id=card.key.rpartition("/")[2],
        title=card.question.ask,
        added_at=now,
    )


def memory_json(memory: Memory) -> Json:
    """A memory as the history keeps it."""
    return {
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "reviewed_at": memory.reviewed_at.isoformat(),
        "due": memory.due.isoformat(),
    }


def memory_from(data: Json) -> Memory:
    """The memory that :func:`memory_json` wrote."""
    return Memory(
        stability=float(data["stability"]),
        difficulty=float(data["difficulty"]),
        reviewed_at=datetime.fromisoformat(data["reviewed_at"]),
        due=datetime.fromisoformat(data["due"]),
    )


def _defined(card: Card, glossary: Glossary) -> GlossaryEntry | None:
    """The term that a card asks to define: of a card with a definition, the first one."""
    terms = card.question.task.terms
    return glossary.find(terms[0].name) if card.question.definition and terms else None


def _term_card(entry: GlossaryEntry, language: Language) -> Card:
    """The term must be said, and each part of its definition met, in its words or in others."""
    say = translator(language)
    definition = entry.definition[language]
    name = _name(entry, language)
    task = Task(
        id=_term_id(entry.term),
        target_s=_TERM_TARGET_S,
        terms=(
            Term(
                name,
                tuple(form for form in entry.forms if form != name),
                entry.heard_as,
                entry.exact_case,
                weight=_TERM_WEIGHT,
            ),
        ),
        points=tuple(_points(definition, entry, language)),
        model_answer="\n".join(filter(None, (definition, entry.example.get(language)))),
    )
    ask = filled(say(N_("{term}: how would you define it?")), {"term": name})
    question = Question(task, ask, definition=definition)
    title = say(N_("Terms you missed"))
    phase = Phase(_PHASE, title, "question", _TERM_TARGET_S, "", task, (question,))
    return Card(f"{_TERM_KEY}/{language}/{entry.term}", phase, question)


def _name(entry: GlossaryEntry, language: Language) -> str:
    """The form by which the definition in ``language`` calls the term."""
    definition = f" {fold(entry.definition[language])} "
    own = entry.fr if language == "fr" else entry.en
    for form in (entry.term, *own):
        if re.search(rf"\W{re.escape(fold(form))}\W", definition):
            return form
    return entry.term


def _points(definition: str, entry: GlossaryEntry, language: Language) -> Iterator[Point]:
    """What the definition says of the term, as one idea; none where it is nothing but the term.

    It is made by two of its telling words near each other in one sentence, however they end, or by
    its only one; and, with the encoder, by its meaning. A word that most questions of the library
    are answered with tells nothing: « modèle » defines no term.
    """
    said = _without_term(definition, entry)
    words = _telling(said, entry, language)
    if words:
        pairs = [f"{one} + {other}" for one, other in combinations(words, 2)]
        pairs += [f"{one} … {other}" for one, other in pairwise(words)]
        # Where the definition itself has no two of them near each other, one is enough.
        met = places(pairs, read(Transcript.from_text(definition, language)))
        yield Point(said, tuple(pairs) if met else words)


def _without_term(definition: str, entry: GlossaryEntry) -> str:
    """The definition without the term that it begins with, and without the « est » behind it."""
    names = "|".join(re.escape(form) for form in sorted(entry.forms, key=len, reverse=True))
    said = re.sub(
        rf"^(?:(?:l[’']|les?\s|la\s|une?\s|the\s|an?\s)?(?:{names})s?,?\s"
        r"(?:c[’']est\s|est\s|sont\s|is\s|are\s|means\s)?)",
        "",
        definition.strip().rstrip("."),
        flags=re.IGNORECASE,
    )
    return _capital(said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _telling(definition: str, entry: GlossaryEntry, language: Language) -> tuple[str, ...]:
    """The rarest words of a definition, by which it is known, as patterns, in their order."""
    forms = {word[:_STEM] for word in fold(_name(entry, language)).split()}
    said = read(Transcript.from_text(definition, language))
    rare = background(language).rarity
    words = {
        fold(word)[:_STEM]: word.casefold()
        for word in re.findall(r"[^\W\d_]+", definition)
        if len(word) >= _MIN_KEYWORD and _GRAMMAR.fullmatch(fold(word)) is None
    }
    asserted = {stem for stem, word in words.items() if not _denied(word, said)}
    known = (asserted or words.keys()) - forms
    ranked = sorted(known, key=lambda stem: (-rare(stem), stem))
    telling = sum(rare(stem) > _TELLING for stem in ranked)
    kept = ranked[: min(max(3, telling), _MOST_WORDS)]
    return tuple(_pattern(word) for stem, word in words.items() if stem in kept)


def _pattern(word: str) -> str:
    """``word`` however it ends, where it is long enough to be known by its beginning."""
    return f"{word[:_STEM]}*" if len(word) > _STEM else word


def _denied(word: str, said: Text) -> bool:
    """Whether the definition itself says that it is not so: no point is made by denying it."""
    every = places((word,), said)
    return bool(every) and all(denied(found, said) for found in every)


def _term_id(term: str) -> str:
    """Id of the question that asks for a term of the glossary."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(term)).strip("-") or "x"
    return f"{_TERM_KEY}-{slug}"
