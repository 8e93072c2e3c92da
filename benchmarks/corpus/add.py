"""Takes new texts into the set.

    python -m benchmarks.corpus.add --language fr --kind answer new-texts.txt

One text a line, as somebody would say it, with ``[pause 1.2]`` where the speaker falls silent. The
labels are printed: read them. Texts already there keep their half, voice and noise. ``--half dev`` is for hard
cases written to tune on: the other half, and what was measured on it, stay as they are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from benchmarks.corpus.labels import said_in
from benchmarks.corpus.recipe import (
    ANSWERS,
    NOISES,
    Answer,
    Delivery,
    Half,
    Kind,
    load_answers,
)
from interviewer.domain import Language
from interviewer.scenario.glossary import Glossary, load_glossary

__all__ = ["admit", "line"]

VOICES: dict[Language, tuple[str, ...]] = {
    "fr": (
        "ff_siwis",
        "ff_siwis+bm_george",
        "ff_siwis+am_michael",
        "ff_siwis+if_sara",
        "ff_siwis+pm_alex",
        "ff_siwis+af_heart",
    ),
    "en": (
        "am_michael",
        "bf_emma",
        "bm_george",
        "af_heart",
        "am_michael+bm_george",
        "bf_emma+ff_siwis",
    ),
}
PACES = (1.0, 0.88, 1.14)
_HALVES: tuple[Half, ...] = ("dev", "test")


def admit(
    texts: Sequence[str],
    language: Language,
    kind: Kind,
    known: Sequence[Answer],
    glossary: Glossary,
    to: Half | None = None,
) -> Iterator[Answer]:
    """``texts`` as answers, in the order of their SHA-256.

    All go ``to`` a half where one is given. Else each goes to the half that has fewer texts with its terms, then to the smaller one, then to
    the one its SHA-256 says; voices, paces and noises take turns in each half.
    """
    there = list(known)
    for digest, text in sorted((hashlib.sha256(text.encode()).hexdigest(), text) for text in texts):
        said = said_in(text, language, glossary)
        half = to or _half({place.term for place in said}, digest, there)
        turn = sum((one.half, one.language, one.kind) == (half, language, kind) for one in there)
        answer = Answer(
            id=f"{language}-{digest[:6]}",
            language=language,
            kind=kind,
            half=half,
            text=text,
            said=said,
            delivery=_delivery(language, turn, int(digest[:8], 16)),
        )
        there.append(answer)
        yield answer


def line(answer: Answer) -> str:
    """``answer`` as a line of the file."""
    row = {
        "id": answer.id,
        "language": answer.language,
        "kind": answer.kind,
        "half": answer.half,
        "voice": answer.delivery.voice,
        "pace": answer.delivery.pace,
        "noise": answer.delivery.noise,
        "seed": answer.delivery.seed,
        "text": answer.text,
        "said": [[place.term, place.start, place.end] for place in answer.said],
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _half(terms: set[str], digest: str, there: Sequence[Answer]) -> Half:
    texts: Counter[Half] = Counter()
    sizes: Counter[Half] = Counter(answer.half for answer in there)
    for answer in there:
        texts[answer.half] += len(terms.intersection(answer.terms))
    turned = _HALVES if int(digest[-1], 16) % 2 else _HALVES[::-1]
    return min(turned, key=lambda half: (texts[half], sizes[half]))


def _delivery(language: Language, turn: int, seed: int) -> Delivery:
    """Six voices in turn; paces and noises shift against them, so that all meet."""
    voices, noises = VOICES[language], NOISES
    return Delivery(
        voice=voices[turn % len(voices)],
        pace=PACES[(turn // len(voices) + turn) % len(PACES)],
        noise=noises[(turn // (len(voices) * len(PACES)) + turn // 2) % len(noises)],
        seed=seed,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Takes new texts into the labelled set.")
    parser.add_argument("texts", type=Path)
    parser.add_argument("--language", choices=get_args(Language), required=True)
    parser.add_argument("--kind", choices=get_args(Kind), required=True)
    parser.add_argument("--half", choices=get_args(Half), help="where all of them go")
    options = parser.parse_args()
    texts = [text.strip() for text in options.texts.read_text(encoding="utf-8").splitlines()]
    wanted = [text for text in texts if text]
    with ANSWERS.open("a", encoding="utf-8") as file:
        for answer in admit(
            wanted, options.language, options.kind, load_answers(), load_glossary(), options.half
        ):
            file.write(line(answer))
            print(f"{answer.id} {answer.half}: {answer.text}\n    {', '.join(answer.terms)}")


if __name__ == "__main__":
    main()
