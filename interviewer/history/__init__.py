"""What was rehearsed, kept on this machine: one SQLite file, and the recordings beside it.

Everything is written as it happens: what a call of :class:`SessionLog` returned from survives a
kill of the program and a cut of the power. What is taken out (:mod:`removal`) is gone for good.
"""
