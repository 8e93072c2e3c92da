"""The session as a state machine: ``advance(state, event) -> (state, actions)``.

Pure: no clock, device, file or network. Time comes in with the events, what is to be done goes
out as actions, and whoever performs them (:mod:`interviewer.session`) sends the next event.
"""
