"""Recordings and microphones: files read and written, devices, the signal the program works on."""
