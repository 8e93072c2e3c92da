from __future__ import annotations

import pytest

from interviewer.models import Language, TimedPhase, TimerPlan
from interviewer.timer.fit import Fit, fit_of, fits_of, syllables_of

# Counted by hand, as usually spoken.
FRENCH = {
    "Je m’appelle Camille et je travaille sur les données.": 13,
    "Un modèle en production se surveille dès le départ.": 14,
    "La qualité des données passe avant le choix du modèle.": 15,
    "Nos équipes ont gagné trois heures par semaine.": 11,
    "Le RAG ouvre vos documents à un grand modèle de langue.": 14,
}
ENGLISH = {
    "My name is Robin, and I work on machine learning.": 13,
    "A model in production is watched from the first day.": 13,
    "Data quality comes before the choice of a model.": 14,
    "Our teams saved three hours every week.": 8,
    "We can measure the value within a few months.": 12,
}


@pytest.mark.parametrize(("language", "sample"), [("fr", FRENCH), ("en", ENGLISH)])
def test_a_text_is_counted_within_three_per_cent(
    language: Language, sample: dict[str, int]
) -> None:
    # Word by word the error is larger (tests/unit/score); in a text it evens out.
    counted = syllables_of(" ".join(sample), language)
    assert counted == pytest.approx(sum(sample.values()), rel=0.03)


def test_signs_are_not_spoken() -> None:
    assert syllables_of("• Bonjour — merci !", "fr") == syllables_of("Bonjour merci", "fr") == 4
    assert syllables_of("", "fr") == 0


@pytest.mark.parametrize(
    ("target_s", "verdict"), [(10, "fits"), (9, "brisk"), (7, "hurried"), (6, "too_long")]
)
def test_the_calmest_rate_that_keeps_to_the_target(target_s: float, verdict: str) -> None:
    fit = fit_of(TimedPhase("a", "A", target_s, script="bonjour " * 20), "fr")
    assert fit.syllables == 40
    assert fit.seconds == pytest.approx((10.0, 8.0, 6.667), abs=0.001)
    assert (fit.verdict, fit.from_cue) == (verdict, False)


def test_the_script_goes_before_the_cue(plan: TimerPlan) -> None:
    intro, story, end = fits_of(plan)
    assert (intro.from_cue, intro.syllables) == (True, 3)
    assert (story.from_cue, story.syllables) == (False, 80)
    assert end == Fit(plan.phases[2], False, 0, (0.0, 0.0, 0.0))
    assert end.verdict is None
