"""What is thrown at the program rather than measured on it: its long forms; the tests run short ones."""
