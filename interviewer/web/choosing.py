"""What can be rehearsed: a scenario of the library, or a session that was cut off."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from functools import cache

from interviewer.domain import Language, Scenario
from interviewer.errors import HistoryError, UsageError
from interviewer.history.store import Store, open_store
from interviewer.history.values import UnfinishedSession
from interviewer.i18n import N_
from interviewer.scenario.library import load, outline
from interviewer.scenario.source import library_ids
from interviewer.session.plan import Plan, make_plan
from interviewer.ui.text import duration, safe
from interviewer.web.session import Means

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offered:
    """A scenario that can be rehearsed."""

    id: str
    title: str
    summary: str
    language: str
    time: str
    phases: tuple[tuple[str, str], ...]
    """Id and title of each."""


def cut_off(means: Means, session: str) -> tuple[Plan, bool | None]:
    """The plan of a rehearsal that was cut off, and what was decided about its recordings.

    Raises:
        UsageError: it is none, or goes on elsewhere.
    """
    with means.open_store() as store:
        if all(each.summary.id != session for each in resumable(store)):
            raise UsageError(
                N_("This session cannot be gone on with here."), N_("Go on from the first page.")
            )
        stored = store.load(session)
    return make_plan(stored.scenario, **asdict(stored.choice)), stored.choice.keep_audio


def resumable(store: Store) -> tuple[UnfinishedSession, ...]:
    """The rehearsals that were cut off, the latest first."""
    return tuple(
        each for each in store.unfinished() if each.summary.kind == "rehearse" and not each.running
    )


def planned(form: dict[str, str]) -> Plan:
    """What is asked by a form: of a scenario of the library, all or one phase, so many questions at most.

    Raises:
        InterviewerError: there is no such scenario, phase or number.
    """
    reference, most = form.get("scenario", ""), form.get("questions", "").strip()
    if reference not in library_ids():
        # A path is none of the page's business here: own files come by their own page.
        raise UsageError(N_("There is no such scenario."), N_("Choose one of the list."))
    if most and not (most.isascii() and most.isdigit() and len(most) < 4):
        raise UsageError(N_("{count} is no number of questions."), count=most[:20])
    scenario = load(reference)
    try:
        with open_store(purpose="reading") as store:
            scenario = store.phrasings.joined(scenario)
    except HistoryError:
        _log.info("own phrasings cannot be read", exc_info=True)
    return make_plan(
        scenario,
        phase=form.get("phase") or None,
        questions=int(most) if most else None,
    )


@cache
def library(language: Language) -> tuple[Offered, ...]:
    """Every scenario of the library, those of ``language`` first."""
    scenarios = [outline(id_) or load(id_) for id_ in library_ids()]
    scenarios.sort(key=lambda each: each.language != language)
    return tuple(_offered(each, language) for each in scenarios)


def _offered(scenario: Scenario, language: Language) -> Offered:
    return Offered(
        scenario.id,
        safe(scenario.title),
        safe(scenario.summary),
        scenario.language,
        duration(scenario.target_s, language),
        tuple((phase.id, safe(phase.title)) for phase in scenario.phases),
    )
