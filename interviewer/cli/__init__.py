"""Arguments to command to exit code.

Commands are imported when they run: ``interviewer --help`` loads no recogniser, no sound
library and no validation library. Help texts are gettext ids like all other text, so that
``interviewer --lang fr rehearse --help`` answers in French.
"""

from interviewer.cli.program import app, main

__all__ = ["app", "main"]
