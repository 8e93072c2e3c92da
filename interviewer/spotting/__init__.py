"""Terms that a recogniser mishears: where they may stand, and what the audio says to that. Pure."""
