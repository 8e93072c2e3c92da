"""The program in a browser, on this machine alone: ``interviewer web``.

``app`` puts pages and sockets together behind ``guard``; ``pages`` renders; ``messages`` is what page and
server tell each other while a session goes on; ``serve`` listens on loopback until the last tab is closed.
Imported by :mod:`interviewer.cli.web` when the command is run, and by nothing else.
"""
