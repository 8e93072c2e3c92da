"""Words for the screen, in French or English, through gettext.

Message ids are the English sentences. ``N_`` marks one where it is written; a translator made
by :func:`translator` turns it into the person's language where it is shown. The catalogue is
``locale/fr/LC_MESSAGES/interviewer.po``; ``make messages`` compiles it.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.domain import Language

Translate = Callable[[str], str]

_LOCALE_DIR = Path(__file__).parent / "locale"


def N_(message: str) -> str:
    """Marks ``message`` for the catalogue and returns it unchanged."""
    return message


@cache
def translator(language: Language) -> Translate:
    """A function from message id to text in ``language``. English is the ids themselves.

    Raises:
        FileNotFoundError: the package was built without its catalogue.
    """
    if language == "en":
        return str
    catalogue = gettext.translation("interviewer", _LOCALE_DIR, [language])
    # To gettext the empty id is the catalogue's own header.
    return lambda message: catalogue.gettext(message) if message else ""


def ui_language(environ: Mapping[str, str] = os.environ) -> Language:
    """French when the locale says so, else English, by POSIX's order of precedence."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
