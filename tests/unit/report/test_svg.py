from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from interviewer.report.svg import COLOURS, draw_svg


def figure(title: str = "") -> Figure:
    drawn = Figure(figsize=(4, 2), dpi=72)
    axes = drawn.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.plot([0, 1, 2], [0, 1, 0], color=COLOURS.accent, marker="o")
    axes.set_title(title, color=COLOURS.ink, fontweight="bold")
    return drawn


def test_colours_become_variables_of_the_page() -> None:
    text = draw_svg("a", "A", figure)
    assert "var(--plot-accent, #3b5bdb)" in text
    assert not re.search(r"#00000[0-9a-f]\b", text.replace("#000000", ""))


def test_nothing_is_left_that_a_strict_policy_refuses() -> None:
    root = ElementTree.fromstring(draw_svg("a", "A", figure))
    assert {element.tag for element in root.iter()} <= {
        "svg", "g", "defs", "path", "use", "text", "clipPath", "rect",
    }  # fmt: skip
    assert not any("style" in element.attrib for element in root.iter())


def test_names_are_the_plots_own() -> None:
    one, two = draw_svg("a", "A", figure), draw_svg("b", "B", figure)
    names = [set(re.findall(r' id="([^"]+)"', text)) for text in (one, two)]
    assert names[0]
    assert names[0].isdisjoint(names[1])
    for text, own in zip((one, two), names, strict=True):
        referred = re.findall(r'(?:href="|url\()#([^")]+)', text)
        assert referred
        assert set(referred) <= own


@pytest.mark.parametrize(
    "text", ["</script><script>", "$x_{", "漢字 \U0001f600", '" onload="x', "a & b"]
)
def test_text_is_text(text: str) -> None:
    root = ElementTree.fromstring(draw_svg("a", text, lambda: figure(text)))
    assert text in [element.text for element in root.iter("text")]
    assert root.attrib["aria-label"] == text


def test_the_same_figure_gives_the_same_text() -> None:
    assert draw_svg("a", "A", figure) == draw_svg("a", "A", figure)


def test_fonts_are_the_pages() -> None:
    text = draw_svg("a", "A", lambda: figure("Titre"))
    assert "DejaVu" not in text
    assert 'font-weight="700"' in text
