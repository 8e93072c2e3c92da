"""Arguments to command to exit code: one module a command, and what several of them share."""

import sys


def main() -> None:
    """The ``interviewer`` program: see :func:`interviewer.cli.program.main`.

    Who presses Ctrl-C while it is still being loaded reads one line, too, and no traceback.
    """
    try:
        from interviewer.cli.program import main as whole

        whole()
    except KeyboardInterrupt:
        from interviewer.i18n import N_, translator, ui_language

        sys.stderr.write(translator(ui_language())(N_("Stopped.")) + "\n")
        sys.exit(130)


__all__ = ["main"]
