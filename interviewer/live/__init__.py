"""A session at a real microphone: what stands at the ports of :mod:`interviewer.session.runner`.

``events`` is where everything that happens waits for the session; ``listener`` reads the
microphone on a thread of its own and hands chunks to ``transcriber``, which
transcribes them on another.
"""
