"""Cards, one at a time: the pages of a drill that is typed, and those around one that is spoken."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from interviewer.drill.run import Answered
from interviewer.drill.schedule import Rating
from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.report import evidence
from interviewer.report.drill import RATINGS, UNRATED, card_name, learnt_words, next_day
from interviewer.report.wording import score_words
from interviewer.ui.page import Words, words_in
from interviewer.ui.text import safe
from interviewer.web.pages import form_of, page, say_all, site_of
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.session import Chosen
from interviewer.web.sources import offer, scenario_of
from interviewer.web.speaking_drill import SpokenDrill, begun
from interviewer.web.typing_drill import Standing, TypedDrill

_MOST = 200
_CHOOSING = {
    "intro": N_("Cards that need it most come first; a known one rests longer each time."),
    "count": N_("Cards at most"),
    "type": N_("Type the answers"),
    "speak": N_("Answer aloud"),
    "mute": N_("Show the questions only, no voice"),
    "own": N_("yours"),
    "under_way": N_("A drill is under way."),
    "go_on": N_("Go on with it"),
}
_ASKING = {
    "answer": N_("Your answer"),
    "send": N_("Answer"),
    "give_up": N_("Nothing written shows the card’s back."),
    "next": N_("Next card"),
    "end": N_("End here"),
    "back": N_("The card’s back"),
    "rating": N_("Not how it felt? Rate it yourself:"),
    "claims": N_("You said one of them? Press it; once more takes it back."),
    "again": N_("Once more: what did not sit yet."),
    "once_more": N_("comes once more at the end"),
    "no_answer": N_("no answer"),
    "you": N_("You wrote"),
}
_RESULT = {
    "none": N_("No card was answered: all stay as they were."),
    "more": N_("Drill more"),
    "history": N_("History"),
    "rating": N_("Not how it felt? Rate it yourself:"),
}


class Drilling:
    """Drills in one run of the server: one that is typed at a time, and one that is spoken as a rehearsal is.

    Args:
        rehearsing: holds the spoken ones.
    """

    def __init__(self, rehearsing: Rehearsing) -> None:
        self._rehearsing = rehearsing
        self._time = rehearsing.means.time
        self._drill: TypedDrill | None = None

    def close(self) -> None:
        """The server ends: what was answered is kept."""
        if self._drill is not None:
            self._drill.close(self._time.now())

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/drill", self._choose),
            Route("/drill", self._begin, methods=["POST"]),
            Route("/drill/card", self._show),
            Route("/drill/card", self._do, methods=["POST"]),
            Route("/drill/learnt", self._show_learnt),
            Route("/drill/learnt", self._rate, methods=["POST"]),
        ]

    async def _choose(self, request: Request) -> Response:
        words = site_of(request).words
        scenarios = await run_in_threadpool(offer, words.language)
        asked = request.query_params
        return page(
            request,
            "drill.html.j2",
            words.say(N_("Drill cards")),
            scenarios=sorted(scenarios, key=lambda each: not (each.own or each.asks)),
            asked=asked.get("scenario", ""),
            count=asked.get("count", "10")[:3],
            under_way=self._under_way(),
            labels=say_all(words, _CHOOSING),
        )

    async def _begin(self, request: Request) -> Response:
        form = await form_of(request)
        count = form.get("count", "")
        if not (count.isascii() and count.isdigit() and 0 < int(count) <= _MOST):
            raise UsageError(N_("{count} is no number of cards."), count=count[:20])
        here, reference = self._time.now(), form.get("scenario", "")
        if form.get("spoken"):
            open_store = self._rehearsing.means.open_store
            drill = await run_in_threadpool(
                lambda: begun(open_store, scenario_of(reference), int(count), here)
            )
            return await self._rehearsing.enter(request, Chosen(drill.plan(), drill), form)
        await run_in_threadpool(self.close)
        self._drill = await run_in_threadpool(
            lambda: TypedDrill(scenario_of(reference), int(count), here)
        )
        return RedirectResponse(f"{site_of(request).door.root}/drill/card", 303)

    def _under_way(self) -> str:
        """The page of the drill that goes on; empty for none."""
        if self._drill is not None and self._drill.standing().card is not None:
            return "drill/card"
        return "rehearsal" if self._rehearsing.is_busy() and self._spoken is not None else ""

    @property
    def _spoken(self) -> SpokenDrill | None:
        """The one that is, or was, spoken last."""
        room = self._rehearsing.room
        return None if room is None else room.drill

    async def _do(self, request: Request) -> Response:
        form = await form_of(request)
        drill = self._drill
        if drill is not None:
            await run_in_threadpool(self._done, drill, form)
        return RedirectResponse(f"{site_of(request).door.root}/drill/card", 303)

    def _done(self, drill: TypedDrill, form: dict[str, str]) -> None:
        """What the button says that was pressed; a page that is out of date says nothing."""
        text = form.get("step", "")
        step = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        rating, claim = form.get("rating", ""), form.get("claim", "")
        if rating in RATINGS:
            chosen: Rating = next(each for each in RATINGS if each == rating)
            drill.rate(step, chosen)
        elif claim.isascii() and claim.isdigit() and len(claim) < 4:
            drill.mark(step, int(claim))
        elif "next" in form:
            drill.next(step, self._time.now())
        elif "end" in form:
            drill.close(self._time.now())
        else:
            drill.answer(step, form.get("answer", ""))

    async def _show(self, request: Request) -> Response:
        drill = self._drill
        if drill is None:
            return RedirectResponse(f"{site_of(request).door.root}/drill", 303)
        words = words_in(drill.scenario.language)
        standing = drill.standing()
        title = safe(drill.scenario.title)
        if standing.card is None:
            return _result(request, drill, words)
        return page(
            request,
            "card.html.j2",
            title,
            words,
            standing=standing,
            ask=standing.card.question.ask,
            theme=standing.card.question.theme or standing.card.phase.title,
            back=None if standing.answered is None else _back(standing, words, drill),
            ratings=_ratings(words),
            labels=say_all(words, _ASKING),
        )

    async def _show_learnt(self, request: Request) -> Response:
        drill = self._spoken
        if drill is None:
            return RedirectResponse(f"{site_of(request).door.root}/drill", 303)
        return _result(request, drill, words_in(drill.scenario.language), rated=True)

    async def _rate(self, request: Request) -> Response:
        """What a spoken answer is rated by hand, once the session is over or before."""
        form, drill = await form_of(request), self._spoken
        rating = next((each for each in RATINGS if each == form.get("rating")), None)
        if drill is not None and rating is not None:
            await run_in_threadpool(drill.rate, form.get("card", ""), rating)
        return RedirectResponse(f"{site_of(request).door.root}/drill/learnt", 303)


def _result(
    request: Request, drill: TypedDrill | SpokenDrill, words: Words, *, rated: bool = False
) -> Response:
    """How the cards went; ``rated``: where they can be rated by hand."""
    learnt = drill.learnt()
    return page(
        request,
        "learnt.html.j2",
        words.say(N_("What was learnt")),
        words,
        scenario=safe(drill.scenario.title),
        summary=learnt_words(words, learnt, drill.now) if learnt else "",
        cards=[
            {
                "id": each.answer.task.id,
                "name": card_name(each.card),
                "rating": each.rating or "",
                "said": words.say(RATINGS[each.rating] if each.rating else UNRATED),
                "day": next_day(words, each.memory, drill.now),
            }
            for each in learnt
        ],
        ratings=_ratings(words) if rated else (),
        labels=say_all(words, _RESULT),
    )


def _ratings(words: Words) -> list[tuple[Rating, str]]:
    return [(each, words.say(name)) for each, name in RATINGS.items()]


def _back(standing: Standing, words: Words, drill: TypedDrill) -> dict[str, object]:
    """What became of the answer, and the card's back."""
    answered = standing.answered
    assert answered is not None  # noqa: S101  asked only then
    answer = answered.answer
    marked = {hit.point for hit in answer.coverage.disputed}
    rows = (*evidence.terms(answer, words), *evidence.points(answer, words))
    return {
        "score": None if answer.score is None else score_words(answer.score, words),
        "rating": answered.rating,
        "when": _when(answered, words, drill),
        "said": answer.take.transcript.text,
        "rows": [row for row in rows if not row.optional],
        "traps": evidence.traps(answer, words),
        "lines": answered.card.back,
        "claims": [(number, title, title in marked) for number, title in answer.disputable],
    }


def _when(answered: Answered, words: Words, drill: TypedDrill) -> str:
    if answered.once_more:
        return words.say(_ASKING["once_more"])
    return next_day(words, answered.memory, drill.now)
