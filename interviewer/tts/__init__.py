"""The interviewer's voice: text in, sound out, by a child process that can be stopped at once.

``speaker`` is what a session holds; it hands one text after another to a voice, which asks the
``child`` through ``process`` in the lines of ``protocol``. In the child, ``spoken_lines`` finds the texts
that were spoken beforehand; of all others ``pico``, with the pronunciations of ``lexicon``, and behind it
``synthesis`` make sound, which ``player`` plays, or the system speaks. ``voices`` says which voice it is,
``text`` makes a text ready to be said. Stopping kills the child. A voice that fails becomes text and one
notice, those of ``failures``.
"""
