"""The interviewer's voice: text in, sound out, by a child process that can be stopped at once.

``speaker`` is what a session holds; it hands one text after another to a ``voice``, which has
the child (``child``, spoken to in the lines of ``protocol``) say it or give it as sound for
``player``. A voice that fails becomes text and one notice.
"""
