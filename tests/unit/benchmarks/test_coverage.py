"""The pure parts of the coverage benchmark: counting, intervals, decks, baselines, what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus.recipe import CONDITIONS, Half, load_answers
from benchmarks.corpus.speech import TermSpan
from benchmarks.corpus.together import together
from benchmarks.corpus.truth import Recording
from benchmarks.coverage import tables
from benchmarks.coverage.baselines import by_substring, by_whole_words
from benchmarks.coverage.decks import CONFUSABLE, deal
from benchmarks.coverage.ears import Ears
from benchmarks.coverage.kept import Keeper, code_behind
from benchmarks.coverage.methods import METHODS, Heard, everything, run
from benchmarks.coverage.tally import Count, Judged, intervals, judge
from interviewer.domain import Language, Span, Term, Transcript, Word
from interviewer.scenario.glossary import Glossary, load_glossary


def recording(
    text_id: str = "fr-1",
    said: Iterable[str] = (),
    *,
    half: Half = "test",
    language: Language = "fr",
    path: Path = Path("x.flac"),
) -> Recording:
    spans = tuple(TermSpan(name, 2.0 + at, 2.5 + at) for at, name in enumerate(said))
    return Recording(
        id=f"{text_id}-clean",
        text_id=text_id,
        kind="answer" if spans else "control",
        language=language,
        half=half,
        synthesiser="kokoro",
        voice="a",
        pace=1.0,
        condition="clean",
        path=path,
        duration_s=10.0,
        text="",
        said=spans,
        speech=(Span(0.5, 9.0),),
    )


def test_a_credit_is_found_or_false_and_each_term_counts_once() -> None:
    judged = judge(recording(said=["RAG", "IA", "RAG"]), frozenset({"RAG", "ROI"}))
    assert (judged.found, judged.missed, judged.false) == (("RAG",), ("IA",), ("ROI",))
    count = Count.of([judged, judged])
    assert count == Count(2, 2, 2)
    assert (count.precision, count.recall, count.f1) == (0.5, 0.5, 0.5)


def test_measures_are_the_textbook_ones() -> None:
    count = Count(found=90, missed=30, false=10)
    assert count.precision == pytest.approx(0.9)
    assert count.recall == pytest.approx(0.75)
    precision, recall = 0.9, 0.75
    assert count.f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_nothing_said_and_nothing_credited_measures_nothing() -> None:
    assert Count().precision is None
    assert Count().f1 is None
    assert Count(found=0, missed=0, false=2).precision == 0.0
    assert Count(found=0, missed=0, false=2).recall is None
    assert intervals([judge(recording(), frozenset())]) == {}
    assert intervals([]) == {}


def some(text_id: str, found: int, missed: int, false: int) -> Judged:
    names = [f"t{number}" for number in range(found + missed)]
    credited = {*names[:found], *(f"no{number}" for number in range(false))}
    return judge(recording(text_id, names), frozenset(credited))


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    """One term a text, 80 of 100 found: 0.8 ± 1.96 sqrt(0.8 x 0.2 / 100) = 0.722 to 0.878."""
    interval = intervals([some(f"t{n}", int(n < 80), int(n >= 80), 0) for n in range(100)])
    assert interval["recall"].low == pytest.approx(0.722, abs=0.015)
    assert interval["recall"].high == pytest.approx(0.878, abs=0.015)
    assert (interval["precision"].low, interval["precision"].high) == (1.0, 1.0)


def test_recordings_of_one_text_are_drawn_together() -> None:
    texts = [some(f"t{n}", int(n < 80), int(n >= 80), 0) for n in range(100)]
    assert intervals(texts * 4) == intervals(texts)


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=20
    )
)
def test_intervals_lie_within_0_and_1_and_in_order(rows: list[tuple[int, int, int]]) -> None:
    for interval in intervals([some(f"t{n}", *row) for n, row in enumerate(rows)]).values():
        assert 0 <= interval.low <= interval.high <= 1


TERMS = (
    Term("RAG", ("génération augmentée",)),
    Term("fine-tuning", ("affiner … modèle",)),
    Term("ROI", exact_case=True),
)


def test_substrings_are_found_anywhere_and_whole_words_are_not() -> None:
    text = "Un paragraphe de fragments, et le droit."
    assert by_substring(TERMS, text) == {"RAG", "ROI"}
    assert by_whole_words(TERMS, text) == frozenset()


def test_whole_words_forgive_what_writing_may_change() -> None:
    text = "La GENERATION augmentée, du fine tuning."
    assert by_whole_words(TERMS, text) == {"RAG", "fine-tuning"}
    assert by_substring(TERMS, text) == frozenset()


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


def test_a_deck_asks_for_what_its_texts_say_and_expects_more(glossary: Glossary) -> None:
    names = [entry.term for entry in glossary.entries]
    every = [recording(f"fr-{n:02d}", names[n : n + 3]) for n in range(40)]
    every += [recording(f"en-{n:02d}", names[n : n + 2], language="en") for n in range(10)]
    every += [recording(f"fr-9{n}", [names[-n - 1]], half="dev") for n in range(5)]
    decks = deal(every, glossary)
    assert decks == deal([*every, *every], glossary)
    for one in every:
        deck = decks[one.text_id]
        asked = {term.name for term in deck.scenario.phases[0].task.terms}
        assert set(one.terms) <= asked < set(deck.scenario.vocabulary)
        assert deck.scenario.language == one.language
        assert {other[:2] for other in deck.texts} == {one.language}
        assert asked.intersection(CONFUSABLE).difference(one.terms)
    assert {len(decks[one.text_id].texts) for one in every} == {2, 3, 4}


def word(text: str, start_s: float) -> Word:
    return Word(text, start_s, start_s + 0.4, 0.9)


def test_every_method_reads_what_the_engine_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, glossary: Glossary
) -> None:
    audio = tmp_path / "x.flac"
    audio.write_bytes(b"sound")
    one = recording("fr-1", ["RAG", "FAISS", "latence"], path=audio)
    words = (word("Du", 1.8), word("rague,", 2.1), word("une", 6.0), word("latence.", 8.0))
    monkeypatch.setattr(Ears, "transcript", lambda *_: Transcript("fr", words))
    monkeypatch.setattr(Ears, "hinted", lambda *_: "Du RAG, FAISS, une latence.")
    ears = Ears("faster-whisper", "base", tmp_path)
    deck = deal([one], glossary)["fr-1"]
    heard = run(one, deck, ears, everything("fr"), METHODS)
    assert set(heard.judged["substring"].found) == {"RAG", "latence"}
    assert set(heard.judged["whole words"].found) == {"latence"}
    assert set(heard.judged["hint, whole words"].found) == {"RAG", "FAISS", "latence"}
    assert set(heard.judged["interviewer"].found) == {"RAG", "latence"}
    assert heard.judged["interviewer"].false == ()
    # « latence » is said at 4 s and evidenced at 8 s.
    assert heard.in_place == 1


def test_a_table_states_the_measure_the_interval_and_what_was_counted() -> None:
    one = recording(said=["RAG", "IA"])
    clip = recording("fr-2")
    heard = [
        Heard(each, "e", "", {"interviewer": judge(each, frozenset(credited))}, (), 0)
        for each, credited in ((one, {"RAG"}), (clip, {"ROI"}))
    ]
    lines = list(tables.methods_table(heard, ["interviewer"]))
    assert lines[2].startswith("| e, interviewer | 2 | 2 | 0.500 (")
    assert "| e, interviewer | 1 | 1 | 1 (ROI) |" in tables.controls(heard, ["interviewer"])
    assert list(tables.by_term(heard))[2:] == ["| IA | 1 | 0 | 0 |", "| ROI | 0 | 0 | 1 |"]
    assert any("missed: IA" in line for line in tables.errors(heard))


def test_what_was_made_is_kept_under_what_it_was_made_of(tmp_path: Path) -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    keeper = Keeper(tmp_path)
    assert keeper.get(["a", "b"], lambda: make("one")) == "one"
    assert Keeper(tmp_path).get(["a", "b"], lambda: make("two")) == "one"
    assert keeper.get(["a", "c"], lambda: make("three")) == "three"
    assert keeper.get(["ab"], lambda: make("four")) == "four"
    assert made == ["one", "three", "four"]


def test_the_code_behind_a_module_is_what_it_imports_at_any_depth(tmp_path: Path) -> None:
    package = tmp_path / "interviewer"
    (package / "deep").mkdir(parents=True)
    sources = {
        "a.py": "from interviewer.deep import inner\nimport os\n",
        "deep/__init__.py": "",
        "deep/inner.py": "def f():\n    import interviewer.b\n",
        "b.py": "import interviewer.a\n",
        "c.py": "",
    }
    for name, source in sources.items():
        (package / name).write_text(source)
    before = code_behind(["interviewer.a"], package)
    (package / "c.py").write_text("changed = 1\n")
    assert code_behind(["interviewer.a"], package) == before
    (package / "b.py").write_text("import interviewer.a\nchanged = 1\n")
    changed = code_behind(["interviewer.a"], package)
    assert changed != before
    without_b = code_behind(["interviewer.a"], package, but=["interviewer.b"])
    (package / "b.py").write_text("import interviewer.a\nchanged = 2\n")
    assert code_behind(["interviewer.a"], package) != changed
    assert code_behind(["interviewer.a"], package, but=["interviewer.b"]) == without_b


def test_decoding_is_behind_both_engines_and_the_scorecard_behind_none() -> None:
    for module in ("interviewer.asr.faster", "interviewer.asr.openai_whisper"):
        assert code_behind([module]) != code_behind([module, "interviewer.scoring.answer"])
        assert code_behind([module]) == code_behind([module, "interviewer.asr.decoding"])


def test_texts_of_one_voice_and_half_are_recorded_together_up_to_half_a_minute() -> None:
    answers = [each for each in load_answers() if each.language == "fr"]
    durations_s = [3.0 + number % 7 for number in range(len(answers))]
    groups = list(together(answers, durations_s))
    every = [part for group in groups for part in group.parts]
    assert sorted(every) == list(range(len(answers)))
    assert len({group.id for group in groups}) == len(groups)
    assert {group.condition for group in groups} == set(CONDITIONS[1:])
    alone = 0
    for group in groups:
        parts = [answers[part] for part in group.parts]
        assert len({(part.half, part.delivery.voice) for part in parts}) == 1
        assert sum(durations_s[part] for part in group.parts) <= 25.0
        alone += all(part.kind == "control" for part in parts)
    assert 0 < alone < len(groups) / 2
    assert sum(len(group.parts) for group in groups) / len(groups) > 3
