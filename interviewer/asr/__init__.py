"""Signal to words: Whisper engines behind one port, and their weights."""
