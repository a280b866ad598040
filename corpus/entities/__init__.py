"""Here is an article; give me the organisations and people it names.

`Gazetteer` is the knowledge of organisations as an immutable value, `Recognizer` reads articles and
names with it.
"""

from corpus.entities.gazetteer import Gazetteer
from corpus.entities.recognizer import Recognizer

__all__ = ["Gazetteer", "Recognizer"]
