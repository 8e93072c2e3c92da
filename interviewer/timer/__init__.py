"""The scripted pitch timer: phases against the clock, no microphone and no model.

``plan`` (from a scenario) and ``written`` (from the command line, or a text in Markdown) say what
is gone through. ``clockwork`` is the run as a pure state machine, ``signals`` its colours,
``moments`` its sounds, ``prompter`` its scrolling text, ``fit`` what of a text can be said in time.
``view`` and ``table`` make lines of them. ``run`` brings clock, keys, ``screen`` and ``sounds``
together.
"""
