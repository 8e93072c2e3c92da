"""What each command of the program does, one module a command; ``cli`` declares their arguments."""
