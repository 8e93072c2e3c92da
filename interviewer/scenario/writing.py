"""Texts as a TOML file holds them: quoted, cut where they are too long, on one line or several."""

from __future__ import annotations

from interviewer.domain import Language

_LONGEST_TITLE = 200


def title_of(text: str, otherwise: str) -> str:
    """``text`` as a title, ``otherwise`` where it says nothing."""
    return cut(one_line(text), _LONGEST_TITLE) or otherwise


def one_line(text: str) -> str:
    """``text`` without line ends."""
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """``text``, ended after a sentence or word where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text.strip()
    short = text[: most - 1]
    ends = max(short.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    if ends > most // 2:
        return short[: ends + 1].strip()
    return (short.rpartition(" ")[0] or short).strip() + "…"


def duration_text(seconds: float) -> str:
    """``seconds`` as a scenario writes them."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest}s"
    return f"{minutes}min{rest:02}" if rest else f"{minutes}min"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(
        each
        if each == "\n" or each.isprintable() or each in "\u00a0\u202f"
        else f"\\U{ord(each):08x}"
        for each in text
    )


def quoted(text: str) -> str:
    """``text`` as a TOML string on one line."""
    return f'"{_escaped(one_line(text))}"'


def prose(text: str) -> str:
    """A text of several lines as TOML writes it."""
    return f'"""\n{_escaped(text)}"""' if "\n" in text or len(text) > 80 else quoted(text)


def remark(text: str) -> str:
    """``text`` as a remark may hold it."""
    return "".join(
        each if each.isprintable() or each in "\u00a0\u202f" else " " for each in one_line(text)
    )


def proposed_by(model: str, language: Language) -> str:
    """The remark that marks what a language model proposed."""
    french = f"Proposé par le modèle de langue {model} : à relire."
    return in_language(language, french, f"Proposed by the language model {model}: read it over.")


def in_language(language: Language, french: str, english: str) -> str:
    """A text that goes into the file, and so is in its language, whatever the screen's is."""
    return french if language == "fr" else english
