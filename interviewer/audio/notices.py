"""What the person should know of a recording that was read: what is missing, joined or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.audio.decoding import Decoder, Hole
from interviewer.audio.sections import Section
from interviewer.domain import Notice
from interviewer.i18n import N_

_HOLE_TOLD_S = 0.5
"""Codecs leave out silences of 0.4 s (RFC 6716, section 2.1.9), which is no loss."""

_LOSS_BY_SIZE_S = 0.1
_LOSS_BY_DURATION_S = 0.25
"""Shorter losses are not worth a word, the second where only a declared duration tells: encoder
delay and padding may be part of it."""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one of the recordings in a file."""

    section: Section
    found_s: float = 0.0
    expected_s: float = 0.0
    """By its header, where it is a loss worth a word; else what was found."""
    faults: int = 0
    holes: tuple[Hole, ...] = ()
    track: int = 0
    tracks: int = 1

    @classmethod
    def of(cls, section: Section, decoder: Decoder, found_s: float) -> Read:
        by_size = (section.extent.expected_s(found_s) if section.extent else None) or 0.0
        left_out_s = sum(hole.length_s for hole in decoder.holes if not hole.filled)
        by_duration = (decoder.declared_s or 0.0) - left_out_s
        expected_s = by_duration if by_duration - found_s >= _LOSS_BY_DURATION_S else by_size
        if expected_s - found_s < _LOSS_BY_SIZE_S:
            expected_s = found_s
        holes = tuple(decoder.holes)
        return cls(
            section, found_s, expected_s, decoder.faults, holes, decoder.track, decoder.tracks
        )


def told(name: str, found_s: float, read: Sequence[Read]) -> Iterator[Notice]:
    """What the person should know of a file of which ``found_s`` seconds were found."""
    found = round(found_s, 1)
    expected_s = sum(each.expected_s for each in read)
    cut = expected_s - sum(each.found_s for each in read) >= _LOSS_BY_SIZE_S
    unfinished = any(each.section.extent and each.section.extent.unfinished for each in read)
    damaged = any(each.faults for each in read)
    if cut:
        yield Notice(
            N_(
                "{file} is cut short: {found} of {expected} seconds are there, and only they count."
            ),
            {"file": name, "found": found, "expected": round(expected_s, 1)},
        )
    elif unfinished:
        yield Notice(
            N_(
                "{file} was not closed by its recorder: {found} seconds are there, the end may be missing."
            ),
            {"file": name, "found": found},
        )
    elif damaged:
        yield Notice(
            N_("{file} is damaged or cut short: the {found} seconds that can be read count."),
            {"file": name, "found": found},
        )
    else:
        yield from _holes_told(name, found, [hole for each in read for hole in each.holes])
    if len(read) > 1 and not read[0].section.chained:
        yield Notice(
            N_(
                "{file} is {count} recordings joined end to end: all of them count, {found} seconds."
            ),
            {"file": name, "count": len(read), "found": found},
        )
    if read[0].tracks > 1:
        yield Notice(
            N_(
                "{file} has {count} sound tracks: number {track} holds the most speech, and counts."
            ),
            {"file": name, "count": read[0].tracks, "track": read[0].track + 1},
        )


def _holes_told(name: str, found: float, holes: Sequence[Hole]) -> Iterator[Notice]:
    filled = [hole for hole in holes if hole.filled and hole.length_s >= _HOLE_TOLD_S]
    if filled:
        yield Notice(
            N_(
                "{file} has gaps: {missing} of its {found} seconds, the first at second {at}, were not "
                "recorded and count as silence."
            ),
            {
                "file": name,
                "missing": round(sum(hole.length_s for hole in filled), 1),
                "found": found,
                "at": round(filled[0].at_s, 1),
            },
        )
    for hole in [hole for hole in holes if not hole.filled][:1]:
        yield Notice(
            N_("{file}: its clock jumps by {missing} seconds at second {at}; the gap is left out."),
            {"file": name, "missing": round(hole.length_s), "at": round(hole.at_s, 1)},
        )
