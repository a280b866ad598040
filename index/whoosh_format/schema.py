"""Here is an article, give me the Whoosh document; and the schema that both stock Whoosh and our codec keep.

For each text field F in title, body, about: `F` (words, frequencies), `F_chars` (every character,
frequencies) and `F_bigrams` (every two neighbouring characters, true character positions).  Keyword fields
hold whole values.  `date` (a proleptic Gregorian ordinal) and `id` are stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import fields
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer as WhooshTokenizer

from corpus.model import Article
from index.text.analyzer import Analyzer, WordToken, article_keywords, article_texts
from index.text.fields import KEYWORD_FIELDS, TEXT_FIELDS, bigrams_field, channels, chars_field

SEPARATOR = "\x1f"
"""Between the values of a keyword field on their way through Whoosh."""


class FieldAnalyzer(WhooshTokenizer):  # type: ignore[misc]
    """Our analysis as Whoosh calls it.  kind: "words" | "chars" | "bigrams"."""

    def __init__(self, analyzer: Analyzer, kind: str) -> None:
        self.analyzer = analyzer
        self.kind = kind

    def __call__(self, value: str, **_options: object) -> Iterator[Any]:
        tokens: list[WordToken] = getattr(self.analyzer, self.kind)(value)
        for token in tokens:
            yield _whoosh_token(token.text, token.position, token.start, token.end)


class ValueAnalyzer(WhooshTokenizer):  # type: ignore[misc]
    """The values of a keyword field, whole."""

    def __call__(self, value: str, **_options: object) -> Iterator[Any]:
        for position, text in enumerate(value.split(SEPARATOR)):
            yield _whoosh_token(text, position, 0, len(text))


def _whoosh_token(text: str, position: int, start: int, end: int) -> Any:
    token = WhooshToken(positions=True, chars=True, boosts=True)
    token.text, token.pos, token.startchar, token.endchar = text, position, start, end
    token.boost = 1.0
    token.stopped = False
    return token


def make_schema(analyzer: Analyzer) -> fields.Schema:
    """The schema of an index that `analyzer` fills."""
    schema = fields.Schema(id=fields.ID(unique=True, stored=True), date=fields.STORED())
    for name in TEXT_FIELDS:
        schema.add(name, fields.TEXT(FieldAnalyzer(analyzer, "words"), phrase=False))
        schema.add(chars_field(name), fields.TEXT(FieldAnalyzer(analyzer, "chars"), phrase=False))
        schema.add(bigrams_field(name), fields.TEXT(FieldAnalyzer(analyzer, "bigrams"), phrase=True))
    for name in KEYWORD_FIELDS:
        schema.add(name, fields.KEYWORD(analyzer=ValueAnalyzer()))
    return schema


def document(article: Article) -> dict[str, object]:
    """The article as stock Whoosh's `add_document` takes it."""
    values: dict[str, object] = {"id": article.id}
    if article.date:
        values["date"] = article.date.toordinal()
    for name, text in article_texts(article).items():
        if text:
            values |= dict.fromkeys(channels(name), text)
    for name, keywords in article_keywords(article).items():
        if keywords:
            values[name] = SEPARATOR.join(keywords)
    return values
