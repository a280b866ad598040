"""Here is a text as printed, give me what the index knows of it: words, characters, pairs of characters.

Words rank; characters secure.  Every engine and every query goes through this module, so that what was
indexed and what is looked up cannot drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from corpus.model import Article
from index.text.fold import Folded, fold, merged, paragraph_starts
from index.text.tokenizer import Tokenizer

END = "\x00"
"""Second half of the pair that begins with the last character of a field; folded text never holds it."""

PARAGRAPH = "¶"
"""Term of the pair fields whose positions are those at which a paragraph begins (a pair has two
characters, so that a printed ¶ is never taken for it)."""

GLUE = "\x01"
"""Before a character in the pair fields: where it goes on with the number or Latin word of the one before it.
Folded text holds neither this nor ONWARD."""

ONWARD = "\x02"
"""Before a character in the pair fields: where it is gone on with."""

BETWEEN = "；\n"
"""Between the items of `about`: a mark, so that no phrase reaches from one item into the next."""


@dataclass(frozen=True, slots=True)
class WordToken:
    """text: folded; start, end: slice of the original; position: place in the order of tokens (words) or
    in the folded text (characters and pairs)."""

    text: str
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Folding and one tokenizer."""

    tokenizer: Tokenizer = field(default_factory=Tokenizer)

    @classmethod
    def knowing(cls, added: Iterable[str], removed: Iterable[str] = (), state: int = 0) -> Analyzer:
        """The best installed tokenizer with these words, as printed, known or removed beside its own."""
        return cls(Tokenizer(words=map(word_form, added), removed=map(word_form, removed), state=state))

    def words(self, text: str) -> list[WordToken]:
        """Words in search mode, marks left out, long words after their parts."""
        folded = fold(text)
        found = self.placed(folded)
        return [WordToken(word, *folded.original(s, e), i) for i, (word, s, e) in enumerate(found)]

    def placed(self, folded: Folded) -> list[tuple[str, int, int]]:
        """The words with (start, end) in the folded text."""
        spaces = folded.joints + np.arange(len(folded.joints))
        found = [t for t in self.tokenizer.tokenize(folded.words) if is_word(t[0])]
        before = np.searchsorted(spaces, [start for _, start, _ in found]).tolist()
        return [
            (merged(word), start - shift, end - shift)
            for (word, start, end), shift in zip(found, before, strict=True)
        ]

    def word_texts(self, text: str) -> list[str]:
        """The words of a text, without offsets."""
        return [merged(word) for word in self.tokenizer.cut(fold(text).words) if is_word(word)]

    def chars(self, text: str) -> list[WordToken]:
        """Every folded character, marks included."""
        folded = fold(text)
        return [WordToken(char, *folded.original(i, i + 1), i) for i, char in enumerate(folded.text)]

    def bigrams(self, text: str) -> list[WordToken]:
        """Every two neighbouring characters, the last one with END; GLUE and ONWARD before what reads on;
        PARAGRAPH where one begins."""
        folded = fold(text)
        tokens = [
            WordToken(pair, folded.original(i, i + 1)[0], folded.original(i, i + len(pair.rstrip(END)))[1], i)
            for i, pair in enumerate(bigrams_of(folded.text))
        ]
        return tokens + list(_glue(folded)) + list(_paragraphs(text, folded))


def bigrams_of(folded: str) -> list[str]:
    """Two neighbouring characters at every position of a folded text."""
    return [a + b for a, b in zip(folded, folded[1:] + END, strict=False)]


def word_form(word: str) -> str:
    """A word as the tokenizer meets it.  One with a space in it is never met as one word."""
    return fold(word).words


def is_word(token: str) -> bool:
    """Whether a token of the tokenizer is a word, not a mark."""
    return token.isalnum() or any(char.isalnum() for char in token)


def article_texts(article: Article) -> Mapping[str, str]:
    """The text fields of an article, as printed: what an engine indexes and a snippet shows.

    `about` gathers what is said of the article outside its title and body.
    """
    about = [article.subtitle, *article.authors, article.credit, article.section, *article.tags]
    return {
        "title": article.title,
        "body": article.body,
        "about": BETWEEN.join([item for item in about if item]),
    }


def article_keywords(article: Article) -> Mapping[str, tuple[str, ...]]:
    """The keyword fields of an article: whole values as shown, in the article's order, none twice."""
    day = article.date
    return {
        "section": (article.section,) if article.section else (),
        "organization": _distinct(article.organizations),
        "subject": _distinct(article.subjects),
        "author": _distinct(article.authors),
        "person": _distinct(article.people),
        "source": _distinct((article.source or article.source_file,)),
        "issue": _distinct((article.issue_id or "", article.issue_title)),
        "tag": _distinct(article.tags),
        "year": (f"{day.year:04d}",) if day else (),
        "month": (f"{day.year:04d}-{day.month:02d}",) if day else (),
    }


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([value for value in values if value])) if values else values


def _glue(folded: Folded) -> Iterator[WordToken]:
    for at in np.flatnonzero(folded.glued).tolist():
        yield WordToken(ONWARD + folded.text[at - 1], *folded.original(at - 1, at), at - 1)
        yield WordToken(GLUE + folded.text[at], *folded.original(at, at + 1), at)


def _paragraphs(text: str, folded: Folded) -> Iterator[WordToken]:
    for at in paragraph_starts(text, folded):
        start, end = folded.original(at, at + 1)
        yield WordToken(PARAGRAPH, start, end, at)
