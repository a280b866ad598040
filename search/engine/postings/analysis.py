"""Here is a text of a query, give me its folded form, the words that are wanted, the words that score.

The same analyzer that filled the index reads the query; results are kept, since matching, scoring and
snippets ask for the same text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.text.analyzer import Analyzer, is_word
from index.text.fold import fold_text


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as the engines read it.

    folded: what substrings are compared with; words: every word, as the word fields hold them (a long
    word also by its parts); wanted: words that no other word of the cut contains, in order, each once;
    the whole folded text where it has no word (a run of marks).
    """

    folded: str
    words: tuple[str, ...]
    wanted: tuple[str, ...]


class Analysis:
    """Reads query texts.  Safe under threads."""

    def __init__(self, analyzer: Analyzer | None = None, size: int = 4096) -> None:
        self.analyzer = analyzer or Analyzer()
        self.cut = lru_cache(maxsize=size)(self._cut)

    def fold(self, text: str) -> str:
        """The folded form."""
        return self.cut(text).folded

    def wanted(self, text: str) -> tuple[str, ...]:
        """The words that must all be found, each as a substring."""
        return self.cut(text).wanted

    def _cut(self, text: str) -> Cut:
        folded = fold_text(text)
        if len(folded) < 2:
            return Cut(folded, (folded,) if is_word(folded) else (), (folded,) if folded else ())
        found = [t for t in self.analyzer.tokenizer.tokenize(folded) if is_word(t[0])]
        words = tuple(word for word, _, _ in found)
        wanted, reach = [], 0
        for word, start, end in sorted(found, key=lambda t: (t[1], -t[2])):
            if end > reach:
                wanted.append((start, word))
                reach = end
        kept = tuple(dict.fromkeys(word for _, word in wanted))
        return Cut(folded, words, kept or ((folded,) if folded else ()))
