"""Why an event has no place, in words for the person who pressed a key."""

from __future__ import annotations

from interviewer.errors import SessionError
from interviewer.i18n import N_
from interviewer.session.events import Disputed, Event, Next, Pause, Quit, Redo, Resume, Skip
from interviewer.session.requests import AskAgain, AskModel
from interviewer.session.state import Closing, Finished, Paused, State


def refusal(state: State, event: Event) -> SessionError:
    """Why ``event`` has no place now."""
    stage = state.stage
    match event, stage:
        case ((Next() | Skip() | Redo() | Pause() | Resume() | Quit()), Finished()):
            return SessionError(N_("The session is over."))
        case ((Next() | Skip() | Redo() | Pause() | Resume()), Closing()):
            return SessionError(N_("The session is ending."), N_("Please wait for the scores."))
        case Pause(), Paused():
            return SessionError(N_("The session is paused already."), N_("Press p to go on."))
        case Next(), Paused():
            return SessionError(N_("The session is paused."), N_("Press p to go on."))
        case Disputed(), _:
            return SessionError(N_("No idea of that number can be marked just now."))
        case AskAgain(), _:
            return SessionError(N_("The question is said again while you answer it."))
        case AskModel(), _:
            return SessionError(N_("There is no model answer to show now."))
        case Redo(), _:
            return SessionError(N_("There is no answer to redo."), N_("Wait until you are asked."))
        case Resume(), _:
            return SessionError(N_("The session is not paused."), N_("Press p to pause it."))
        case ((Next() | Skip() | Pause()), _):
            return SessionError(N_("That is not possible just now."), N_("Wait a moment."))
        case _:
            # Never a person's doing: an echo of something called off, or a fault of a port.
            return SessionError(
                N_("{event} is not expected at the stage {stage}."),
                event=type(event).__name__,
                stage=type(stage).__name__,
            )
