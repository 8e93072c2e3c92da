"""The terminal toolkit that commands, live sessions and the timer share."""
