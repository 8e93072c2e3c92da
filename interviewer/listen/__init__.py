"""Microphone or file to signal, and signal to speech spans and chunks."""
