"""Who of a batch is to be scored, what came of them so far, and where it is written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from interviewer.audio.files import printable
from interviewer.batch.candidates import Candidate
from interviewer.batch.entries import Entries, entry_of
from interviewer.batch.preparation import Preparation
from interviewer.batch.work import Outcome, Work
from interviewer.errors import InternalError, UsageError
from interviewer.files import cause, replacing
from interviewer.i18n import N_
from interviewer.report.class_rows import Row, row_of

_SLUG = 40


class Books:
    """The candidates of a batch with their results.

    Args:
        preparation: how candidates are made ready.
        candidates: all of them, in order.
        file: takes the entries, see :class:`interviewer.batch.entries.Entries`.
        pages: a folder that takes the candidates' pages; None: there are none.
        resume: what is in ``file`` and still holds is kept.

    Raises:
        UsageError: ``file`` cannot be written, or not be gone on with.
    """

    def __init__(
        self,
        preparation: Preparation,
        candidates: Sequence[Candidate],
        file: Path,
        pages: Path | None,
        *,
        resume: bool,
    ) -> None:
        self._prepared: Iterable[tuple[Candidate, Work | Outcome]] = preparation.works(candidates)
        self._people: dict[str, Candidate] = {}
        self._files: dict[str, dict[str, str]] = {}
        """By key: what results call a recording that they do not name, and its name."""
        self._pages = pages
        self.failures = 0
        self.rows: list[Row] = []
        """Of all that are scored or failed, in order; once :meth:`settle` was called."""
        keep = None
        if resume:
            self._prepared = list(self._prepared)
            keep = {
                work.key
                for candidate, work in self._prepared
                if isinstance(work, Work) and self._has_page(work.candidate, candidate)
            }
        self._entries = Entries(file, keep)
        self.kept = len(self._entries.keys)
        self.left = len(candidates) - self.kept
        self._ready: list[Outcome] = []

    def works(self) -> Iterator[Work]:
        """Those who are left, in order, but for those about whom all is known already."""
        kept = self._entries.keys
        for candidate, work in self._prepared:
            self._people[work.key] = candidate
            if work.key in kept:
                continue
            if isinstance(work, Outcome):
                self._ready.append(work)
                continue
            named = {each.shown: printable(each.source) for each in work.pieces}
            if work.candidate != candidate.name:
                self._files[work.key] = named
            yield work

    def with_ready(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """``outcomes`` of :meth:`works`, and those of whom it left out."""
        for outcome in outcomes:
            while self._ready:
                yield self._ready.pop()
            yield outcome
        yield from self._ready

    def person(self, outcome: Outcome) -> str:
        """Whom an outcome is about, for the person who asked."""
        name = self._people[outcome.key].name
        return name if name == outcome.candidate else f"{name} ({outcome.candidate})"

    def told(self, outcome: Outcome) -> list[str]:
        """What is wrong with what an outcome is about, for the person who asked, in lines."""
        lines = list(outcome.told or filter(None, [outcome.error]))
        for shown, name in self._files.get(outcome.key, {}).items():
            lines = [line.replace(shown, name) for line in lines]
        return lines

    def add(self, outcome: Outcome) -> None:
        """Keeps an outcome: the page first, so that an entry tells that all of it is there.

        Raises:
            UsageError: the disk takes no more.
        """
        page = self._page(outcome.candidate, self._people[outcome.key].scenario.id)
        if page is not None and outcome.report is not None:
            try:
                with replacing(page) as stream:
                    stream.write(outcome.report.encode("utf-8"))
            except OSError as error:
                raise UsageError(
                    N_("{file}: cannot be written ({reason})."),
                    N_("Give {option} another place."),
                    file=page,
                    reason=cause(error, page),
                    option="--html",
                ) from error
        self._entries.add(outcome.key, outcome.line)
        self.failures += bool(outcome.error)

    def settle(self) -> None:
        """Puts the entries in order: by candidate, whoever was scored first.

        Raises:
            UsageError: the disk takes no more.
        """
        rows = []
        for line in self._entries.lines(sorted(self._entries.keys)):
            entry = entry_of(line)
            if entry is None:
                raise InternalError(N_("An entry that was just written cannot be read."))
            page = self._page(entry["batch"]["candidate"], entry["scenario"]["id"])
            there = page is not None and page.is_file() and entry["batch"]["error"] is None
            rows.append(row_of(entry, f"{page.parent.name}/{page.name}" if page and there else ""))
        self.rows = sorted(rows, key=lambda row: (row.candidate, row.scenario, row.key))
        self._entries.settle([row.key for row in self.rows])

    def _has_page(self, name: str, candidate: Candidate) -> bool:
        page = self._page(name, candidate.scenario.id)
        return page is None or page.is_file()

    def _page(self, name: str, scenario: str) -> Path | None:
        """Where the page of a candidate is, by what results call the person."""
        if self._pages is None:
            return None
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:_SLUG] or "x"
        # Two names may leave the same letters.
        own = hashlib.sha256(f"{name}\0{scenario}".encode("utf-8", "replace")).hexdigest()[:8]
        return self._pages / f"{slug}-{own}.html"
