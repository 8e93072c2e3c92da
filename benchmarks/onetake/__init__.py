"""How well the phases of a pitch in one recording are found.

    python -m benchmarks.onetake --half test
    python -m benchmarks.onetake --half test --plain      # without the search for misheard terms
    python -m benchmarks.onetake --composed 300           # on texts alone, put together at random

What was transcribed is kept (see :mod:`benchmarks.coverage.kept`). docs/accuracy.md holds its tables.
"""
