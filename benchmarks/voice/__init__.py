"""The interviewer's lines, spoken beforehand with a good voice and checked by the recogniser.

    pip install -c constraints.txt -e '.[bench,fast]'
    python -m benchmarks.voice render    # speaks what is missing or was changed, and checks it
    python -m benchmarks.voice retake    # speaks otherwise what was heard badly
    python -m benchmarks.voice check     # says what is stale, and which lines are understood badly
    python -m benchmarks.voice measure   # what people are given to hear, by voice and language

The sound stands in ``interviewer/tts/lines``, a file a line; what is known of each in
``benchmarks/data/lines-fr.jsonl`` and ``lines-en.jsonl``.
"""
