"""``interviewer --licences``: what the program needs or may use, and on which terms, as installed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from interviewer import __version__
from interviewer.domain import Notice
from interviewer.i18n import N_
from interviewer.tts.synthesis import system_espeak
from interviewer.ui.page import QUIET
from interviewer.ui.screen import Screen

NAME = "interviewer-oral"
"""The distribution of this program."""
EXTRAS = ("", "fast", "meaning")
"""What is used at run time: without an extra, the faster recogniser, and the sentence encoder."""
UNKNOWN = "?"

_SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD",
    "bsd 3-clause license": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 1.1 (mpl 1.1)": "MPL-1.1",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
"""What packages write, as the identifiers of spdx.org."""
_UNTOLD = {
    "espeakng-loader": "GPL-3.0-or-later",  # COPYING of eSpeak NG, the library that it ships.
    "py-nanotts": "Apache-2.0",  # Its LICENSE.md, and the NOTICE of SVOX Pico.
}
"""Where the metadata say nothing."""
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")


@dataclass(frozen=True, slots=True)
class Licensed:
    """A distribution and its terms."""

    name: str
    version: str | None
    """None where it is not installed."""
    licence: str
    """An SPDX expression where one can be told; what the package says of itself otherwise."""


def licensed() -> list[Licensed]:
    """What the program needs or may use at run time, itself first, then by name."""
    first = Licensed(NAME, __version__, "MIT")
    others = sorted(_closure(), key=lambda each: each.name)
    return [first, *(each for each in others if each.name != NAME)]


def licence_of(found: Distribution) -> str:
    """From the expression of PEP 639; where there is none, from the field or the classifiers."""
    metadata = found.metadata
    expression, field = (
        "".join(metadata.get_all(key) or ()).strip() for key in ("License-Expression", "License")
    )
    for told in (expression, field, field.partition("\n")[0].strip()):
        if told and (spdx := _canonical(told)):
            return spdx
    classes = [_CLASSIFIER.fullmatch(each) for each in metadata.get_all("Classifier") or ()]
    named = [_canonical(each[1]) or each[1] for each in classes if each]
    return " OR ".join(named) or _UNTOLD.get(_normal(metadata["Name"]), UNKNOWN)


def show(screen: Screen) -> None:
    """Prints each distribution with its terms, then what is special about some."""
    found = licensed()
    name_width = max(len(each.name) for each in found)
    version_width = max(len(each.version or "-") for each in found)
    for each in found:
        version = each.version or "-"
        line = f"{each.name:{name_width}}  {version:{version_width}}  {each.licence}"
        screen.out.print(line, markup=False, soft_wrap=True)
    page = screen.page
    if len(found) == 1:
        screen.notice(Notice(_NOT_INSTALLED))
    names = {each.name for each in found}
    for name, words in _SPECIAL.items():
        if name in names:
            screen.show((page.text(""), page.text(name)))
            screen.show(page.paragraph(words(screen), 2))
    screen.show((page.text(""), *page.paragraph(screen.tr(_NOT_PACKAGES), 0, QUIET)))


def _closure() -> Iterator[Licensed]:
    """Every distribution reached from the program's own through what each requires."""
    from packaging.requirements import Requirement

    waiting: list[tuple[str, tuple[str, ...]]] = [(NAME, EXTRAS)]
    seen: set[tuple[str, str]] = set()
    told: set[str] = set()
    while waiting:
        name, extras = waiting.pop()
        new = [extra for extra in extras if (name, extra) not in seen]
        if not new:
            continue
        seen.update((name, extra) for extra in new)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            found = None
        if name not in told:
            told.add(name)
            yield (
                Licensed(name, None, UNKNOWN)
                if found is None
                else Licensed(name, found.version, licence_of(found))
            )
        for text in (found.requires or ()) if found else ():
            required = Requirement(text)
            marker = required.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in new):
                waiting.append((_normal(required.name), ("", *sorted(required.extras))))


def _canonical(told: str) -> str | None:
    """``told`` as an SPDX expression; None where it is none."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    known = _SPDX.get(told.lower())
    if known is not None:
        return known
    try:
        return str(canonicalize_license_expression(told))
    except InvalidLicenseExpression:
        return None


def _normal(name: str) -> str:
    """As the index compares names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _espeak(screen: Screen) -> str:
    system = system_espeak()
    if system:
        used = screen.tr(N_("Here it is not used: the system has {library}."), library=system)
    else:
        used = screen.tr(N_("Here it is what speaks: the system has no espeak of its own."))
    return f"{screen.tr(_ESPEAK)} {used} {screen.tr(_ESPEAK_BUNDLE)}"


def _codecs(screen: Screen) -> str:
    """What the wheel that is installed carries, by its own word and by its files."""
    try:
        from av._core import library_meta
    except ImportError:  # no av, or one that cannot be loaded
        return screen.tr(_CODECS, build=UNKNOWN)
    said = screen.tr(_CODECS, build=library_meta["libavcodec"]["license"])
    files = [file.name for file in distribution("av").files or ()]
    gpl = sorted({name for name in ("x264", "x265") if any(name in file for file in files)})
    if not gpl:
        return said
    return f"{said} {screen.tr(_CODECS_GPL, libraries=', '.join(gpl))}"


def _words(message: str) -> Callable[[Screen], str]:
    return lambda screen: screen.tr(message)


_ESPEAK = N_(
    "Ships the library of eSpeak NG, GPL-3.0-or-later, which is loaded in a process of its own and only "
    "where the system has none."
)
_ESPEAK_BUNDLE = N_(
    "Who hands out this program together with it, as an installer or image, hands out GPL software: its "
    "licence and source go along. A bundle without it needs the system's espeak-ng."
)
_CODECS = N_("The wheel carries FFmpeg, which says of its build: {build}.")
_CODECS_GPL = N_(
    "Beside it lie {libraries}, GPL-2.0-or-later, encoders of video that this program never calls: a "
    "bundle that keeps them is bound by the GPL."
)
_NOT_INSTALLED = N_("This program is not installed as a package: what it needs cannot be listed.")
_NOT_PACKAGES = N_(
    "Not packages: Whisper's weights are MIT, those of Silero's detector too. The interviewer's lines were "
    "spoken by Kokoro-82M, Apache-2.0; its French voice was made from the SIWIS French Speech Synthesis "
    "Database of the University of Edinburgh, CC BY 4.0. The model itself is no part of the program."
)
_SPECIAL: dict[str, Callable[[Screen], str]] = {
    "espeakng-loader": _espeak,
    "pyphen": _words(
        N_(
            "Three licences to choose from: GPL, LGPL or MPL. Its dictionaries come from LibreOffice, "
            "each on terms of its own among these three."
        )
    ),
    "soxr": _words(
        N_("Holds libsoxr, LGPL-2.1-or-later: in a bundle it must remain possible to replace it.")
    ),
    "av": _codecs,
    "soundfile": _words(
        N_(
            "BSD itself; the wheel carries libsndfile, LGPL-2.1-or-later: in a bundle it must remain "
            "possible to replace it."
        )
    ),
    "py-nanotts": _words(
        N_("Apache-2.0 with its voices, SVOX Pico's: in a bundle its notice goes along.")
    ),
    "pyttsx3": _words(
        N_("MPL-2.0: changes to its files stay under it; what merely uses it is free.")
    ),
}
