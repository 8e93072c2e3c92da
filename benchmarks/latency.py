"""How long after the end of an answer its card is there.

    python -m benchmarks.latency [--engine ENGINE] [--ending ENDING] [--answers COUNT]

The session is the real one: engine, listener, detector, recordings on disk, recogniser, scoring.
Only the microphone is played, in real time, from ``audio_fixtures``, and the voice is quick. An
answer ends by ``silence`` (counted from the moment the endpointer says so), by ``enter`` some
tenths of a second after its last word, or by ``speaking``: Enter in the middle of a word. The whole matrix takes
about 35 minutes an engine. For what the virtual microphone adds, see ``benchmarks.desk``.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from interviewer.asr.catalog import EngineName
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.audio.reader import open_recording
from interviewer.domain import (
    SAMPLE_RATE,
    AnswerCard,
    ListenRequest,
    Phase,
    Samples,
    Scenario,
    Span,
    Take,
    Task,
    Vocabulary,
)
from interviewer.errors import InterviewerError
from interviewer.live.events import LiveEvents, SessionClock
from interviewer.live.listener import LiveListener
from interviewer.live.ports import ListenSettings, Outlets
from interviewer.live.preparation import Preparation
from interviewer.live.transcriber import LiveTakes
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load_text
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import AnswerEnded, Event, Next, PromptSpoken, Quit
from interviewer.session.plan import make_plan
from interviewer.session.ports import LiveTranscriber, Ports
from interviewer.session.requests import Offer
from interviewer.session.runner import run_session
from interviewer.vad.detector import SileroDetector
from interviewer.vad.segmenter import Segmenter

__all__ = ["Answer", "Ending", "Measured", "answers", "hold", "quantile", "table"]

FIXTURES = Path(__file__).parents[1] / "audio_fixtures"
BLOCK_S = 0.05
AFTER_WORD_S = 0.3
"""How long after the last word Enter comes, unless told otherwise. Few people are as quick."""
MID_WORD_S = 0.6
"""How far into a stretch of speech Enter comes, for ``speaking``."""

Ending = Literal["silence", "enter", "speaking"]

RECORDINGS: tuple[tuple[str, ...], ...] = (
    ("answers/fr-rag",),
    ("pitch-3min/intro",),
    ("pitch-3min/punchlines", "pitch-3min/closing"),
    ("answers/fr-drift",),
    ("pitch-3min/anecdote",),
    ("answers/fr-lora",),
    ("pitch-3min/intro", "pitch-3min/punchlines"),
    ("answers/fr-confusable",),
    ("pitch-3min/punchlines",),
    ("answers/fr-fillers",),
    ("pitch-3min/anecdote", "pitch-3min/closing", "answers/fr-lora"),
    ("answers/fr-long",),
    ("answers/fr-long", "answers/fr-rag"),
    ("answers/fr-limites",),
    ("pitch-3min/closing",),
    ("pitch-3min/closing", "pitch-3min/punchlines"),
    ("answers/fr-trap",),
    ("answers/fr-outils", "answers/fr-drift"),
    ("pitch-3min/punchlines", "pitch-3min/intro"),
    ("answers/fr-agents",),
)
"""Twenty answers of 10 to 90 s, joined from the fixtures; any first few are of all lengths."""

CLASSES = ((0.0, 25.0), (25.0, 60.0), (60.0, 100.0))
"""Lengths that are looked at apart, in seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is played."""

    name: str
    samples: Samples
    speech: tuple[Span, ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    def enter_s(self, ending: Ending, after_word_s: float) -> float | None:
        """When Enter comes, None where it does not."""
        if ending == "silence":
            return None
        if ending == "enter":
            return self.speech[-1].end_s + after_word_s
        long = [span for span in self.speech if span.duration_s > 2 * MID_WORD_S]
        late = [span for span in long if span.start_s > self.seconds / 2]
        return (late or long)[-1].start_s + MID_WORD_S


@dataclass(frozen=True, slots=True)
class Measured:
    """One answer."""

    answer: str
    seconds: float
    latency_s: float
    """From the end, as the ending has it, to the card, of what is read by then."""
    complete_s: float
    """The same to the card of all that was said, which counts."""
    words: tuple[int, int]
    """In both."""
    since_speech_s: float
    """From the end of the last speech, to the first card."""
    complete: bool
    """The answer was not ended before all of it was heard."""


def answers(count: int) -> Iterator[Answer]:
    """The first ``count`` answers."""
    for names in RECORDINGS[:count]:
        parts = [
            block for name in names for block in open_recording(FIXTURES / f"{name}.flac").blocks()
        ]
        samples = np.concatenate(parts)
        segmenter = Segmenter(SileroDetector())
        for _ in (*segmenter.feed(samples), *segmenter.finish()):
            pass
        yield Answer("+".join(name.split("/")[1] for name in names), samples, segmenter.spans)


class RealTimeMicrophone:
    """Plays what it is told to, at the pace of a real one; a little noise otherwise."""

    def __init__(self) -> None:
        self.device = Opened("fixtures", SAMPLE_RATE, 1)
        self.active = True
        self.losses = Losses(0, 0.0, 0, 0, 0.0)
        self._random = np.random.default_rng(1)
        self._lock = threading.Lock()
        self._next_s = time.monotonic()
        self._playing: Samples = np.empty(0, np.float32)

    def play(self, samples: Samples) -> float:
        """From the next block on; when that begins, by ``time.monotonic``."""
        with self._lock:
            self._playing = samples
            return self._next_s

    def read(self, timeout_s: float) -> Block | None:
        length = round(BLOCK_S * SAMPLE_RATE)
        with self._lock:
            at_s = self._next_s + BLOCK_S
        if (wait_s := at_s - time.monotonic()) > 0:
            time.sleep(min(wait_s, timeout_s))
        if time.monotonic() < at_s:
            return None
        with self._lock:
            self._next_s = at_s
            samples, self._playing = self._playing[:length], self._playing[length:]
        noise = self._random.normal(0.0, 1e-4, length).astype(np.float32)
        noise[: len(samples)] += samples
        return Block(noise, at_s, gated=False, clipped=0.0)


@dataclass
class QuickVoice:
    """Has said everything at once."""

    events: LiveEvents

    def say(self, turn: int, text: str) -> None:
        del text
        self.events.post(lambda at_s: PromptSpoken(at_s, turn))

    def stop(self) -> None: ...


class NoKeeper:
    """The history costs half a millisecond an event; it is measured at the desk."""

    def recording_opened(self, request: ListenRequest, path: Path) -> None: ...

    def recording_closed(self, name: str, duration_s: float) -> None: ...

    def recording_transcribed(self, name: str, take: Take) -> None: ...


@dataclass
class Candidate:
    """At the screen: answers when it is their turn, and notes when the card is there."""

    microphone: RealTimeMicrophone
    events: LiveEvents
    waiting: list[Answer]
    ending: Ending
    after_word_s: float
    measured: list[Measured] = field(default_factory=list)
    began_s: float = 0.0
    ended_s: float = 0.0
    early: tuple[float, int] | None = None
    """When a first card was there, and of how many words."""

    def keep(self, event: Event) -> None:
        """Told of every event."""
        if isinstance(event, AnswerEnded):
            self.ended_s = time.monotonic()

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None: ...

    def show_text(self, text: str, by: str = "") -> None: ...

    def show_reopened(self, request: ListenRequest) -> None:
        """Ended too early: the answer still plays, and its next card counts."""

    def show_listening(self, request: ListenRequest) -> None:
        del request
        answer = self.waiting[0]
        self.began_s = self.microphone.play(answer.samples)
        enter_s = answer.enter_s(self.ending, self.after_word_s)
        if enter_s is not None:
            wait_s = self.began_s + enter_s - time.monotonic()
            threading.Timer(wait_s, self._enter).start()

    def show_model(self, task: Task) -> None: ...

    def show_offers(self, offers: Sequence[Offer]) -> None: ...

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        del first, asks
        self.early = (time.monotonic(), len(card.take.transcript.words))

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        del still_open, first
        at_s, answer = time.monotonic(), self.waiting[0]
        words = len(card.take.transcript.words)
        (first_s, first_words), self.early = self.early or (at_s, words), None
        spoken_to_s = card.take.speech[-1].end_s
        if self.ending == "silence" and spoken_to_s < answer.speech[-1].end_s - 1.0:
            return  # a pause was taken for the end; it goes on
        complete = self.ending == "speaking" or spoken_to_s > answer.speech[-1].end_s - 0.5
        self.measured.append(
            Measured(
                answer.name,
                answer.seconds,
                first_s - self.ended_s,
                at_s - self.ended_s,
                (first_words, words),
                first_s - self.began_s - spoken_to_s,
                complete,
            )
        )
        self.waiting.pop(0)
        self.microphone.play(np.empty(0, np.float32))
        self.events.post(Next if self.waiting else Quit)

    def show_pause(self, paused: bool) -> None: ...

    def show_rereading(self, left: int) -> None: ...

    def show_refusal(self, error: InterviewerError) -> None:
        raise error

    def _enter(self) -> None:
        self.ended_s = time.monotonic()
        self.events.post(Next)


def scenario(count: int) -> Scenario:
    """``count`` questions with as many terms as those of the library."""
    terms = '["LLM", "RAG", "fine-tuning", "production", "monitoring", "dette technique", "drift"]'
    questions = "".join(
        f'[[phase.question]]\nid = "q{number}"\nask = "?"\ntarget = "90s"\nterms = {terms}\n'
        for number in range(count)
    )
    text = (
        'id = "latency"\ntitle = "Latency"\nlanguage = "fr"\n[[phase]]\nid = "p"\ntitle = "P"\n'
        f'kind = "question"\ntarget = "{90 * count}s"\nprompt = "?"\n{questions}'
    )
    return load_text(text, "latency", load_glossary())


def hold(
    load: Callable[[], LiveTranscriber],
    played: Sequence[Answer],
    ending: Ending,
    folder: Path,
    after_word_s: float = AFTER_WORD_S,
) -> list[Measured]:
    """A session in which ``played`` are answered one after the other."""
    asked = scenario(len(played))
    clock = SessionClock()
    events = LiveEvents(clock)
    microphone = RealTimeMicrophone()
    candidate = Candidate(microphone, events, list(played), ending, after_word_s)
    takes = LiveTakes(load, Vocabulary.of(asked), NoKeeper(), events.post)
    listener = LiveListener(
        microphone,
        Outlets(events, takes, lambda _: None, lambda _: None),
        ListenSettings("fr", folder, SileroDetector),
    )
    plan = make_plan(asked)
    preparation = Preparation(asked, plan.steps)
    try:
        assert takes.engine  # loaded while the greeting is spoken
        ports = Ports(
            clock,
            events,
            QuickVoice(events),
            listener,
            takes,
            candidate,
            AnswerScorer(),
            candidate.keep,
        )
        run_session(plan, ports)
    finally:
        preparation.close()
        listener.close()
        takes.close()
    return candidate.measured


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of ``values``, at least one, do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, int(np.ceil(share * len(ordered))) - 1)]


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """One line over all, then one a length."""
    yield _line("all", measured)
    for least_s, most_s in CLASSES:
        within = [each for each in measured if least_s <= each.seconds < most_s]
        if within:
            mean_s = statistics.mean(each.seconds for each in within)
            yield _line(f"about {mean_s:.0f} s", within)


def _line(label: str, measured: Sequence[Measured]) -> str:
    latencies = [each.latency_s for each in measured]
    whole = [each.complete_s for each in measured]
    since = [each.since_speech_s for each in measured]
    return (
        f"  {label:<12} {len(measured):>3}  p50 {quantile(latencies, 0.5):.2f}  "
        f"p95 {quantile(latencies, 0.95):.2f}  max {max(latencies):.2f}  "
        f"complete p50 {quantile(whole, 0.5):.2f} p95 {quantile(whole, 0.95):.2f}  "
        f"since the last speech p50 {quantile(since, 0.5):.2f} p95 {quantile(since, 0.95):.2f}"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--engine", choices=get_args(EngineName), action="append")
    parser.add_argument("--ending", choices=get_args(Ending), action="append")
    parser.add_argument("--answers", type=int, default=len(RECORDINGS))
    parser.add_argument(
        "--after", type=float, default=AFTER_WORD_S, help="seconds from the last word to Enter"
    )
    parser.add_argument("--each", action="store_true", help="print every answer")
    options = parser.parse_args()
    engines: list[EngineName] = options.engine or list(get_args(EngineName))
    endings: list[Ending] = options.ending or list(get_args(Ending))
    played = list(answers(options.answers))
    for engine in engines:
        weights = ModelStore.default().ensure(
            engine, "base", progress=lambda *_: None, say=lambda _: None
        )
        for ending in endings:
            wall_s, cpu_s = time.monotonic(), time.process_time()
            with tempfile.TemporaryDirectory() as folder:
                measured = hold(
                    partial(open_engine, weights), played, ending, Path(folder), options.after
                )
            print(f"{engine}, {ending}: seconds")
            for each in measured if options.each else ():
                print(
                    f"  {each.seconds:5.1f}  {each.latency_s:.3f}  {each.complete_s:.2f}"
                    f"  {each.since_speech_s:.2f}  {each.words[0]:3} of {each.words[1]:3} words"
                    f"  {each.answer}{'' if each.complete else '  INCOMPLETE'}"
                )
            for line in table(measured):
                print(line, flush=True)
            cut = sum(not each.complete for each in measured)
            print(f"  ended before the last word: {cut} of {len(measured)}")
            share = (time.process_time() - cpu_s) / (time.monotonic() - wall_s)
            print(f"  processor: {share:.0%} of a core, loading the model included", flush=True)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{engine}: peak memory of this process so far {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
