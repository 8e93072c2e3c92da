"""The interviewer's voice: text in, sound out, by a child process that can be stopped at once.

``speaker`` is what a session holds; it hands one text after another to a voice, which asks the
``child`` through ``process`` in the lines of ``protocol``. In the child, ``synthesis`` makes sound that
``player`` plays, or has the system speak. ``voices`` says which voice it is, ``text`` makes a text ready to
be said. Stopping kills the child. A voice that fails becomes text and one notice.
"""
