"""Whether an answer is in another language than its scenario. Pure."""

from __future__ import annotations

from interviewer.domain import Language, Transcript
from interviewer.i18n import N_

_MIN_SPEECH_S = 3.0
"""Less speech is too little to tell a language by."""
_MAX_EXPECTED = 0.1
"""Probability of the scenario's language, over the whole answer, up to which it may be another one."""
_MIN_LIKELIEST = 0.9
"""Probability of the other language, over the whole answer, from which on it is named. A strong accent
takes probability from both: English that a French voice reads by French rules had up to 0.87 for French
and 0.02 for English (docs/formulas.md)."""
_MEASURED = ("fr", "en")
"""The languages that the bounds were measured on: no other is named."""


OTHER_LANGUAGE: dict[Language, str] = {
    "fr": N_(
        "This answer seems to be in English, while the scenario is in French: "
        "its content is not measured. Answer in French."
    ),
    "en": N_(
        "This answer seems to be in French, while the scenario is in English: "
        "its content is not measured. Answer in English."
    ),
}
"""What is said of an answer in the other language, by the language of its scenario: gettext ids."""


def other_language(transcript: Transcript) -> str | None:
    """Code of the language that ``transcript`` is in, where that is not its own; None: no doubt of it.

    The probabilities are means over the recogniser's windows, weighed by the seconds of each.
    """
    seconds = sum(each.end_s - each.start_s for each in transcript.heard)
    if seconds < _MIN_SPEECH_S:
        return None
    expected = 0.0
    others: dict[str, float] = {}
    for each in transcript.heard:
        share = (each.end_s - each.start_s) / seconds
        expected += share * each.expected
        others[each.likeliest] = others.get(each.likeliest, 0.0) + share * each.probability
    likeliest, probability = max(others.items(), key=lambda item: item[1])
    if expected > _MAX_EXPECTED or probability < _MIN_LIKELIEST:
        return None
    return likeliest if likeliest in _MEASURED and likeliest != transcript.language else None
