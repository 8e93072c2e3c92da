"""Words of the views that belong to no answer: labels, shares of the score, the formulas."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.domain import Rereading, Scenario
from interviewer.i18n import N_
from interviewer.report.delivery import NOT_MEASURED
from interviewer.report.evidence import DISPUTE, WRONGLY_SAID
from interviewer.report.view import Explanation
from interviewer.scoring.pace import PACE_RANGE, PACE_ZERO
from interviewer.ui.page import Words
from interviewer.ui.text import number

SENT_TO = N_("What you say goes to the language model on another machine: {host}.")

LABELS = {
    "skip": N_("Skip to the answers"),
    "score": N_("Score"),
    "next": N_("To work on next"),
    "nothing_next": N_("Nothing to mend here: try a harder scenario, or a shorter one."),
    "timeline": N_("The session on the clock"),
    "timeline_help": N_(
        "Bar: what was spoken. Line: the target. Pale band: what still counts as on time."
    ),
    "coverage": N_("What was placed"),
    "said": N_("said"),
    "partly": N_("in part or probably"),
    "missing": N_("not heard"),
    "answers": N_("Answer by answer"),
    "answer": N_("Answer"),
    "target": N_("Target"),
    "spoken": N_("Spoken"),
    "verdict": N_("Verdict"),
    "transcript": N_("What was heard"),
    "no_words": N_("No word was recognised."),
    "transcript_help": N_(
        "Click a word to hear it. With the keyboard: arrows to move, Enter to listen."
    ),
    "listen": N_("Listen"),
    "pause": N_("Pause"),
    "position": N_("Position in the recording"),
    "recording": N_("Recording of answer"),
    "left_out": N_("The recording is not part of this report."),
    "gone": N_("The recording is no longer on this machine:"),
    "terms": N_("Terms"),
    "points": N_("Points"),
    "story": N_("Story"),
    "traps": N_("Traps"),
    "model": N_("For example:"),
    "dispute": DISPUTE,
    "taken_back": N_("To take it back, type:"),
    "model_answer": N_("A model answer"),
    "delivery": N_("Delivery"),
    "pace": N_("Pace, syllables a second"),
    "pace_help": N_("Green band: a comfortable pace. Grey marks: pauses over 1 s."),
    "advice": N_("Advice"),
    "coach_says": N_("What a coach says"),
    "desk": N_("For a coach: comment and mark"),
    "desk_help": N_(
        "Click a word or a moment to comment on it, give your marks, then save the file and send it back. "
        "Nothing leaves this page by itself."
    ),
    "unkept": N_(
        "This browser keeps nothing of this page: save the file before you close or reload it."
    ),
    "coach_name": N_("Your name"),
    "no_mark": N_("not marked"),
    "own_comments": N_("Your comments"),
    "comment_help": N_(
        "Click a word, or the pace, to comment there. With the keyboard: arrows to move, Enter to comment."
    ),
    "comment_now": N_("Comment where the recording stands"),
    "comment_all": N_("Comment on the whole answer"),
    "about_moment": N_("Your comment, at"),
    "about_all": N_("Your comment on the whole answer"),
    "add": N_("Add"),
    "cancel": N_("Cancel"),
    "edit": N_("Edit"),
    "remove": N_("Remove"),
    "comments": N_("Comments:"),
    "marks_given": N_("Marks:"),
    "added": N_("Comment added."),
    "removed": N_("Comment removed."),
    "saved": N_("File saved: send it to the person who gave you this page."),
    "nothing_yet": N_("Nothing to save yet: neither a comment nor a mark."),
    "save": N_("Save the file"),
    "meaning": N_("What it means"),
    "private_coach": N_("Nothing that you write here is sent anywhere."),
    "criterion": N_("Criterion"),
    "mark": N_("Mark"),
    "measured": N_("Measured"),
    "not_counted": N_("Not counted"),
    "formulas": N_("How the scores are made, and from which sources"),
    "long_pause": N_("pause"),
    "marks": N_("Marked in the text:"),
    "exact": N_("term as it is"),
    "inflected": N_("in another form"),
    "variant": N_("by an equivalent"),
    "sounds_like": N_("by its sound"),
    "probable": N_("probable, not counted"),
    "contradicted": WRONGLY_SAID,
    "trap": N_("trap"),
    "named": N_("⟨ ⟩: what speech recognition wrote for the name before it."),
    "written": N_("written:"),
    "private": N_("Made on your machine. Nothing in this file was sent anywhere."),
}
"""Words of the page that belong to no answer."""


def labels(words: Words) -> dict[str, str]:
    """:data:`LABELS` in a language, and its quotation marks."""
    opening, closing = words.say(N_("“{quote}”"), quote="\n").split("\n")
    own = {name: words.say(message) for name, message in LABELS.items()}
    return {**own, "opening": opening, "closing": closing}


def score_words(score: float | None, words: Words) -> str:
    """A score as a whole number, or that it was not measured."""
    return words.say(NOT_MEASURED) if score is None else number(score, 0, words.language)


def shares(scenario: Scenario, words: Words) -> tuple[str, str, str]:
    """The weights of content, timing and delivery as parts of a hundred."""
    content, timing, delivery = (
        words.say(N_("{percent}%"), percent=share) for share in _shares(scenario, words)
    )
    return content, timing, delivery


def formula(scenario: Scenario, words: Words) -> str:
    """How an answer's score and the total are made."""
    content, timing, delivery = _shares(scenario, words)
    return words.say(
        N_(
            "Score of an answer: content {content}%, timing {timing}%, delivery {delivery}%, "
            "less its traps. Total: mean of the answers measured, each weighing its target time."
        ),
        content=content,
        timing=timing,
        delivery=delivery,
    )


def _shares(scenario: Scenario, words: Words) -> tuple[str, str, str]:
    weights = scenario.weights
    whole = weights.coverage + weights.timing + weights.delivery
    content, timing, delivery = (
        number(100 * weight / whole, 0, words.language)
        for weight in (weights.coverage, weights.timing, weights.delivery)
    )
    return content, timing, delivery


def explanations(scenario: Scenario, words: Words) -> tuple[Explanation, ...]:
    """How each figure of a report is made; the thresholds are those of the scenario's language."""
    low, high = PACE_RANGE[scenario.language]
    slowest, fastest = PACE_ZERO
    say = words.say
    return (
        Explanation(say(N_("Total")), formula(scenario, words), ""),
        Explanation(
            say(N_("Content")),
            say(
                N_(
                    "100 × what was said ÷ what was asked for. A term counts by its weight, a point "
                    "for 1; said less or more often than asked, or out of order, it counts by half; "
                    "what was only probably said counts for nothing."
                )
            ),
            say(
                N_(
                    "A term is looked for as it is, then in another number or gender, then by its "
                    "listed equivalents, then by the ways speech recognition is known to write it."
                )
            ),
        ),
        *_story_explanation(scenario, words),
        Explanation(
            say(N_("Timing")),
            say(
                N_(
                    "From the first to the last speech heard, pauses included. 100 when off the target "
                    "by 15% at most (or 3 s); beyond, it falls in a straight line to 0 at 60%."
                )
            ),
            say(
                N_(
                    "For comparison, Toastmasters marks its three-minute slot at 2:30, 3:00 and 3:30."
                )
            ),
        ),
        Explanation(
            say(N_("Delivery")),
            say(
                N_(
                    "Mean of the pace (weight 40; 100 from {low} to {high} syllables a second, pauses "
                    "included, 0 at {slowest} and {fastest}), the hesitations (weight 30; 100 up to 5 a minute, 0 at 12) and the "
                    "pauses (weight 30; 25 off for each one over 3 s). What an answer is too short for is "
                    "left out."
                ),
                low=number(low, 1, words.language),
                high=number(high, 1, words.language),
                slowest=number(slowest, 1, words.language),
                fastest=number(fastest, 1, words.language),
            ),
            say(
                N_(
                    "Pace: Grosjean and Deschamps, 1975 (interviews: 4.4 in French, 4.25 in English); "
                    "Malécot, Johnston and Kizziar, 1972; Rist, 1999. Hesitations: Laske and DiGennaro Reed, 2024; in "
                    "the voice, a sound held for a third of a second (Goto, Itou and Hayamizu, 1999), "
                    "longer than the speaker's own syllables. Pauses from 0.25 s: Grosjean and Deschamps, 1975; long ones over 1 s: Campione "
                    "and Véronis, 2002."
                )
            ),
        ),
        Explanation(
            say(N_("Pace curve")),
            say(N_("Syllables a second in a window of 10 s around each moment, pauses included.")),
            say(
                N_(
                    "Without their pauses people articulate about 5 syllables a second in interviews "
                    "(Grosjean and Deschamps, 1975)."
                )
            ),
        ),
    )


def _story_explanation(scenario: Scenario, words: Words) -> Iterator[Explanation]:
    """How stories are measured, where any is asked for."""
    if any(task.story for _, task in scenario.tasks()):
        text = N_(
            "Situation, task, action and result count as a point each, told apart by their words and their "
            "order. A part that cannot be told counts for nothing, for or against. Who acts, the shares of "
            "the time and the figure of the result are shown and weigh nothing."
        )
        yield Explanation(words.say(N_("Story")), words.say(text), "")


def change_words(changed: Rereading, words: Words) -> str:
    """What another reading of an answer has changed of its score and its terms."""
    changes: list[str] = []
    before, now = (score_words(score, words) for score in (changed.score_before, changed.score))
    if before != now:
        changes.append(words.say(N_("{now} instead of {before}"), now=now, before=before))
    if changed.found:
        changes.append(words.say(N_("heard as well: {terms}"), terms=", ".join(changed.found)))
    if changed.lost:
        changes.append(words.say(N_("not heard after all: {terms}"), terms=", ".join(changed.lost)))
    return " · ".join(changes)


def heard_out(changed: Rereading | None, words: Words) -> str:
    """What the complete card says that takes the place of an early one; empty where nothing changed."""
    if changed is None:
        return ""
    changes = change_words(changed, words)
    return words.say(N_("Now listened to as a whole: {changes}."), changes=changes)
