"""Markdown, and plain text that is laid out like it, to a flat row of blocks with their lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal

from interviewer.scenario.duration import timed_title

if TYPE_CHECKING:
    from markdown_it.token import Token

BlockKind = Literal["heading", "text", "item", "quote", "row", "columns"]

_LONGEST_HEADING = 120
"""Characters; longer ones are sentences above a line of dashes."""
_LONGEST_PLAIN_HEADING = 60
_BOLD_LEVEL = 7
"""Of a line in bold alone, below all headings proper."""

_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*")
_RULE = re.compile(r"\s{0,3}\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
"""Below the names of columns."""
_BULLET = re.compile(r"^(\s*)[•◦▪▫‣·●○■□➤➔✓✔*+–—-]\s+(?=\S)")
_LISTED = re.compile(r"^[-*+]\s+|^\d{1,3}[.)]\s+")
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){0,40}?(?:---|\.\.\.)\n")
_ENDS_SENTENCE = (".", "!", "?", ":", "…", "»", "”", ")", ";")
_SYMBOL_FROM = 0x2300
"""Clocks, emoji and dingbats begin here; arrows and degrees stand before."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a quotation, a row of a table or its names of columns."""

    kind: BlockKind
    text: str
    """Without marks; a row's cells are parted by tabs, lines of a paragraph by line ends."""
    line: int
    """From 1."""
    level: int = 0
    """Of a heading, 1 to 7."""
    bold: tuple[str, ...] = ()


def blocks(text: str) -> tuple[Block, ...]:
    """What stands in ``text``, in order; whatever it is, it is some text."""
    from markdown_it import MarkdownIt

    prepared = _prepared(text)
    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(prepared)
    written = prepared.split("\n")
    return tuple(
        _promoted([piece for block in _walk(tokens) for piece in _unquoted(block, written)])
    )


def plain(text: str) -> str:
    """``text`` without emoji, control characters and halves of characters."""
    return "".join(each for each in text if each in "\n\t" or _is_plain(each))


def _is_plain(character: str) -> bool:
    category = unicodedata.category(character)
    if "\ufe00" <= character <= "\ufe0f":
        return False  # How an emoji is to be drawn.
    if category in ("Cc", "Cs", "Co", "Cn", "Cf"):
        return False
    return category not in ("So", "Sk") or ord(character) < _SYMBOL_FROM


def _prepared(text: str) -> str:
    """``text`` with the marks that people leave out: for bullets, and for headings with a duration.

    Line numbers stay.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    front = _FRONT_MATTER.match(text)
    if front is not None:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    lines = [plain(line).replace("\t", "    ") for line in text.split("\n")]
    headed = any(map(_HEADING.match, lines)) or any(
        _UNDERLINE.fullmatch(after) and line.strip() for line, after in pairwise(lines)
    )
    found: list[str] = []
    fenced = dedented = in_table = False
    for number, line in enumerate(lines):
        fenced ^= _FENCE.match(line) is not None
        line = _BULLET.sub(r"\1- ", line)
        after = lines[number + 1] if number + 1 < len(lines) else ""
        in_table = bool(line.strip()) and (in_table or _RULE.fullmatch(line) is not None)
        if not (fenced or in_table) and _is_heading(line, found, after, listed=not headed):
            line, dedented = f"## {_LISTED.sub('', line.strip())}", True
        elif dedented and not headed and line.startswith(" "):
            line = line[min(4, len(line) - len(line.lstrip())) :]
        found.append(line)
    return "\n".join(found)


def _is_heading(line: str, before: list[str], after: str, *, listed: bool) -> bool:
    """Whether ``line`` is a short one with a duration that stands by itself."""
    text = line.strip()
    if not text or len(text) > _LONGEST_PLAIN_HEADING or line.startswith("    "):
        return False
    if text[0] in "#>|*_`" or _UNDERLINE.fullmatch(after) or text.endswith((".", ",", ";")):
        return False
    if _LISTED.match(text) and not listed:
        return False
    last = before[-1].strip() if before else ""
    if last and not last.startswith("#") and not last.endswith(_ENDS_SENTENCE) and not listed:
        return False
    timed = timed_title(_LISTED.sub("", text))
    return timed is not None and bool(timed.title)


def _unquoted(block: Block, written: list[str]) -> Iterator[Block]:
    """``block``, without the lines below a quotation that have no mark of one: people mean a text."""
    lines = block.text.split("\n")
    below = written[block.line - 1 : block.line - 1 + len(lines)]
    marked = len(list(takewhile(lambda line: line.lstrip().startswith(">"), below)))
    if block.kind != "quote" or not 0 < marked < len(lines):
        yield block
        return
    quoted, rest = "\n".join(lines[:marked]), "\n".join(lines[marked:])
    yield Block("quote", quoted, block.line, bold=tuple(b for b in block.bold if b in quoted))
    yield Block("text", rest, block.line + marked, bold=tuple(b for b in block.bold if b in rest))


def _promoted(found: list[Block]) -> Iterator[Block]:
    """Lines in bold alone are headings where there are no others, and where they say how long."""
    headed = any(block.kind == "heading" for block in found)
    for block in found:
        alone = (
            block.kind == "text"
            and block.bold
            and block.text.strip(" :") == block.bold[0].strip(" :")
        )
        short = len(block.text) <= _LONGEST_PLAIN_HEADING
        if alone and short and (not headed or timed_title(block.text) or block.text.endswith(":")):
            yield Block("heading", block.text, block.line, _BOLD_LEVEL)
        else:
            yield block


def _walk(tokens: list[Token]) -> Iterator[Block]:
    around: list[str] = []
    line, cells, bold = 1, list[str](), list[str]()
    level = 0
    for token in tokens:
        if token.map is not None:
            line = token.map[0] + 1
        name, _, end = token.type.rpartition("_")
        if end == "open":
            around.append(name)
            if name == "heading":
                level = int(token.tag[1:])
        elif end == "close":
            around.pop()
            if name == "tr":
                # The names of columns are no words to be said; a first row that is one has its duration.
                named = "thead" in around and not any(map(_has_length, cells))
                if named or any(cells):
                    kind: BlockKind = "columns" if named else "row"
                    yield Block(kind, "\t".join(cells), line, bold=tuple(bold))
                cells, bold = [], []
        elif token.type == "inline":
            text, strong = _inline(token)
            if "table" in around:
                cells.append(text)
                bold += strong
            elif text:
                yield _block(around, text, line, level, strong)
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield Block("text", token.content.strip(), line)


def _has_length(cell: str) -> bool:
    """Whether a number with its unit stands in ``cell``: « Durée (s) » has none."""
    timed = timed_title(cell)
    return timed is not None and any(char.isdigit() for char in cell)


def _block(around: list[str], text: str, line: int, level: int, strong: list[str]) -> Block:
    if around[-1] == "heading" and len(text) <= _LONGEST_HEADING:
        return Block("heading", " ".join(text.split()), line, level)
    kind: BlockKind = "text"
    if "blockquote" in around:
        kind = "quote"
    elif "list_item" in around:
        kind = "item"
    return Block(kind, text, line, bold=tuple(strong))


def _inline(token: Token) -> tuple[str, list[str]]:
    """The text of a paragraph, and what is in bold there."""
    parts: list[str] = []
    bold: list[str] = []
    begun: list[int] = []
    for child in token.children or ():
        is_break = child.type == "html_inline" and child.content.lower().startswith("<br")
        if is_break or child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "strong_open":
            begun.append(len(parts))
        elif child.type == "strong_close" and begun:
            bold.append(" ".join("".join(parts[begun.pop() :]).split()))
        elif child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line), [each for each in bold if each]
