"""The labels of the recorded answers, and the pure parts of what speaks them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.corpus.add import admit, line
from benchmarks.corpus.conditions import record
from benchmarks.corpus.labels import alike, said_in
from benchmarks.corpus.others import conditions, spoken_by
from benchmarks.corpus.recipe import (
    CONDITIONS,
    DATA,
    NOISES,
    ROOMS,
    SYNTHESISERS,
    Answer,
    Condition,
    Pitch,
    load_answers,
    load_pitches,
    plain,
)
from benchmarks.corpus.speech import TermSpan, active_rms, speech_spans
from benchmarks.corpus.truth import (
    OneTake,
    PhaseSpan,
    Recording,
    load_one_takes,
    load_recordings,
    save,
)
from benchmarks.heard_as.carriers import load_carriers
from interviewer.domain import SAMPLE_RATE, Samples, Span
from interviewer.scenario.glossary import Glossary, load_glossary
from interviewer.scenario.library import load
from interviewer.tts.kokoro import RATE_HZ, Kokoro
from interviewer.tts.lexicon import Lexicon, load_lexicon
from interviewer.tts.phonemes import Accent, phonemise
from interviewer.tts.pico import spelt

LIKE = 0.3
"""Share of common three-word runs from which two texts are as good as one."""


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


@pytest.fixture(scope="module")
def answers() -> tuple[Answer, ...]:
    return load_answers()


@pytest.fixture(scope="module")
def pitches() -> tuple[Pitch, ...]:
    return load_pitches()


def test_a_label_stands_where_the_text_says_its_term(
    answers: tuple[Answer, ...], pitches: tuple[Pitch, ...], glossary: Glossary
) -> None:
    for answer in answers:
        assert answer.said == said_in(answer.text, answer.language, glossary), answer.id
    for pitch in pitches:
        for part in pitch.parts:
            assert part.said == said_in(part.text, pitch.language, glossary), pitch.id


def test_every_term_is_said_in_three_texts_and_in_both_halves(
    answers: tuple[Answer, ...], glossary: Glossary
) -> None:
    texts = Counter(term for answer in answers for term in answer.terms)
    halves = {(term, answer.half) for answer in answers for term in answer.terms}
    for entry in glossary.entries:
        if not entry.fills:
            continue  # Words of any interview, which the set about AI does not hold.
        assert texts[entry.term] >= 3, entry.term
        assert {(entry.term, "dev"), (entry.term, "test")} <= halves, entry.term


def test_the_set_is_as_large_and_varied_as_the_page_says(answers: tuple[Answer, ...]) -> None:
    kinds = Counter((answer.kind, answer.language) for answer in answers)
    assert kinds["answer", "fr"] >= 120
    assert kinds["answer", "en"] >= 40
    assert kinds["control", "fr"] + kinds["control", "en"] >= 40
    assert min(kinds["control", "fr"], kinds["control", "en"]) >= 10
    assert len({answer.delivery.voice for answer in answers}) >= 8
    assert len({answer.delivery.pace for answer in answers}) == 3
    noises = {(answer.half, answer.delivery.noise) for answer in answers}
    assert noises == set(itertools.product(("dev", "test"), NOISES))
    halves = Counter(answer.half for answer in answers)
    assert halves["test"] >= 180
    assert halves["test"] <= halves["dev"] + 8


def test_controls_hold_no_term_and_sound_alikes_instead(answers: tuple[Answer, ...]) -> None:
    controls = [answer for answer in answers if answer.kind == "control"]
    assert all(not answer.said for answer in controls)
    text = " ".join(answer.text for answer in controls).casefold()
    for alike_word in ("roi", "en face", "laura", "l’orage", "rack", "drive", "à gens", "des gens"):
        assert alike_word in text
    assert "docteur" in text


def test_no_text_is_known_from_elsewhere_or_stands_in_both_halves(
    answers: tuple[Answer, ...], pitches: tuple[Pitch, ...], glossary: Glossary
) -> None:
    carriers = load_carriers(DATA / "carriers.toml")
    known = [*carriers.templates["fr"], *carriers.templates["en"]]
    known += [text for entry in glossary.entries for text in entry.example.values()]
    known += [text for entry in glossary.entries for text in entry.definition.values()]
    halves: dict[str, list[str]] = {"dev": [], "test": []}
    for answer in answers:
        halves[answer.half].append(answer.text)
    for pitch in pitches:
        halves[pitch.half] += [part.text for part in pitch.parts]
        scenario = load(pitch.scenario)
        known += [phase.task.model_answer for phase in scenario.phases]
    for dev, test in itertools.product(set(halves["dev"]), set(halves["test"])):
        assert alike(dev, test) < LIKE, (dev, test)
    for text, other in itertools.product({*halves["dev"], *halves["test"]}, set(known)):
        assert alike(text, other) < LIKE, (text, other)


def test_pitches_have_their_phases_in_order_and_some_lack_one(pitches: tuple[Pitch, ...]) -> None:
    whole = 0
    for pitch in pitches:
        order = [phase.id for phase in load(pitch.scenario).phases]
        spoken = [part.phase for part in pitch.parts]
        assert spoken == [phase for phase in order if phase in spoken]
        assert len(pitch.gaps_s) == len(spoken) - 1
        whole += spoken == order
    assert whole >= 12
    assert len(pitches) - whole >= 6
    assert len({pitch.delivery.voice for pitch in pitches}) >= 8


def test_pitches_are_spoken_by_every_engine_in_both_halves(pitches: tuple[Pitch, ...]) -> None:
    there = {(pitch.delivery.synthesiser, pitch.half) for pitch in pitches}
    assert there == set(itertools.product(SYNTHESISERS, ("dev", "test")))
    others = [pitch for pitch in pitches if pitch.delivery.synthesiser != "kokoro"]
    assert sum(len(pitch.parts) for pitch in others) >= 60
    assert {gap_s for pitch in others for gap_s in pitch.gaps_s} == {0.6, 1.2, 2.0}


def test_a_term_parted_by_a_pause_is_not_one(glossary: Glossary) -> None:
    assert said_in("Du deep [pause 1.2] learning.", "fr", glossary) == ()
    found = said_in("Bon. [pause 1.2] L’API REST et du RAG.", "fr", glossary)
    assert [(place.term, place.start, place.end) for place in found] == [
        ("API", 19, 22),
        ("API REST", 19, 27),
        ("RAG", 34, 37),
    ]


def test_near_duplicates_are_alike() -> None:
    assert (
        alike("On met du RAG dans la cave.", "On met du RAG dans la cave, [pause 1] hein.") > LIKE
    )
    assert alike("On met du RAG dans la cave.", "La cave est pleine de vieux vins.") == 0
    assert alike("oui", "non") == 0


class Letters:
    """Reads every word letter by letter."""

    def ipa(self, text: str, accent: Accent) -> str:
        return text.casefold()


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "lexicon.toml"
    path.write_text('[fr]\n"RAG" = "/ʁaɡ/"\n"open source" = "/opn suʁs/"\n"LLM" = "elem"\n')
    return load_lexicon(path, "fr")


def heard(text: str, term: str, lexicon: Lexicon) -> tuple[str, str]:
    start = text.index(term)
    spoken = phonemise(text, [start, start + len(term)], Letters(), lexicon, "fr")
    return spoken.phonemes, spoken.phonemes[spoken.at[start] : spoken.at[start + len(term)]]


@pytest.mark.parametrize(
    ("text", "term", "phonemes", "there"),
    [
        ("le RAG, oui", "RAG", "le ʁaɡ, oui", "ʁaɡ"),
        ("Open source !", "Open source", "opn suʁs!", "opn suʁs"),
        ("des RAGs", "RAGs", "des ʁaɡ", "ʁaɡ"),
        ("de l’open source ici", "source", "de lopn suʁs ici", "suʁs"),
        ("du BRAG", "BRAG", "du brag", "brag"),
        ("l’LLM parle", "LLM", "l'elem parle", "elem"),
        ("oui mais non", "mais", "oui mais non", "mais"),
    ],
)
def test_terms_are_said_as_listed_and_found_again(
    text: str, term: str, phonemes: str, there: str, lexicon: Lexicon
) -> None:
    assert heard(text, term, lexicon) == (phonemes, there)


def test_what_the_lexicon_says_of_a_text_is_all_that_can_change_how_it_is_said(
    lexicon: Lexicon,
) -> None:
    assert lexicon.said_in("Le RAG, l’open source, le brag") == ["/ʁaɡ/", "/opn suʁs/"]


class Session:
    """A model that gives every token a quarter of a second more than the one before."""

    def __init__(self) -> None:
        self.fed: dict[str, Any] = {}

    def run(self, names: Sequence[str], fed: dict[str, Any]) -> tuple[Samples, Samples]:
        self.fed = fed
        frames = np.arange(1, fed["tokens"].size + 1, dtype=np.float32)[None] * 10
        return np.zeros((1, int(frames.sum()) * 600), np.float32), frames


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    path = tmp_path / "voices.npz"
    rows = np.arange(6, dtype=np.float16)[:, None] * np.ones((1, 4), np.float16)
    np.savez(path, one=rows, two=rows * 3, symbols=np.array(["", "a", "b", " "]))
    return path


def test_phonemes_are_timed_by_the_durations_that_the_model_works_out(styles: Path) -> None:
    session = Session()
    spoken = Kokoro(session, styles).speak("ab a", "one+two", 1.14)
    assert session.fed["tokens"].tolist() == [[0, 1, 2, 3, 1, 0]]
    # The style of four phonemes is row 3, here of the mean of both voices.
    assert session.fed["style"].tolist() == [[6.0] * 4]
    assert spoken.starts.tolist() == [0.25, 0.75, 1.5, 2.5, 3.75]
    assert len(spoken.samples) == RATE_HZ * 5.25


def test_symbols_that_the_voices_do_not_know_are_refused(styles: Path) -> None:
    with pytest.raises(ValueError, match="unknown"):
        Kokoro(Session(), styles).speak("ax", "one", 1.0)


def tone(*seconds: float) -> Samples:
    """Sound and silence in turn."""
    parts = [
        0.2 * np.sin(np.arange(round(length * SAMPLE_RATE)) * 0.3) * (index % 2)
        for index, length in enumerate(seconds)
    ]
    return np.concatenate(parts).astype(np.float32)


def test_speech_is_found_to_a_hundredth_and_short_closures_belong_to_it() -> None:
    spans = speech_spans(tone(0.5, 1.0, 0.1, 1.0, 1.2, 0.8, 0.4))
    assert [(round(span.start_s, 2), round(span.end_s, 2)) for span in spans] == [
        (0.5, 2.6),
        (3.8, 4.6),
    ]


@pytest.mark.parametrize("condition", ["pink", "office"])
def test_noise_lies_twelve_decibels_under_the_speech(condition: Condition) -> None:
    clear = tone(0.5, 2.0, 1.0, 2.0, 0.5)
    noise = record(clear, condition, [tone(0.0, 3.0), tone(0.1, 2.0)], 7) - clear
    assert 20 * np.log10(active_rms(clear) / noise.std()) == pytest.approx(12.0, abs=0.1)


def test_a_telephone_lets_its_band_through_and_nothing_else() -> None:
    white = np.random.default_rng(3).normal(0, 0.05, SAMPLE_RATE * 2).astype(np.float32)
    heard = record(white, "telephone", [], 7)
    assert len(heard) == len(white)
    power = np.abs(np.fft.rfft(heard)) ** 2
    hertz = np.fft.rfftfreq(len(heard), 1 / SAMPLE_RATE)
    inside = power[(hertz > 400) & (hertz < 3300)].mean()
    assert power[hertz > 4100].mean() < inside / 1e4
    assert power[(hertz > 20) & (hertz < 200)].mean() < inside / 100


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_recording_is_the_same_each_time_and_never_clips(condition: Condition) -> None:
    loud = tone(0.2, 1.0, 0.2) * 6
    first, second = (record(loud, condition, [tone(0.0, 1.0)], 5) for _ in range(2))
    assert np.array_equal(first, second)
    assert np.abs(first).max() <= 0.98 + 1e-6
    assert not np.array_equal(first, record(loud, condition, [tone(0.0, 1.0)], 6))


def test_the_truth_comes_back_as_it_was_written(tmp_path: Path) -> None:
    answer = Recording(
        id="fr-1-pink",
        text_id="fr-1",
        kind="answer",
        language="fr",
        half="test",
        synthesiser="kokoro",
        voice="a+b",
        pace=1.14,
        condition="pink",
        path=tmp_path / "fr-1-pink.flac",
        duration_s=9.0,
        text="Le RAG et le RAG.",
        said=(TermSpan("RAG", 1.0, 1.5), TermSpan("RAG", 5.0, 5.5)),
        speech=(Span(0.5, 3.0), Span(3.4, 4.0), Span(5.25, 8.5)),
    )
    pitch = OneTake(answer, "pitch-3min", (PhaseSpan("intro", 0.5, 4.0),), ("closing",))
    save([answer, pitch], tmp_path)
    (only,) = load_recordings(tmp_path, "test")[:1]
    assert only == answer
    assert only.terms == ("RAG",)
    assert only.spoken_s == 8.0
    assert only.pauses() == (Span(4.0, 5.25),)
    assert load_recordings(tmp_path, "dev") == ()


def test_recordings_not_made_yet_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"python -m benchmarks\.corpus"):
        load_one_takes(tmp_path)


def test_texts_are_read_without_their_pauses() -> None:
    assert plain("Oui, [pause 1.2] bon. [pause 2]") == "Oui, bon."


def test_new_texts_share_their_terms_between_the_halves_and_are_read_back(
    answers: tuple[Answer, ...], glossary: Glossary, tmp_path: Path
) -> None:
    texts = [f"Texte {number} : du RAG, puis de la latence." for number in range(8)]
    admitted = list(admit(texts, "fr", "answer", (), glossary))
    assert Counter(answer.half for answer in admitted) == {"dev": 4, "test": 4}
    assert admitted == list(admit(texts[::-1], "fr", "answer", (), glossary))
    assert all(answer.terms == ("RAG", "latence") for answer in admitted)
    assert len({answer.delivery.voice for answer in admitted}) >= 4
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(map(line, admitted)), encoding="utf-8")
    assert load_answers(path) == tuple(admitted)
    (more,) = admit(["Encore du RAG."], "fr", "answer", (*answers, admitted[0]), glossary)
    rag = Counter(answer.half for answer in (*answers, admitted[0]) if "RAG" in answer.terms)
    assert rag[more.half] == min(rag.values())
    assert {answer.half for answer in admit(texts, "fr", "answer", (), glossary, "dev")} == {"dev"}


def test_every_synthesiser_that_has_the_language_says_every_text_and_none_says_it_as_another_does(
    answers: tuple[Answer, ...],
) -> None:
    voices = {
        (synthesiser, language): Counter(
            said.delivery.voice
            for answer in answers
            if answer.language == language and (said := spoken_by(answer, synthesiser)) is not None
        )
        for synthesiser in SYNTHESISERS
        for language in ("fr", "en")
    }
    assert not voices["flite", "fr"]
    for key, times in voices.items():
        if key != ("flite", "fr"):
            assert len(times) >= 4, key
            assert min(times.values()) > max(times.values()) / 3, key
    assert spoken_by(answers[0], "kokoro") == answers[0]


def test_each_text_is_recorded_clean_in_a_noise_and_in_a_room(answers: tuple[Answer, ...]) -> None:
    met: set[Condition] = set()
    for answer in answers:
        clean, noise, room = conditions(answer)
        assert (clean, noise) == ("clean", answer.delivery.noise)
        assert room in ROOMS
        met.update((clean, noise, room))
    assert met == set(CONDITIONS)


def test_a_voice_given_letters_reads_terms_as_they_are_said(lexicon: Lexicon) -> None:
    text = "Le RAG, l’open source et l’LLM."
    assert spelt(text, lexicon, sounds=True) == (
        'Le <phoneme alphabet="xsampa" ph="Rag"/>, <phoneme alphabet="xsampa" ph="lopn"/>'
        ' <phoneme alphabet="xsampa" ph="suRs"/> et l\'elem.'
    )
    # No phonemes for Flite: an acronym is spelt, a word left to it.
    assert spelt(text, lexicon, sounds=False) == "Le R A G, l'open source et l'elem."


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("low", lambda clear, heard: active_rms(heard) / active_rms(clear) < 0.05),
        ("clipped", lambda clear, heard: (np.abs(heard) > np.abs(heard).max() * 0.99).mean() > 0.1),
        ("gaps", lambda clear, heard: 0.02 < (heard == 0).mean() < 0.2),
        ("reverb", lambda clear, heard: active_rms(heard[24800:26400]) > active_rms(clear) / 100),
        ("agc", lambda clear, heard: heard[40000:48000].std() > 3 * heard[24800:26400].std()),
    ],
)
def test_a_room_or_microphone_does_what_it_is_named_for(condition: Condition, what: Any) -> None:
    clear = tone(0.5, 1.0, 2.0, 0.5)  # the sound ends at sample 24000
    clear[:8000] = 0
    assert what(clear, record(clear, condition, [], 7))
