"""Whether answers are understood: ideas in one's own words count, the contrary does not.

    python -m benchmarks.understanding [--before CHECKOUT] [--all | --whole [answers | sentences | others] [--looked-at]]

Whole answers are composed of the labelled sentences of ``benchmarks/meaning`` (:mod:`.meaning.composed`) and
scored as typed text is, for their content alone, by each checkout in a process of its own. Reported are the
questions that nothing was fitted to; ``--all`` takes every question. ``--whole`` takes the answers of
``benchmarks/meaning/whole`` instead, of one of its files those that nobody looked at, or with ``--looked-at`` the others.

* precision and recall: of the points that an answer's sentences were written for; a point that they make as
  well, or come near, is neither right nor wrong;
* credited in false answers, in near misses and in answers to other questions: points found;
* contraries seen: points that a false answer is told to deny;
* follow-ups asked wrongly: on an idea that was said, in answers that say all of them; kept: on a point that was not;
* ranked right: per question, the mean content score of excellent over half over off topic, and over false.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypedDict, get_args

from benchmarks.meaning.whole import Set

ROOT = Path(__file__).parents[1]
COUNTS = {
    "excellent": 4,
    "plain": 3,
    "heard": 3,
    "half": 6,
    "half_heard": 3,
    "near": 4,
    "false": 4,
    "off": 6,
}


class Row(TypedDict):
    """One answer, scored."""

    question: str
    lang: str
    kind: str
    score: float
    points_score: float
    """The score, of the points alone."""
    terms_score: float
    made: list[str]
    touched: list[str]
    contradicts: list[str]
    follow_up: str
    """What a follow-up would be asked about, an ``idea`` or a ``name``; empty: none."""
    about: str
    """The point that the task's follow-up names; empty where it names a term or there is none."""
    found: list[str]
    by_meaning: list[str]
    contrary: list[str]
    asked: list[str]


def composed(every: bool) -> list[dict[str, Any]]:
    """The answers, as any checkout can read them."""
    from benchmarks.meaning.composed import answers, questions, reported

    return [
        {
            "scenario": answer.question[0],
            "task": answer.question[1],
            "lang": answer.transcript.language,
            "kind": kind,
            "words": [[w.text, w.start_s, w.end_s] for w in answer.transcript.words],
            "made": sorted(answer.made),
            "touched": sorted(answer.touched),
            "contradicts": [],
        }
        for question in questions()
        if every or reported(question)
        for kind, count in COUNTS.items()
        for answer in answers(question, kind, count)
    ]


def whole(of: Set, looked_at: bool) -> list[dict[str, Any]]:
    """The answers that were written as wholes."""
    from benchmarks.meaning import whole

    rows = [
        {
            "scenario": answer.question[0],
            "task": answer.question[1],
            "lang": answer.transcript.language,
            "kind": answer.kind,
            "words": [[w.text, w.start_s, w.end_s] for w in answer.transcript.words],
            "made": sorted(answer.made),
            "touched": sorted(answer.near),
            "contradicts": sorted(answer.contradicts),
        }
        for answer in whole.answers(of)
        if whole.looked_at(answer.question, of) is looked_at
    ]
    return rows + _off(rows) if of == "others" else rows


def _off(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """To each question what was answered to another of its language, in plain words."""
    nothing: dict[str, Any] = {"kind": "off", "made": [], "touched": [], "contradicts": []}
    found = []
    for lang in ("fr", "en"):
        plain = [row for row in rows if row["kind"] == "plain" and row["lang"] == lang]
        half = len(plain) // 2
        for row, other in zip(plain, [*plain[half:], *plain[:half]], strict=True):
            if row["task"] != other["task"]:  # a question and its translation have one id
                found.append({**row, **nothing, "words": other["words"]})
    return found


_SCORE = """
import json, sys
from interviewer.domain import Transcript, Word
from interviewer.scenario.library import load
from interviewer.scoring.coverage import score_coverage

scenarios = {}
for line in sys.stdin:
    given = json.loads(line)
    scenario = scenarios.setdefault(given["scenario"], None) or load(given["scenario"])
    scenarios[given["scenario"]] = scenario
    task = next(t for _, t in scenario.tasks() if t.id == given["task"])
    words = tuple(Word(t, a, b, 0.9) for t, a, b in given.pop("words"))
    cover = score_coverage(scenario, task, Transcript(given["lang"], words))
    own = {p.point for p in task.points} | {s.step for s in task.steps}
    points = [p for p in cover.points if p.point in own]
    said = [p for p in points if p.status in ("hit", "out_of_order")]
    asked = [h for h in cover.terms if h.term.required]
    names = [
        0 if getattr(h, "contradicted", False) else 1 if h.status == "hit"
        else 0.5 if h.status == "partial" or getattr(h, "idea", None) else 0 for h in asked
    ]
    about = task.follow_up.when_missing if task.follow_up else ""
    asks = lambda hit: not getattr(hit, "nearly", False)
    missing = [
        h for h in cover.terms
        if h.term.name == about and asks(h) and (h.status == "missed" or getattr(h, "contradicted", False))
    ]
    if any(p.point == about and p.status in ("missed", "contradicted") and asks(p) for p in points):
        follow_up = "idea"
    else:
        follow_up = ("name" if getattr(missing[0], "idea", None) else "idea") if missing else ""
    print(json.dumps({
        "question": given["scenario"] + "/" + given["task"], "lang": given["lang"], "kind": given["kind"],
        "score": cover.score, "made": given["made"], "touched": given["touched"],
        "contradicts": given["contradicts"], "follow_up": follow_up, "about": about if about in own else "",
        "points_score": 100 * len(said) / len(points), "terms_score": 100 * sum(names) / max(1, len(names)),
        "found": [p.point for p in said],
        "by_meaning": [p.point for p in said if getattr(p, "by_meaning", False)],
        "contrary": [p.point for p in points if p.status == "contradicted" or p.denied],
        "asked": [p.point for p in points],
    }))
"""


def scored(checkout: Path, given: Sequence[dict[str, Any]]) -> list[Row]:
    """``given`` by the program of ``checkout``."""
    lines = "".join(json.dumps(each) + "\n" for each in given)
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [sys.executable, "-c", _SCORE],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=checkout,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def figures(rows: Sequence[Row]) -> Iterator[tuple[str, float, float | None, str]]:
    """Name, value, the figure to be reached if there is one, and how it is written."""
    of = defaultdict(list)
    for row in rows:
        of[row["kind"]].append(row)
    written = [*of["excellent"], *of["plain"], *of["half"], *of["near"]]
    heard = [*of["heard"], *of["half_heard"]]
    yield "points: precision, clean", _precision(written), 0.95, "%"
    yield "points: precision, recognised text", _precision(heard), 0.95, "%"
    yield "points: recall, the trade's words", _recall(of["excellent"]), 0.75, "%"
    yield "points: recall, plain words", _recall(of["plain"]), None, "%"
    yield "points: recall, clean together", _recall(written), 0.75, "%"
    yield "points: recall, recognised text", _recall(heard), 0.70, "%"
    yield "of the points found right, by meaning", _by_meaning([*written, *heard]), None, "%"
    yield "false statements credited", _share(of["false"], "found"), 0.12, "%"
    yield "contraries seen", _share(of["false"], "contrary"), 0.60, "%"
    yield "true statements taken for contraries", _taken([*written, *heard]), None, "%"
    yield "off topic: points credited", _share(of["off"], "found"), 0.03, "%"
    yield "near misses credited", _near(of["near"]), None, "%"
    yield "ranked right, questions", _ranked(of), 0.80, "%"
    for kind, least in (
        ("excellent", 85),
        ("plain", None),
        ("half", None),
        ("false", 30),
        ("off", None),
    ):
        yield f"mean content: {kind}", _mean(of[kind]), least, ""


def whole_figures(rows: Sequence[Row]) -> Iterator[tuple[str, float, float | None, str]]:
    """The same of whole answers, as far as there are such kinds of them."""
    of = defaultdict(list)
    for row in rows:
        of[row["kind"]].append(row)
    true = [*of["excellent"], *of["plain"], *of["half"]]
    for kind, least in (
        ("excellent", 85),
        ("plain", None),
        ("half", None),
        ("false", 30),
        ("off", None),
    ):
        if not of[kind]:
            continue
        yield f"mean content: {kind}", _mean(of[kind]), least, ""
    if of["excellent"]:
        yield "of *excellent*, the points alone", _mean(of["excellent"], "points_score"), None, ""
        yield "of *excellent*, the terms alone", _mean(of["excellent"], "terms_score"), None, ""
    yield "points: precision, excellent, plain and half", _precision(true), 0.95, "%"
    if of["excellent"]:
        yield "points: recall, excellent", _recall(of["excellent"]), 0.75, "%"
    if of["plain"]:
        yield "points: recall, plain", _recall(of["plain"]), None, "%"
        yield "points: recall, the three together", _recall(true), 0.75, "%"
    yield "of the points found right, by meaning", _by_meaning(true), None, "%"
    yield "false: points credited", _credited(of["false"]), 0.12, "%"
    yield "contraries seen", _seen(of["false"]), 0.60, "%"
    yield "true statements taken for contraries", _taken(true), None, "%"
    if of["off"]:
        yield "off topic: points credited", _share(of["off"], "found"), 0.03, "%"
    if of["excellent"]:
        yield "ranked right, questions", _ranked(of), 0.80, "%"
    said_all = [*of["excellent"], *of["plain"]]
    yield "follow-ups asked wrongly", _asked(said_all), 0.15, "%"
    unsaid = [
        row
        for row in [*of["half"], *of["false"], *of["off"]]
        if row["about"] and row["about"] not in {*row["made"], *row["touched"]}
    ]
    yield "follow-ups kept", _asked(unsaid), None, "%"


def _credited(rows: Sequence[Row]) -> float:
    wrong = [set(row["asked"]) - set(row["made"]) - set(row["touched"]) for row in rows]
    found = sum(len(points & set(row["found"])) for points, row in zip(wrong, rows, strict=True))
    return found / max(1, sum(map(len, wrong)))


def _seen(rows: Sequence[Row]) -> float:
    seen = sum(len(set(row["contrary"]) & set(row["contradicts"])) for row in rows)
    return seen / max(1, sum(len(row["contradicts"]) for row in rows))


def _asked(rows: Sequence[Row]) -> float:
    return sum(row["follow_up"] == "idea" for row in rows) / max(1, len(rows))


def _precision(rows: Sequence[Row]) -> float:
    right = sum(len(set(row["found"]) & set(row["made"])) for row in rows)
    wrong = sum(len(set(row["found"]) - set(row["made"]) - set(row["touched"])) for row in rows)
    return right / max(1, right + wrong)


def _recall(rows: Sequence[Row]) -> float:
    right = sum(len(set(row["found"]) & set(row["made"])) for row in rows)
    return right / max(1, sum(len(row["made"]) for row in rows))


def _by_meaning(rows: Sequence[Row]) -> float:
    right = sum(len(set(row["found"]) & set(row["made"])) for row in rows)
    return sum(len(set(row["by_meaning"]) & set(row["made"])) for row in rows) / max(1, right)


def _share(rows: Sequence[Row], key: Literal["found", "contrary"]) -> float:
    return sum(len(row[key]) for row in rows) / max(1, sum(len(row["asked"]) for row in rows))


def _taken(rows: Sequence[Row]) -> float:
    taken = sum(len(set(row["contrary"]) & set(row["made"])) for row in rows)
    return taken / max(1, sum(len(row["made"]) for row in rows))


def _near(rows: Sequence[Row]) -> float:
    near = [(row, set(row["touched"]) - set(row["made"])) for row in rows]
    found = sum(len(set(row["found"]) & touched) for row, touched in near)
    return found / max(1, sum(len(touched) for _, touched in near))


def _mean(
    rows: Sequence[Row], key: Literal["score", "points_score", "terms_score"] = "score"
) -> float:
    return sum(row[key] or 0.0 for row in rows) / max(1, len(rows))


def _ranked(of: dict[str, list[Row]]) -> float:
    questions = sorted({row["question"] for row in of["excellent"]})

    def mean(question: str, kind: str) -> float:
        return _mean([row for row in of[kind] if row["question"] == question])

    right = 0.0
    for question in questions:
        best = mean(question, "excellent")
        down = [mean(question, kind) for kind in ("half", "off") if of[kind]]
        falls = all(higher > lower for higher, lower in pairwise([best, *down]))
        right += falls and best > mean(question, "false")
    return right / max(1, len(questions))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--before", type=Path, help="a checkout to compare with")
    parser.add_argument("--all", action="store_true", help="fitted questions too")
    parser.add_argument(
        "--whole",
        nargs="?",
        const="answers",
        choices=get_args(Set),
        help="answers written as wholes",
    )
    parser.add_argument("--looked-at", action="store_true", help="of these, the others")
    parser.add_argument("--rows", type=Path, help="where to write what was found in each answer")
    chosen = parser.parse_args()
    given = whole(chosen.whole, chosen.looked_at) if chosen.whole else composed(chosen.all)
    told = whole_figures if chosen.whole else figures
    runs = {"now": scored(ROOT, given)}
    if chosen.before:
        runs = {"before": scored(chosen.before, given)} | runs
    if chosen.rows:
        chosen.rows.write_text(json.dumps(runs, ensure_ascii=False), encoding="utf-8")
    count = len({(each["scenario"], each["task"]) for each in given})
    print(f"{len(given)} answers to {count} questions\n")
    columns = [(name, lang) for lang in ("", "fr", "en") for name in runs]
    print("| | must | " + " | ".join(f"{name} {lang or 'all'}" for name, lang in columns) + " |")
    print("|---" * (len(columns) + 2) + "|")
    tables = [
        list(told([row for row in runs[name] if lang in ("", row["lang"])]))
        for name, lang in columns
    ]
    for rows in zip(*tables, strict=True):
        title, _, least, unit = rows[0]
        must = "" if least is None else _figure(least, unit)
        print(f"| {title} | {must} | " + " | ".join(_figure(row[1], unit) for row in rows) + " |")


def _figure(value: float, unit: str) -> str:
    return f"{100 * value:.1f} %" if unit else f"{value:.0f}"


if __name__ == "__main__":
    main()
