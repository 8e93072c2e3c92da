"""What can be held: a scenario of the library, or a session that was cut off."""

from __future__ import annotations

from dataclasses import asdict

from interviewer.drill.run import is_spoken
from interviewer.errors import UsageError
from interviewer.history.store import Store
from interviewer.history.values import UnfinishedSession
from interviewer.i18n import N_
from interviewer.session.plan import make_plan
from interviewer.web.session import Chosen, Means
from interviewer.web.sources import scenario_of
from interviewer.web.speaking_drill import gone_on_with


def cut_off(means: Means, session: str) -> Chosen:
    """A session that was cut off, to be gone on with.

    Raises:
        UsageError: it is none, or goes on elsewhere.
    """
    with means.open_store() as store:
        if all(each.summary.id != session for each in resumable(store)):
            raise UsageError(
                N_("This session cannot be gone on with here."), N_("Go on from the first page.")
            )
        stored = store.load(session)
    drill = None
    if stored.summary.kind == "drill":
        drill = gone_on_with(means.open_store, stored, means.time.now())
    plan = make_plan(stored.scenario, **asdict(stored.choice))
    return Chosen(plan, drill, session, stored.choice.keep_audio)


def resumable(store: Store) -> tuple[UnfinishedSession, ...]:
    """The sessions that were cut off, the latest first."""
    return tuple(
        each for each in store.unfinished() if is_spoken(each.summary) and not each.running
    )


def planned(form: dict[str, str]) -> Chosen:
    """What is asked by a form: of a scenario of the library, all or one phase, so many questions at most.

    Raises:
        InterviewerError: there is no such scenario, phase or number.
    """
    reference, most = form.get("scenario", ""), form.get("questions", "").strip()
    if most and not (most.isascii() and most.isdigit() and len(most) < 4):
        raise UsageError(N_("{count} is no number of questions."), count=most[:20])
    seed = form.get("seed", "")
    plan = make_plan(
        scenario_of(reference),
        phase=form.get("phase") or None,
        questions=int(most) if most else None,
        seed=int(seed) if seed.isascii() and seed.isdigit() and len(seed) < 9 else None,
    )
    return Chosen(plan)
