"""Filled pauses that the transcript leaves out: « euh », "um", read by another reading or heard as held.

Recognisers leave them out. Two witnesses stand in:

* a second reading, told that the person hesitates (:mod:`interviewer.asr.hesitant`), writes some of
  them. What it writes counts, once with the same sound in the transcript;
* a sound held without moving (:mod:`interviewer.vad.held_vowels`) counts by itself where it is long
  beside the speaker's own syllables: whoever speaks slowly has long vowels everywhere.

Voice that no word covers is no witness: of people's 16 sounds it found none, but a breath, a laugh and a
slow reader's vowel (docs/delivery.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from interviewer.domain import Span, Tic, Word

_SLACK_S = 0.3
"""How far the other reading's times are off: it times a sound by the words around it."""
_SYLLABLES = 1.6
"""A held sound lasts at least so many of the speaker's mean syllables. French and English syllables
last 0.19 s on average (Grosjean and Deschamps 1975), which makes 0.31 s, under what is looked for at
all; at half that pace it makes 0.61 s."""
_LONG_S = 0.7
"""A sound held so long is a hesitation at any pace."""
CLUSTER_S, CLUSTER_OF = 10.0, 3
"""So many within so long are heard as one stumble."""


def find_filled_pauses(
    speech: Sequence[Span],
    words: Sequence[Word],
    held: Sequence[Span],
    written: Sequence[Tic],
    syllables_per_second: float | None,
) -> tuple[Tic, ...]:
    """Filled pauses that ``words`` do not write, in order, not overlapping.

    Args:
        speech: spans in order, not overlapping.
        words: what was written of it, with what is unwritten between them.
        held: sounds held, in the recording that ``speech`` is of or is a part of.
        written: sounds and words that the transcript itself holds.
        syllables_per_second: of the speaker, without pauses; None: too little to say.
    """
    known = [Span(tic.start_s, tic.end_s) for tic in written if tic.kind == "sound"]
    found: list[Tic] = []
    for tic in (*_read(words), *_held(held, speech, syllables_per_second)):
        span = Span(tic.start_s, tic.end_s)
        slack_s = _SLACK_S if tic.found_by == "voice" else 0.0
        if not any(_meet(span, other, slack_s) for other in known):
            known.append(span)
            found.append(tic)
    return tuple(sorted(found, key=lambda tic: (tic.start_s, tic.end_s)))


def _read(words: Sequence[Word]) -> Iterator[Tic]:
    """Wherever it stands: a « euh » is so soft that the detector may not take it for speech."""
    for word in words:
        for each in word.unwritten:
            yield Tic(each.name, "sound", each.start_s, each.end_s, "reading")


def _held(
    held: Sequence[Span], speech: Sequence[Span], syllables_per_second: float | None
) -> Iterator[Tic]:
    shortest_s = min(_LONG_S, _SYLLABLES / syllables_per_second) if syllables_per_second else 0.0
    for sound in held:
        if sound.duration_s >= shortest_s and any(_meet(sound, voice) for voice in speech):
            yield Tic("", "sound", sound.start_s, sound.end_s, "voice")


def find_clusters(tics: Iterable[Tic]) -> tuple[tuple[Tic, ...], ...]:
    """The stretches of ``tics``, in order, in which three begin within ten seconds; none overlap."""
    ordered = sorted(tics, key=lambda tic: (tic.start_s, tic.end_s))
    runs: list[range] = []
    for first, last in enumerate(range(CLUSTER_OF - 1, len(ordered))):
        if ordered[last].start_s - ordered[first].start_s > CLUSTER_S:
            continue
        if runs and first < runs[-1].stop:
            runs[-1] = range(runs[-1].start, last + 1)
        else:
            runs.append(range(first, last + 1))
    return tuple(tuple(ordered[at] for at in run) for run in runs)


def _meet(one: Span, other: Span, slack_s: float = 0.0) -> bool:
    return one.start_s < other.end_s + slack_s and other.start_s < one.end_s + slack_s
