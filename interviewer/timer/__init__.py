"""The scripted pitch timer: phases against the clock, no microphone and no model.

``plan`` says what is gone through, out of a scenario or of what a person writes, and whether its
texts fit. ``machine`` is the run as a pure state machine, ``scene`` what there is to be seen of it at one
moment, ``view`` its lines, ``results`` what came of it, as tables and JSON. ``loop`` brings clock,
keys, ``screen`` and ``sounds`` together (``tones`` are made in a process of their own), and ``runner``
puts history and signals around it.
"""
