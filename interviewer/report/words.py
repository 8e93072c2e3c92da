"""Words in the language of a view, whatever the view is drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from interviewer.i18n import Translate, translator
from interviewer.models import Language

__all__ = ["Says", "Words"]


class Says(Protocol):
    """What shared labels need of a view."""

    @property
    def language(self) -> Language: ...

    def say(self, message: str, **values: object) -> str:
        """The gettext id ``message`` in the view's language, its places filled."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A language and its catalogue."""

    language: Language
    translate: Translate

    @classmethod
    def of(cls, language: Language) -> Words:
        """The words of ``language``.

        Raises:
            FileNotFoundError: the package was built without the catalogue of that language.
        """
        return cls(language, translator(language))

    def say(self, message: str, **values: object) -> str:
        """The gettext id ``message`` in this language, its places filled."""
        return self.translate(message).format(**values)
