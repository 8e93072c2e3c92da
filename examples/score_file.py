"""Scores a recording: python examples/score_file.py SCENARIO PHASE-OR-QUESTION FILE"""

import sys

from interviewer import load_scenario, open_recogniser, score, transcribe

scenario_id, task_id, file = sys.argv[1:]
scenario = load_scenario(scenario_id)
take = transcribe(scenario, file, open_recogniser())
card = score(scenario, task_id, take)
print(f"{card.score:.0f}/100", take.transcript.text, *card.advice, sep="\n")
