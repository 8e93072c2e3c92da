"""The labelled recordings that the benchmarks measure with: texts, voices, noises and their truth.

    pip install -c constraints.txt -e '.[bench]'
    python -m benchmarks.corpus            # speaks them all into the cache folder
    python -m benchmarks.corpus --check    # says what is there and what the labels hold

The recipe is ``benchmarks/data/answers.jsonl`` and ``pitches.jsonl``; docs/accuracy.md tells how
it was made. :mod:`benchmarks.corpus.truth` loads what was spoken, with the times of everything.
"""
