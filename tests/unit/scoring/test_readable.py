"""Credited terms under their right names, with what was written for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import (
    AnswerCard,
    Coverage,
    FoundBy,
    Language,
    Phase,
    Point,
    Scenario,
    Span,
    Spotting,
    Take,
    Task,
    Term,
    TermHit,
    Transcript,
    Trap,
    Word,
)
from interviewer.scoring.answer import score_take
from interviewer.scoring.readable import Stretch, quoted, readable, stretches
from interviewer.scoring.text import joined

RAG = Term("RAG", heard_as=("rague",))
EMBEDDINGS = Term("embeddings", heard_as=("un bedding", "embedin"))
TERMS = (
    RAG,
    EMBEDDINGS,
    Term("LoRA", heard_as=("l'eau era",)),
    Term("fine-tuning"),
    Term("IA"),
    Term("NLP"),
    Term("pipeline"),
    Term("données"),
    Term("drift", variants=("dérive",)),
    Term("LangChain", heard_as=("lang chaine", "lang chain")),
    Term("API"),
    Term("API REST", heard_as=("API reste",)),
    Term("ROI", exact_case=True),
    Term("freins"),
)

Spotted = dict[int, Spotting]


def spotting(
    term: str, spelling: str = "", words: int = 1, by: FoundBy = "sound", *, sure: bool = True
) -> Spotting:
    return Spotting(
        term=term,
        spelling=spelling or term,
        words=words,
        gain_nats=3.0 if sure else -14.0,
        similarity=1.0 if sure else 0.72,
        ordinary=not sure,
        found_by=by,
        company=True,
    )


def transcript(text: str, spotted: Spotted | None = None, language: Language = "fr") -> Transcript:
    """``text`` with places that the audio was asked about, by the index of their first word."""
    words = [Word(each, n * 0.4, n * 0.4 + 0.35, 0.4) for n, each in enumerate(text.split())]
    for at, each in (spotted or {}).items():
        words[at] = replace(words[at], spotted=(*words[at].spotted, each))
    return Transcript(language, tuple(words))


def answer(said: Transcript, *, terms: tuple[Term, ...] = TERMS, **more: object) -> AnswerCard:
    task = Task("a", 30.0, terms, more.get("points", ()))  # type: ignore[arg-type]
    phase = Phase("a", "A", "pitch", 30.0, "", task)
    traps = more.get("traps", ())
    scenario = Scenario("x", "X", said.language, (phase,), traps=traps)  # type: ignore[arg-type]
    end_s = said.words[-1].end_s if said.words else 1.0
    return score_take(scenario, phase, task, Take(Path("a.wav"), end_s, (Span(0.0, end_s),), said))


def shown(text: str, spotted: Spotted | None = None, **more: object) -> str:
    return readable(stretches(answer(transcript(text, spotted), **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("On y va sans rague.", "On y va sans RAG ⟨rague⟩."),
        ("« Rague », dit-on", "« RAG ⟨Rague⟩ », dit-on"),
        ("puis (d'un bedding), oui", "puis (d'embeddings ⟨d'un bedding⟩), oui"),
        ("parlons d'un bedding", "parlons d'embeddings ⟨d'un bedding⟩"),
        ("un mini-rague-là !", "un mini-RAG-là ⟨mini-rague-là⟩ !"),
        ("c'est l'Opipeline et l'UNLP", "c'est le pipeline ⟨l'Opipeline⟩ et le NLP ⟨l'UNLP⟩"),
        ("de l 'Opipeline", "de le pipeline ⟨l'Opipeline⟩"),
        ("rague embedin rague", "RAG ⟨rague⟩ embeddings ⟨embedin⟩ RAG ⟨rague⟩"),
        ("avec une API reste ici", "avec une API REST ⟨API reste⟩ ici"),
    ],
)
def test_a_listed_mishearing_stands_under_its_right_name(said: str, read: str) -> None:
    assert shown(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "pour l'IA, des ia et l 'IA",
        "la Donnée brute, les DONNEES",
        "du fine tuning et des Fine-tunings",
        "avec Lang Chain puis lang chain",
        "la dérive des modèles",
        "un R.O.I. et le ROI",
        "trois rags",
        "rien de tout cela",
        "",
    ],
)
def test_what_a_reader_takes_for_the_term_stays_as_it_is(said: str) -> None:
    found = stretches(answer(transcript(said)))
    assert [each for each in found if each.named] == []
    assert readable(found) == joined(said.split())


@pytest.mark.parametrize(
    ("said", "spotted", "read"),
    [
        ("quels sont les franzes ?", {3: spotting("freins")}, "quels sont les freins ⟨franzes⟩ ?"),
        # The place has whole words; which article was meant, the name says.
        (
            "parlons d'enne bedding",
            {1: spotting("embeddings", words=2)},
            "parlons d'embeddings ⟨d'enne bedding⟩",
        ),
        ("c'est l'eurague", {1: spotting("RAG")}, "c'est le RAG ⟨l'eurague⟩"),
        ("avec l'aura", {1: spotting("LoRA")}, "avec LoRA ⟨l'aura⟩"),
        ("un bon roi", {2: spotting("ROI")}, "un bon ROI ⟨roi⟩"),
        ("la derivée", {1: spotting("drift", "dérive")}, "la dérive ⟨derivée⟩"),
        ("du fente uning", {1: spotting("fine-tuning", "Fine tuning", 2)}, "du fine-tuning ⟨fente uning⟩"),
        ("une lia", {1: spotting("IA", "l'IA", by="hint")}, "une l'IA ⟨lia⟩"),
    ],
)  # fmt: skip
def test_what_the_audio_bears_out_stands_under_its_right_name(
    said: str, spotted: Spotted, read: str
) -> None:
    assert shown(said, spotted) == read


def test_two_terms_of_one_reading_stand_there_together() -> None:
    words = transcript("avec Laura fait Newning, oui").words
    both = tuple(spotting(term, "LoRA fine-tuning", 3, "hint") for term in ("LoRA", "fine-tuning"))
    said = Transcript("fr", (words[0], replace(words[1], spotted=both), *words[2:]))
    found = stretches(answer(said))
    assert readable(found) == "avec LoRA fine-tuning ⟨Laura fait Newning⟩, oui"
    (stretch,) = [each for each in found if each.named]
    assert {(each.term.name, each.found_by) for each in stretch.credits} == {
        ("LoRA", "hint"),
        ("fine-tuning", "hint"),
    }


def test_what_is_only_probable_is_not_rewritten() -> None:
    card = answer(transcript("un bon franze", {2: spotting("freins")}))
    hits = tuple(
        replace(hit, status="probable", count=0) if hit.term.name == "freins" else hit
        for hit in card.coverage.terms
    )
    assert "freins ⟨franze⟩" in readable(stretches(card))
    card = replace(card, coverage=Coverage(0.0, hits))
    assert readable(stretches(card)) == "un bon franze"
    assert [each for each in stretches(card) if each.credits] == []


def test_terms_that_overlap_are_all_there() -> None:
    card = answer(
        transcript("une base de donnée vecteur oriel"),
        terms=(
            Term("base de données"),
            Term("données vectorielles", heard_as=("donnée vecteur oriel",)),
        ),
    )
    (_, both) = stretches(card)
    assert {credit.term.name for credit in both.credits} == {
        "base de données",
        "données vectorielles",
    }
    assert both.text == "base de données vectorielles ⟨base de donnée vecteur oriel⟩"


def test_a_quote_that_cuts_a_term_has_it_whole() -> None:
    card = answer(
        transcript("un bedding pour trier tout ce que vous avez mis dans un bedding enfin"),
        points=(Point("Trier", ("trier",)), Point("Ranger", ("avez mis",))),
    )
    first, second = card.coverage.points
    assert first.quote == "un bedding pour trier tout ce que"
    assert second.quote == "ce que vous avez mis dans un bedding"[: len(second.quote or "")]
    cut = "tout ce que vous avez mis dans un"
    assert readable(quoted(card, cut, second.start_s)) == (
        "tout ce que vous avez mis dans embeddings ⟨un bedding⟩"
    )
    assert readable(quoted(card, "bedding pour trier", first.start_s)) == (
        "embeddings ⟨un bedding⟩ pour trier"
    )


def test_of_words_said_twice_a_quote_is_where_its_time_is() -> None:
    said = transcript("un bon truc puis un bon truc", {6: spotting("RAG")})
    card = answer(said)
    assert readable(quoted(card, "un bon truc", said.words[2].start_s)) == "un bon truc"
    assert readable(quoted(card, "un bon truc", said.words[6].start_s)) == "un bon RAG ⟨truc⟩"


def test_a_quote_that_is_in_no_transcript_is_read_by_its_forms() -> None:
    card = answer(transcript("sans rague"))
    assert readable(quoted(card, "un autre rague bien cadré", 99.0)) == (
        "un autre RAG ⟨rague⟩ bien cadré"
    )
    assert quoted(card, "", None) == ()


def test_a_point_and_a_trap_show_the_terms_among_their_words() -> None:
    trap = Trap("t", ("sont les",), "Non.")
    card = answer(
        transcript("quels sont les franzes", {3: spotting("freins")}),
        points=(Point("Demander", ("quels sont",)),),
        traps=(trap,),
    )
    (point,) = card.coverage.points
    (sprung,) = card.traps
    for quote, start_s in ((point.quote, point.start_s), (sprung.quote, sprung.start_s)):
        assert readable(quoted(card, quote or "", start_s)) == "quels sont les freins ⟨franzes⟩"
    assert any("quels sont les freins ⟨franzes⟩" in advice for advice in card.advice)


def test_a_misheard_word_makes_no_point() -> None:
    card = answer(
        transcript("nos franzes et un rague", {1: spotting("freins")}),
        points=(Point("Freins", ("freins", "frein*")), Point("RAG", ("RAG",))),
    )
    assert {hit.term.name for hit in card.coverage.terms if hit.status == "hit"} == {
        "freins",
        "RAG",
    }
    assert [hit.status for hit in card.coverage.points] == ["missed", "missed"]


def test_a_term_does_not_go_on_into_the_answer_to_the_follow_up() -> None:
    card = replace(answer(transcript("puis un bedding")), follow_up_word=2)
    found = stretches(card)
    assert readable(found) == "puis un bedding"
    assert [each.words for each in found] == [range(1), range(1, 2), range(2, 3)]
    assert all(each.credits for each in found[1:])


def test_a_card_of_before_places_were_kept_is_read_by_its_time() -> None:
    said = transcript("un bon franze ici")
    hit = TermHit(
        Term("freins"), "hit", "sounds_like", 0.9, 1, "un bon franze ici", 0.8, 1.15, "sound", -2.0
    )
    card = replace(answer(said), coverage=Coverage(100.0, (hit,)))
    assert readable(stretches(card)) == "un bon freins ⟨franze⟩ ici"
    elsewhere = replace(hit, places=((2, 9), (-1, 1)))
    card = replace(card, coverage=Coverage(100.0, (elsewhere,)))
    assert readable(stretches(card)) == "un bon freins ⟨franze⟩ ici"


def test_english_has_no_articles_to_mend() -> None:
    said = transcript("of d'erag", {1: spotting("RAG")}, "en")
    assert readable(stretches(answer(said))) == "of d'RAG ⟨d'erag⟩"


# What holds of every transcript.

WORDS = (
    "rague RAG, l'Opipeline (d'un bedding embedin. IA l'IA 'IA l le de données donnée dérive lang "
    "chaine API reste REST roi ROI Laura fait fine -tuning tuning fine-tuning « » … - l'eau era "
    "freins franzes un e\u0301te\u0301 œuvre C++ 80% ?"
)
SAYABLE = st.sampled_from(WORDS.split())
TERM = st.sampled_from(TERMS)


@st.composite
def cards(draw: st.DrawFn) -> AnswerCard:
    """Any words, with places that the audio was asked about anywhere."""
    words = draw(st.lists(SAYABLE, min_size=0, max_size=14))
    said = transcript(" ".join(words))
    spotted = list(said.words)
    for at in draw(st.sets(st.integers(0, 13), max_size=4)):
        length = draw(st.integers(1, 3))
        if at + length > len(words) or not any(
            character.isalnum() for word in words[at : at + length] for character in word
        ):
            continue
        term, other = draw(TERM), draw(TERM)
        spelling = draw(st.sampled_from((term.name, f"{term.name} {other.name}", f"l'{term.name}")))
        by: FoundBy = draw(st.sampled_from(("hint", "sound")))
        place = spotting(term.name, spelling, length, by, sure=draw(st.booleans()))
        spotted[at] = replace(spotted[at], spotted=(*spotted[at].spotted, place))
    terms = tuple(draw(st.lists(TERM, unique=True, max_size=8)))
    card = answer(replace(said, words=tuple(spotted)), terms=terms)
    follow_up = draw(st.none() | st.integers(1, 14))
    return replace(card, follow_up_word=follow_up)


def heard(found: tuple[Stretch, ...]) -> str:
    return "".join((" " if each.spaced else "") + each.heard for each in found)


@given(cards())
def test_what_was_heard_is_all_there_in_order(card: AnswerCard) -> None:
    words = card.take.transcript.words
    found = stretches(card)
    assert [at for each in found for at in each.words] == list(range(len(words)))
    assert heard(found) == joined([word.text for word in words])
    for each in found:
        if each.named is not None:
            assert each.credits
            assert each.named.heard in each.heard
            assert each.heard.endswith(each.named.after)
            assert each.named.name


@given(cards())
def test_no_credited_term_is_lost_and_no_other_is_named(card: AnswerCard) -> None:
    found = stretches(card)
    for hit in card.coverage.terms:
        mine = {
            at
            for each in found
            if any(c.term == hit.term for c in each.credits)
            for at in each.words
        }
        if hit.status in ("hit", "partial"):
            assert all(set(range(first, last + 1)) <= mine for first, last in hit.places)
        else:
            assert not mine


@given(cards())
def test_a_quote_holds_the_term_that_it_is_evidence_of(card: AnswerCard) -> None:
    for hit in card.coverage.terms:
        if hit.quote is None or hit.status == "probable":
            continue
        found = quoted(card, hit.quote, hit.start_s)
        assert any(credit.term == hit.term for each in found for credit in each.credits)
        assert hit.quote in heard(found)
