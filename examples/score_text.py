"""Scores a typed answer: python examples/score_text.py SCENARIO PHASE-OR-QUESTION TEXT"""

import sys

from interviewer import InterviewerError, load_scenario, score_text

scenario_id, task_id, text = sys.argv[1:]
try:
    card = score_text(load_scenario(scenario_id), task_id, text)
except InterviewerError as error:
    sys.exit(str(error))
print("nothing written" if card.score is None else f"{card.score:.0f}/100")
for hit in card.coverage.terms:
    print(f"{hit.status:8} {hit.term.name}")
