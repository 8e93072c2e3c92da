"""The sentences that terms are spoken in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain import Language, Term, Transcript
from interviewer.scenario.glossary import Glossary, GlossaryEntry
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.text import Text, Token, read

__all__ = ["Carriers", "Sentence", "load_carriers", "plain_term", "sentences", "surface"]

_SLOT = "{term}"
_MATCH_RANK = ("exact", "inflected", "variant")


@dataclass(frozen=True, slots=True)
class Carriers:
    """The file of carrier sentences."""

    templates: Mapping[Language, tuple[str, ...]]
    """Each with one ``{term}``."""
    say_as: Mapping[Language, Mapping[str, str]]
    """Respellings for the voice, by the words they replace."""

    def spoken(self, text: str, language: Language) -> str:
        """``text`` as it is given to the voice."""
        words = self.say_as[language]
        longest_first = sorted(words, key=len, reverse=True)
        found = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest_first))
        return found.sub(lambda match: words[match[0]], text) if words else text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds a term once or more."""

    term: str
    language: Language
    text: str
    first: int
    """Position of the term's first token among the tokens of ``text``."""
    last: int
    """Position of its last token, inside."""


def load_carriers(path: Path) -> Carriers:
    """The carrier sentences of ``path``.

    Raises:
        ValueError: a template without exactly one ``{term}``.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    templates: dict[Language, tuple[str, ...]] = {"fr": tuple(data["fr"]), "en": tuple(data["en"])}
    for template in (*templates["fr"], *templates["en"]):
        if template.count(_SLOT) != 1:
            raise ValueError(f"{path}: « {template} » needs {_SLOT} once")
    return Carriers(templates, {"fr": data["say_as"]["fr"], "en": data["say_as"]["en"]})


def plain_term(entry: GlossaryEntry) -> Term:
    """``entry`` as the scorer looks for it, without what is heard for it."""
    return Term(entry.term, (*entry.fr, *entry.en), (), entry.exact_case)


def sentences(glossary: Glossary, carriers: Carriers, language: Language) -> Iterator[Sentence]:
    """Two sentences for each entry: its example, then a template, which take turns.

    Where the example does not hold the term, a second template.
    """
    templates = carriers.templates[language]
    for index, entry in enumerate(glossary.entries):
        example = _from_example(entry, language)
        form = _main_form(entry, language, example)
        if example is not None:
            yield example
        else:
            yield _from_template(entry, language, form, templates[(index + 1) % len(templates)])
        yield _from_template(entry, language, form, templates[index % len(templates)])


def surface(found: tuple[Token, ...]) -> str:
    """``found`` as written, without what follows the last."""
    if not found:
        return ""
    return "".join(token.surface + token.after for token in found[:-1]) + found[-1].surface


def _from_example(entry: GlossaryEntry, language: Language) -> Sentence | None:
    example = entry.example.get(language)
    if example is None:
        return None
    said = occurrences(plain_term(entry), _read(example, language))
    if not said:
        return None
    best = min(said, key=lambda place: _MATCH_RANK.index(place.match)).found
    return Sentence(entry.term, language, example, best.first, best.last)


def _main_form(entry: GlossaryEntry, language: Language, example: Sentence | None) -> str:
    """French: the term. English: the form of the example, else the first English form."""
    if language == "fr":
        return entry.term
    if example is not None:
        found = _read(example.text, language).tokens[example.first : example.last + 1]
        return surface(found)
    return next((form for form in entry.en if not re.search(r"[*…]|\.{3}", form)), entry.term)


def _from_template(entry: GlossaryEntry, language: Language, form: str, template: str) -> Sentence:
    before = _read(template.partition(_SLOT)[0], language).tokens
    return Sentence(
        term=entry.term,
        language=language,
        text=template.replace(_SLOT, form),
        first=len(before),
        last=len(before) + len(_read(form, language).tokens) - 1,
    )


def _read(text: str, language: Language) -> Text:
    return read(Transcript.from_text(text, language))
