"""Candidates to works: what their recordings hold is known by its sum, what they are called is settled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from interviewer.audio.files import open_regular, printable
from interviewer.audio.naming import neutral_stem
from interviewer.batch.candidates import Candidate, Given
from interviewer.batch.sent import outcome_of, page_sum
from interviewer.batch.work import Outcome, Piece, Work, environment_digest, failed
from interviewer.errors import InterviewerError
from interviewer.report.coach_export import Returned
from interviewer.report.view import Sound

_BLOCK = 1 << 20
_ALIAS_DIGITS = 6


@dataclass(slots=True)
class Preparation:
    """How the works of a batch are made.

    Args:
        recogniser: engine and model, of which what is heard depends.
        anonymous: results name nobody, nor any file as it is called.
        report: a page is wanted for each, whose policy lets sound in from there.
        sound_of: what a report has of a recording; None: the recording itself.
        sent: other machines score them.
        returned: what coaches sent back of candidates' pages, by session.
    """

    recogniser: str
    anonymous: bool = False
    report: tuple[str, ...] | None = None
    sound_of: Callable[[Path], Sound] | None = None
    sent: bool = False
    returned: Mapping[str, Sequence[Returned]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _met: set[str] = field(default_factory=set)

    def works(self, candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, Work | Outcome]]:
        """A work for each, in order; an outcome where the recordings cannot even be read."""
        for candidate in candidates:
            yield candidate, self._sent(candidate, candidate.sent) or self._work(candidate)

    @property
    def strays(self) -> list[Path]:
        """What coaches sent back of sessions that no candidate sent, once all works were made."""
        left = (files for session, files in self.returned.items() if session not in self._met)
        return sorted(each.file for files in left for each in files)

    def _sent(self, candidate: Candidate, page: Path | None) -> Outcome | None:
        if page is None:
            return None
        name = self._alias(candidate, [page_sum(page)]) if self.anonymous else candidate.name
        report = self.report is not None
        session, outcome = outcome_of(candidate, page, name, self.returned, report=report)
        self._met.add(session)
        return outcome

    def _work(self, candidate: Candidate) -> Work | Outcome:
        pieces, sums, fault = self._pieces(candidate)
        name, folder = candidate.name, printable(candidate.folder or "")
        if self.anonymous:
            name = folder = self._alias(candidate, sums)
            pieces = [replace(each, shown=f"{name}/{each.name}") for each in pieces]
        work = Work(
            key="",
            candidate=name,
            scenario=candidate.scenario,
            pieces=tuple(pieces),
            folder=folder,
            whole_folder=candidate.folder is not None,
            report=self.report,
            sent=self.sent,
        )
        work = replace(work, key=self._key(work, sums))
        return work if fault is None else self._failed(work, *fault)

    def _failed(self, work: Work, error: InterviewerError, path: Path) -> Outcome:
        """The outcome of a candidate a recording of whom is not there, or none: the screen names it."""
        told = failed(work, error).error
        if self.anonymous:
            neutral = f"x{path.suffix.lower()}"
            error.values = {
                key: str(each).replace(printable(path), neutral).replace(path.name, neutral)
                for key, each in error.values.items()
            }
        return replace(failed(work, error), told=(told,))

    def _pieces(
        self, candidate: Candidate
    ) -> tuple[list[Piece], list[str], tuple[InterviewerError, Path] | None]:
        """The recordings with the sum of each, and what is wrong with the first that is not right, and which."""
        pieces: list[Piece] = []
        sums: list[str] = []
        fault: tuple[InterviewerError, Path] | None = None
        # Of a folder, names are unique and tell what they answer; a manifest may say otherwise.
        listed = candidate.folder is None and len(candidate.files) > 1
        renamed = self.anonymous or listed or any(each.task for each in candidate.files)
        for number, given in enumerate(candidate.files, start=1):
            name, taken = given.path.name, {each.name for each in pieces}
            try:
                if renamed:
                    name = _neutral(candidate, given, number, taken)
                sums.append(_sum(given.path))
            except InterviewerError as error:
                fault = fault or (error, given.path)
                continue
            sound = self.sound_of(given.path) if self.sound_of is not None else None
            pieces.append(Piece(name, printable(given.path), given.path.absolute(), sound=sound))
        return pieces, sums, fault

    def _key(self, work: Work, sums: Iterable[str]) -> str:
        digest = hashlib.sha256()
        told = (environment_digest(), self.recogniser, repr(work.scenario), work.candidate)
        for text in (*told, work.folder, *sums, *(each.shown for each in work.pieces)):
            data = text.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def _alias(self, candidate: Candidate, sums: Iterable[str]) -> str:
        """By what was recorded alone: neither the name nor its place in the alphabet shows."""
        said = hashlib.sha256("".join(sums).encode()).hexdigest()[:_ALIAS_DIGITS]
        word = "candidat" if candidate.scenario.language == "fr" else "candidate"
        alias, number = f"{word}-{said}", 1
        while alias in self._taken:
            number += 1
            alias = f"{word}-{said}-{number}"
        self._taken.add(alias)
        return alias


def _neutral(candidate: Candidate, given: Given, number: int, taken: set[str]) -> str:
    """A file name that tells what the recording answers, and no more."""
    stem = neutral_stem(candidate.scenario, given.path, given.task) or f"x{number}"
    suffix = given.path.suffix.lower()
    name, take = f"{stem}{suffix}", 1
    while name in taken:
        take += 1
        name = f"{stem}-take{take}{suffix}"
    return name


def _sum(path: Path) -> str:
    """SHA-256 of a recording.

    Raises:
        AudioError: it cannot be read.
    """
    digest = hashlib.sha256()
    with open_regular(path, printable(path)) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
