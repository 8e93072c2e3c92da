"""A matplotlib figure as an SVG element to stand inside a page.

What a page with a strict Content-Security-Policy and two themes needs differs from what matplotlib
writes: no ``style`` attribute or element, no identifier but those referred to, text as text in the
page's font, and colours that follow the page's variables. The same figure and name give the same
text.

Colours are named in the figure by the fields of :data:`COLOURS`; the page gives each a value
through the CSS variable of that name (``--plot-ink``, ...), and a page that gives none gets the
fallback.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Colours:
    """Stand-ins that matplotlib takes for colours; each becomes a variable of the page."""

    ink: str = "#000001"
    quiet: str = "#000002"
    line: str = "#000003"
    good: str = "#000004"
    unsure: str = "#000005"
    bad: str = "#000006"
    accent: str = "#000007"
    band: str = "#000008"
    zone: str = "#000009"
    good_text: str = "#00000a"
    unsure_text: str = "#00000b"


COLOURS = Colours()

_FALLBACKS = {
    "ink": "currentColor",
    "quiet": "#667085",
    "line": "#d0d5dd",
    "good": "#18794e",
    "unsure": "#b54708",
    "bad": "#b42318",
    "accent": "#3b5bdb",
    "band": "#e3f1e8",
    "zone": "#e4e7ec",
    "good_text": "#14734a",
    "unsure_text": "#a2480a",
}
_VARIABLES = {
    stand_in: f"var(--plot-{name.replace('_', '-')}, {_FALLBACKS[name]})"
    for name, stand_in in asdict(COLOURS).items()
}
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"(?:url\()?#([\w-]+)\)?")
_FONT = re.compile(r"(?:(bold|\d{3}) )?([\d.]+)px ")
_LEFT_OUT = {f"{_SVG}metadata", f"{_SVG}style"}


def draw_svg(name: str, label: str, draw: Callable[[], Figure]) -> str:
    """The SVG element of the figure that ``draw`` makes.

    Args:
        name: letters and digits, unique in the page: identifiers are made from it.
        label: what the plot shows, for those who do not see it; shown as it is.
        draw: called under the settings of the page's plots.
    """
    from matplotlib import style

    settings: dict[str, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "svg.id": None,
        "font.family": "DejaVu Sans",
        "font.size": 12,
        "text.parse_math": False,
        "text.color": COLOURS.ink,
        "path.simplify": False,
    }
    raw = io.StringIO()
    # From the defaults, so that nobody's own settings of matplotlib are mixed in.
    with style.context(["default", settings]), warnings.catch_warnings():
        # Characters that the font for measuring lacks; the page has fonts of its own.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        draw().savefig(raw, format="svg", metadata={"Date": None})
    root = ElementTree.fromstring(raw.getvalue())  # noqa: S314  just written by matplotlib
    return _themed(root, name, label)


def _themed(root: ElementTree.Element, name: str, label: str) -> str:
    used = {
        found[1]
        for element in root.iter()
        for value in (element.get(_HREF), element.get("clip-path"))
        if value is not None and (found := _REFERENCE.fullmatch(value))
    }
    for element in list(root.iter()):
        for child in [child for child in element if child.tag in _LEFT_OUT]:
            element.remove(child)
    for element in root.iter():
        _plain_element(element, used, name)
    attributes = {
        "class": "plot",
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-label": label,
        "stroke-linejoin": "round",
    }
    root.attrib.clear()
    root.attrib.update(attributes)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _plain_element(element: ElementTree.Element, used: set[str], name: str) -> None:
    """Takes from ``element`` what a page does not want: name spaces, styles, unused names."""
    element.tag = element.tag.removeprefix(_SVG)
    element.tail = None
    if element.tag != "text":
        element.text = None
    if element.get("id") not in used:
        element.attrib.pop("id", None)
    elif "id" in element.attrib:
        element.set("id", f"{name}-{element.attrib['id']}")
    target = element.attrib.pop(_HREF, None)
    if target is not None:
        element.set("href", f"#{name}-{target[1:]}")
    clip = element.get("clip-path")
    if clip is not None:
        element.set("clip-path", clip.replace("#", f"#{name}-"))
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = declaration.partition(":")
        _set_property(element, key.strip(), value.strip())
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]


def _set_property(element: ElementTree.Element, key: str, value: str) -> None:
    """A CSS declaration as an attribute; of a font all but the family, which is the page's."""
    if key == "font":
        found = _FONT.match(value)
        if found is None:
            raise ValueError(f"matplotlib writes a font in a way that is not known: {value}")
        element.set("font-size", found[2])
        if found[1]:
            element.set("font-weight", found[1])
    elif key in ("fill", "stroke"):
        element.set(key, _VARIABLES.get(value.lower(), value))
    elif key and key != "font-family":
        element.set(key, value)
