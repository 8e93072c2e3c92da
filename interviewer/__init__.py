"""A voice-driven mock interviewer that runs on one's own machine.

Read the folders in the order of the data: ``scenario`` -> ``engine`` -> ``speak`` ->
``listen`` -> ``transcribe`` -> ``score`` -> ``report`` -> ``history``.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
