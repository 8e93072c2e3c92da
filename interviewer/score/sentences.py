"""Sentence length, by the full stops that the recogniser heard.

Readers follow sentences of 15 to 20 words on average; the British government's style guide has any
sentence over 25 words looked at again. A listener cannot reread, so the same limit stands for speech.
Whisper writes full stops by grammar and pauses: the figure is an estimate, and none is given for
fewer than three sentences.
"""

from __future__ import annotations

from interviewer.models import Sentences
from interviewer.score.text import Text

__all__ = ["LONG_SENTENCE_WORDS", "measure_sentences"]

LONG_SENTENCE_WORDS = 25
_MIN_SENTENCES = 3
_END = (".", "!", "?", "…")
_CLOSING = "»”\"'’) "


def measure_sentences(text: Text) -> Sentences | None:
    """How long the sentences are, in written words; None where there are fewer than three."""
    lengths = [0]
    spelled = {token.word for token in text.tokens}
    for index, word in enumerate(text.words):
        lengths[-1] += index in spelled
        if word.text.rstrip(_CLOSING).endswith(_END) and lengths[-1]:
            lengths.append(0)
    if not lengths[-1]:
        lengths.pop()
    if len(lengths) < _MIN_SENTENCES:
        return None
    return Sentences(len(lengths), sum(lengths) / len(lengths), max(lengths))
