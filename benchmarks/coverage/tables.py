"""The tables, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from benchmarks.coverage.methods import Heard, Method
from benchmarks.coverage.tally import Count, Interval, Judged, intervals
from interviewer.domain import TermHit

__all__ = ["by_group", "by_term", "by_way", "controls", "errors", "methods_table"]

_HEAD = "| | recordings | terms said | precision | recall | F1 |"
_RULE = "|---|---|---|---|---|---|"
_SCORER: Method = "interviewer"


def methods_table(heard: Sequence[Heard], methods: Sequence[Method]) -> Iterator[str]:
    """One row for each engine and method."""
    yield _HEAD
    yield _RULE
    for engine in _engines(heard):
        for method in methods:
            judged = [one.judged[method] for one in heard if one.engine == engine]
            yield _row(f"{engine}, {method}", judged)


def by_group(heard: Sequence[Heard], key: Callable[[Heard], str]) -> Iterator[str]:
    """One row for each engine and group of recordings, as the scorer found them."""
    yield _HEAD
    yield _RULE
    for engine in _engines(heard):
        mine = [one for one in heard if one.engine == engine]
        for name in sorted({key(one) for one in mine}):
            judged = [one.judged[_SCORER] for one in mine if key(one) == name]
            yield _row(f"{engine}, {name}", judged)


def controls(heard: Sequence[Heard], methods: Sequence[Method]) -> Iterator[str]:
    """False credits on the clips in which no term is said."""
    yield "| | clips | recordings | false credits |"
    yield "|---|---|---|---|"
    for engine in _engines(heard):
        mine = [one for one in heard if one.engine == engine and one.recording.kind == "control"]
        clips = len({one.recording.text_id for one in mine})
        for method in methods:
            false = [name for one in mine for name in one.judged[method].false]
            names = f" ({', '.join(_counted(false))})" if false else ""
            yield f"| {engine}, {method} | {clips} | {len(mine)} | {len(false)}{names} |"


def by_way(heard: Sequence[Heard]) -> Iterator[str]:
    """How terms were found, and how often they were said then."""
    yield "| | credited, said | credited, not said | probable, said | probable, not said |"
    yield "|---|---|---|---|---|"
    for engine in _engines(heard):
        counts: Counter[tuple[str, bool, bool]] = Counter()
        for one in heard:
            for hit in one.hits if one.engine == engine else ():
                said = hit.term.name in one.recording.terms
                counts[_kind(hit), hit.status != "probable", said] += 1
        for kind in sorted({kind for kind, _, _ in counts}):
            cells = (counts[kind, *key] for key in product((True, False), (True, False)))
            yield f"| {engine}, {kind} | {' | '.join(map(str, cells))} |"


def by_term(heard: Sequence[Heard]) -> Iterator[str]:
    """The terms not always found, or credited when not said, the worst first."""
    yield "| term | said | found | false |"
    yield "|---|---|---|---|"
    said: Counter[str] = Counter()
    found: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for one in heard:
        judged = one.judged[_SCORER]
        found.update(judged.found)
        said.update((*judged.found, *judged.missed))
        false.update(judged.false)
    wrong = [name for name in said | false if found[name] < said[name] or false[name]]
    for name in sorted(wrong, key=lambda name: (found[name] - said[name] - false[name], name)):
        yield f"| {name} | {said[name]} | {found[name]} | {false[name]} |"


def errors(heard: Iterable[Heard]) -> Iterator[str]:
    """Every miss and false credit of the scorer, with what was said and heard."""
    for one in heard:
        judged = one.judged[_SCORER]
        if judged.missed or judged.false:
            yield f"{one.recording.id} ({one.engine}, {one.recording.voice})"
            yield f"    said:   {one.recording.text}"
            yield f"    heard:  {one.text}"
            if judged.missed:
                yield f"    missed: {', '.join(judged.missed)}"
            for hit in one.hits:
                if hit.term.name in judged.false:
                    yield f"    false:  {hit.term.name} by {_way(hit)} in « {hit.quote} »"
                elif hit.status == "probable":
                    yield f"    probable: {hit.term.name} by {_way(hit)}"


def _kind(hit: TermHit) -> str:
    return f"{hit.found_by}, {hit.match}" if hit.match is not None else f"{hit.found_by}"


def _way(hit: TermHit) -> str:
    gain = "" if hit.gain_nats is None else f", {hit.gain_nats:.1f} nats"
    return f"{_kind(hit)}{gain}"


def _engines(heard: Iterable[Heard]) -> list[str]:
    return sorted({one.engine for one in heard})


def _row(name: str, judged: Sequence[Judged]) -> str:
    count = Count.of(judged)
    sure = intervals(judged)
    cells = [
        _measure(count.precision, sure.get("precision")),
        _measure(count.recall, sure.get("recall")),
        _measure(count.f1, sure.get("f1")),
    ]
    return f"| {name} | {len(judged)} | {count.found + count.missed} | {' | '.join(cells)} |"


def _measure(value: float | None, interval: Interval | None) -> str:
    if value is None or interval is None:
        return "–"
    return f"{value:.3f} ({interval.low:.3f}–{interval.high:.3f})"


def _counted(names: Iterable[str]) -> list[str]:
    return [
        f"{name} × {times}" if times > 1 else name for name, times in Counter(names).most_common()
    ]
