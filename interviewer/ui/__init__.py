"""The terminal toolkit that views share: words in a language, lines, signs, bars."""
