"""What Whisper base writes for the terms of the glossary: collected, proposed, measured.

``python -m benchmarks.heard_as collect`` has a voice speak every term in two sentences and keeps
the transcripts; ``propose`` lists what could go into ``heard_as`` of ``scenarios/glossary.toml``
and what is refused, and why; ``measure`` tells what the listed mishearings are worth. See
``docs/heard-as.md``.
"""
