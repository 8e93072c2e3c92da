"""How well the terms that are said are found, on the labelled recordings of benchmarks/corpus.

    python -m benchmarks.coverage --half test
    python -m benchmarks.coverage --half dev --engine faster-whisper --errors

docs/accuracy.md holds its tables and says how to read them. What was transcribed is kept, so that
a change of the matcher is measured within seconds; a change of anything that the transcript
depends on transcribes again.
"""
