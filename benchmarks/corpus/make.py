"""Speaking the recipe: audio files and the truth about them, in one folder.

Each text is spoken once by every synthesiser and then recorded three times, clean, in a noise and in a room or
line, so that what noise costs is measured on the same speech.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks.corpus.conditions import record
from benchmarks.corpus.others import conditions
from benchmarks.corpus.recipe import DATA, Answer, Condition, Pitch, Synthesiser, plain
from benchmarks.corpus.speech import (
    Speech,
    TermSpan,
    Voices,
    joined,
    silence,
    speak,
    speech_spans,
)
from benchmarks.corpus.together import together
from benchmarks.corpus.truth import OneTake, PhaseSpan, Recording
from interviewer.domain import SAMPLE_RATE, Language, Samples
from interviewer.scenario.library import load
from interviewer.tts.kokoro import open_kokoro
from interviewer.tts.lexicon import LEXICON, Lexicon, load_lexicon
from interviewer.tts.phonemes import Espeak

__all__ = ["Spoken", "make", "make_together", "speak_all"]

_STYLES = DATA / "voices.npz"
_LANGUAGES: tuple[Language, ...] = ("fr", "en")
_BABBLERS = 12
_BETWEEN_S = 0.7
"""Silence between texts that are recorded together, and at both ends."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text or pitch without noise, on disk."""

    path: Path
    """FLAC without silence before or after."""
    said: tuple[TermSpan, ...]
    phases: tuple[PhaseSpan, ...]
    """Empty for an answer."""


def speak_all(
    wanted: Sequence[Answer | Pitch], folder: Path, jobs: int, tell: Callable[[str], None]
) -> list[Spoken]:
    """Speaks what ``folder`` does not hold yet, and gives it all in order."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        spoken: list[Spoken] = []
        for one in pool.map(_speak_once, wanted, [folder] * len(wanted)):
            spoken.append(one)
            if len(spoken) % 20 == 0 or len(spoken) == len(wanted):
                tell(f"{len(spoken)} of {len(wanted)} spoken")
        return spoken


def make(
    wanted: Sequence[Answer | Pitch], spoken: Sequence[Spoken], folder: Path
) -> Iterator[Recording | OneTake]:
    """Records ``spoken`` in its conditions, and gives the truth about each recording."""
    babble = {language: _babble(wanted, spoken, language) for language in _LANGUAGES}
    for recipe, one in zip(wanted, spoken, strict=True):
        others = [samples for name, samples in babble[recipe.language] if name != recipe.id]
        ways = conditions(recipe) if isinstance(recipe, Answer) else (recipe.delivery.noise,)
        for condition in ways:
            yield _recorded(recipe, one, condition, others, folder)


def make_together(
    wanted: Sequence[Answer], spoken: Sequence[Spoken], folder: Path
) -> Iterator[Recording]:
    """Records ``spoken`` several at once, see :mod:`benchmarks.corpus.together`."""
    babble = {language: _babble(wanted, spoken, language) for language in _LANGUAGES}
    durations_s = [_duration_s(one.path) + _BETWEEN_S for one in spoken]
    for group in together(wanted, durations_s):
        recipes = [wanted[part] for part in group.parts]
        said = [_clear(spoken[part]) for part in group.parts]
        gaps = [silence(_BETWEEN_S)] * len(said)
        clear = joined([each for pair in zip(gaps, said, strict=True) for each in pair] + gaps[:1])
        inside = {recipe.id for recipe in recipes}
        first = recipes[0]
        others = [samples for name, samples in babble[first.language] if name not in inside]
        for condition in ("clean", group.condition):
            path = folder / f"{group.id}-{condition}.flac"
            _write(path, record(clear.samples, condition, others, first.delivery.seed))
            yield Recording(
                id=path.stem,
                text_id=group.id,
                kind="answer" if clear.said else "control",
                language=first.language,
                half=first.half,
                synthesiser=first.delivery.synthesiser,
                voice=first.delivery.voice,
                pace=first.delivery.pace,
                condition=condition,
                path=path,
                duration_s=clear.duration_s,
                text="\n".join(plain(recipe.text) for recipe in recipes),
                said=clear.said,
                speech=speech_spans(clear.samples),
            )


def _clear(one: Spoken) -> Speech:
    return Speech(_read(one.path), one.said)


def _speak_once(recipe: Answer | Pitch, folder: Path) -> Spoken:
    """One text or pitch, from ``folder`` if it was spoken before."""
    path = folder / f"{_name(recipe)}-{_fingerprint(recipe)}.flac"
    notes = path.with_suffix(".json")
    if not notes.exists():
        speech, phases = _spoken(recipe)
        _write(path, speech.samples)
        written = [[asdict(span) for span in spans] for spans in (speech.said, phases)]
        notes.write_text(json.dumps(written), encoding="utf-8")
    said, spans = json.loads(notes.read_text(encoding="utf-8"))
    return Spoken(
        path,
        tuple(TermSpan(**span) for span in said),
        tuple(PhaseSpan(**span) for span in spans),
    )


def _spoken(recipe: Answer | Pitch) -> tuple[Speech, tuple[PhaseSpan, ...]]:
    voices = _voices
    if isinstance(recipe, Answer):
        return speak(recipe.text, recipe.said, recipe.language, recipe.delivery, voices), ()
    stretches: list[Speech] = []
    phases: list[PhaseSpan] = []
    start_s = 0.0
    for part, gap_s in zip(recipe.parts, (*recipe.gaps_s, 0.0), strict=True):
        speech = speak(part.text, part.said, recipe.language, recipe.delivery, voices)
        phases.append(PhaseSpan(part.phase, start_s, start_s + speech.duration_s))
        stretches += [speech, silence(gap_s)]
        start_s += speech.duration_s + gap_s
    return joined(stretches[:-1]), tuple(phases)


def _name(recipe: Answer | Pitch) -> str:
    synthesiser = recipe.delivery.synthesiser
    return recipe.id if synthesiser == "kokoro" else f"{recipe.id}-{synthesiser}"


def _fingerprint(recipe: Answer | Pitch) -> str:
    """Changes with the text, with how it is spoken, and with the lexicon's words for it."""
    texts = [recipe.text] if isinstance(recipe, Answer) else [part.text for part in recipe.parts]
    lexicon = _lexicon(recipe.language, recipe.delivery.synthesiser)
    said = [each for text in texts for each in lexicon.said_in(text)]
    written = json.dumps([asdict(recipe), said], sort_keys=True).encode()
    return hashlib.sha256(written).hexdigest()[:12]


@cache
def _lexicon(language: Language, synthesiser: Synthesiser) -> Lexicon:
    return load_lexicon(LEXICON, language, f"{synthesiser}-{language}")


_voices = Voices(cache(lambda: open_kokoro(_STYLES)), cache(Espeak), _lexicon)
"""Loaded once a process, and only when they are needed."""


def _babble(
    wanted: Iterable[Answer | Pitch], spoken: Iterable[Spoken], language: Language
) -> list[tuple[str, Samples]]:
    """Control clips of ``language``, which hold no term, by the id of their text."""
    controls = [
        (recipe.id, one)
        for recipe, one in zip(wanted, spoken, strict=True)
        if isinstance(recipe, Answer) and recipe.kind == "control" and recipe.language == language
    ]
    return [(name, _read(one.path)) for name, one in controls[:_BABBLERS]]


def _recorded(
    recipe: Answer | Pitch,
    one: Spoken,
    condition: Condition,
    others: Sequence[Samples],
    folder: Path,
) -> Recording | OneTake:
    seed = recipe.delivery.seed
    lead_s, tail_s = np.random.default_rng(seed).uniform((0.3, 0.5), (1.3, 1.2))
    clear = joined([silence(lead_s), Speech(_read(one.path), one.said), silence(tail_s)])
    path = folder / f"{_name(recipe)}-{condition}.flac"
    _write(path, record(clear.samples, condition, others, seed))
    lead_s = round(lead_s * SAMPLE_RATE) / SAMPLE_RATE
    text = (
        plain(recipe.text)
        if isinstance(recipe, Answer)
        else "\n".join(plain(part.text) for part in recipe.parts)
    )
    recording = Recording(
        id=path.stem,
        text_id=recipe.id,
        kind=recipe.kind if isinstance(recipe, Answer) else "pitch",
        language=recipe.language,
        half=recipe.half,
        synthesiser=recipe.delivery.synthesiser,
        voice=recipe.delivery.voice,
        pace=recipe.delivery.pace,
        condition=condition,
        path=path,
        duration_s=clear.duration_s,
        text=text,
        said=clear.said,
        speech=speech_spans(clear.samples),
    )
    if isinstance(recipe, Answer):
        return recording
    phases = tuple(
        PhaseSpan(span.phase, lead_s + span.start_s, lead_s + span.end_s) for span in one.phases
    )
    there = {span.phase for span in phases}
    every = [phase.id for phase in load(recipe.scenario).phases]
    missing = tuple(phase for phase in every if phase not in there)
    return OneTake(recording, recipe.scenario, phases, missing)


def _read(path: Path) -> Samples:
    import soundfile

    samples: Samples = soundfile.read(path, dtype="float32")[0]
    return samples


def _duration_s(path: Path) -> float:
    import soundfile

    return float(soundfile.info(path).duration)


def _write(path: Path, samples: Samples) -> None:
    import soundfile

    partial = path.with_suffix(".part")
    soundfile.write(partial, samples, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    partial.replace(path)
