"""Here is an archive; give me lines worth typing there, each of which finds something.

A line is made of what the archive holds: words of its newest headlines, its most frequent names, numbers as
they are printed.  It is asked before it is offered, so that no example is a dead end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import islice, pairwise

from corpus.errors import IndexMissing, IndexStale
from corpus.model import Article
from index.text.tokenizer import Tokenizer
from search.language.operators import FIELD_BY_NAME
from search.language.render import escape, render
from search.language.tree import Keyword
from search.model import FACET_FIELDS, ResultPage, SearchRequest

SAMPLE = 50
"""Newest articles of which examples are made."""
WORDS = 24
TRIES = 8
"""Lines of one kind that are asked before the kind goes without an example."""

_HAN = r"[\u4e00-\u9fff]"
_WORD = re.compile(f"{_HAN}{{2,4}}")
_RUN = re.compile(f"{_HAN}{{5,8}}")
_SENTENCE = re.compile("[。！？；\n]")
_AMOUNT = re.compile(r"(?<![\d.,])\d{2,4}(?:\.\d+)?(?:亿元|万元|公里|元|万|个|家|座|名|人|吨|处|%)")
_PLAIN = re.compile(r"\w[\w-]*")
_SIGNED = re.compile(f"(?<!{_HAN}){_HAN}{{2,8}}[:：(（~～*] ?{_HAN}{{2,8}}(?!{_HAN})")


class Examples:
    """Lines that find something in one generation of an archive, by what they show.

    search: answers a request; count: how many articles a request finds, 0 for what is no query.
    """

    def __init__(
        self, search: Callable[[SearchRequest], ResultPage], count: Callable[[SearchRequest], int]
    ) -> None:
        self._search = search
        self._count = count
        self._made: dict[str, tuple[str, ...]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """Examples of an operator or a field by its name, of "name" (an organisation) or "dated" (a word of a
        year); empty where the archive holds nothing to show it with."""
        if name not in self._made:
            try:
                made = [next(filter(self._finds, islice(lines, TRIES)), "") for lines in self._lines(name)]
            except (IndexMissing, IndexStale):  # while it is built anew a page has no examples, and is shown
                return ()
            self._made[name] = tuple(filter(None, made))
        return self._made[name]

    def _finds(self, line: str) -> bool:
        return self._count(SearchRequest(line, size=1, facets=(), soft=False)) > 0

    def _lines(self, name: str) -> tuple[Iterable[str], ...]:
        """Lines that may show it, in one or two kinds; the first of a kind that finds something is taken."""
        words, pairs, runs = self._words, self._together, self._runs
        match name:
            case "name":
                return (self._values("organization"),)
            case "dated":
                return ((f"{year}年 {word}" for year in self._values("year")[:2] for word in words),)
            case "or":
                return ((f"{one} 或 {two}" for one, two in pairs),)
            case "not":
                return ((line for one, two in pairs for line in (f"{one} -{two}", f"{two} -{one}")),)
            case "group":
                return (
                    (
                        f"({one} 或 {two}) {other}"
                        for one, two in pairs
                        for other in words[:3]
                        if other not in (one, two)
                    ),
                )
            case "phrase":
                return (f"“{run}”" for run in runs), (f"“{amount}”" for amount in self._amounts)
            case "wildcard":
                ends = (f"{line[0]}*{line[-1]}" for line in self._neighbours if len(line) > 2)
                return ends, (f"*{amount[1:]}" for amount in self._amounts)
            case "fuzzy":
                return ((f"{run[:-3]}{run[-2:]}~" for run in runs),)
            case "atleast":
                return ((f"至少3次:{word}" for word in words),)
            case "escape":
                signed = (escape(found) for text in self._texts for found in _SIGNED.findall(text))
                return ((*signed, *(f"\\-{word}" for word in words)),)
            case "title" | "body":
                return ((f"{_spelt(name)}:{word}" for word in words),)
            case "about":
                said = (*self._values("section"), *self._values("author"))
                return ((f"{_spelt(name)}:{escape(one)}" for one in said),)
        if name in FIELD_BY_NAME:
            return (self._of_field(name),)
        joints = {"and": "", "near": "近/20 ", "before": "先/20 ", "sentence": "同句 ", "paragraph": "同段 "}
        return ((f"{one} {joints[name]}{two}" for one, two in pairs),) if name in joints else ()

    def _of_field(self, name: str) -> Iterable[str]:
        """A value of a field; of authors two, of people a surname, of days a span."""
        field = _spelt(name)
        if name == "date":
            months = sorted(self._values("month")[:2])
            return [f"{field}:{months[0]}..{months[-1]}"] if months else []
        if name == "issue":
            titles = dict.fromkeys(article.issue_title for article in self._articles if article.issue_title)
            return [f"{field}:{_value(title)}" for title in titles]
        values = self._values(name)
        if name == "author" and len(values) > 1:
            return [f"{field}:({_value(values[0])} 或 {_value(values[1])})"]
        if name == "person":
            return [f"{field}:{one[0]}*" for one in values if _WORD.fullmatch(one)] or values
        return [f"{field}:{_value(value)}" for value in values]

    def _values(self, field: str) -> list[str]:
        return [item.value for item in self._front.facets.get(field, ())]

    @cached_property
    def _front(self) -> ResultPage:
        return self._search(SearchRequest(size=SAMPLE, sort="newest", facets=FACET_FIELDS))

    @cached_property
    def _articles(self) -> tuple[Article, ...]:
        return tuple(hit.article for hit in self._front.hits)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Headlines first, then bodies."""
        return (*(one.title for one in self._articles), *(one.body for one in self._articles))

    @cached_property
    def _titled(self) -> tuple[tuple[str, ...], ...]:
        """The words of each headline, in its order."""
        return tuple(tuple(_apart(article.title)) for article in self._articles)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """Chinese words of headlines, those of most articles first, but none of more than half of them, which
        tell nothing apart; no names, which have fields."""
        names = {*self._values("organization"), *self._values("person"), *self._values("author")}
        words = {word for line in self._titled for word in line if _WORD.fullmatch(word)} - names
        found = Counter(
            word for one in self._articles for word in sorted(words.intersection(_apart(one.body)))
        )
        rare = Counter({word: count for word, count in found.items() if count <= len(self._articles) / 2})
        return tuple(word for word, _ in (rare or found).most_common(WORDS))

    @cached_property
    def _together(self) -> tuple[tuple[str, str], ...]:
        """Two words of one sentence, in its order, those of most sentences first."""
        pairs: Counter[tuple[str, str]] = Counter()
        for article in self._articles:
            for sentence in _SENTENCE.split(article.body):
                held = sorted((sentence.find(word), word) for word in self._words if word in sentence)
                pairs.update((one, two) for (_, one), (_, two) in pairwise(held))
        return tuple(
            pair for pair, _ in pairs.most_common() if pair[0] not in pair[1] and pair[1] not in pair[0]
        )

    @cached_property
    def _neighbours(self) -> tuple[tuple[str, ...], ...]:
        """Two or three neighbouring words of headlines, five to eight characters, the most frequent first."""
        found: Counter[tuple[str, ...]] = Counter()
        for line in self._titled:
            for size in (2, 3):
                found.update(line[at : at + size] for at in range(len(line) - size + 1))
        return tuple(words for words, _ in found.most_common() if _RUN.fullmatch("".join(words)))

    @property
    def _runs(self) -> list[str]:
        return ["".join(words) for words in self._neighbours]

    @cached_property
    def _amounts(self) -> tuple[str, ...]:
        """Numbers with a unit, as printed."""
        return tuple(dict.fromkeys(found for text in self._texts for found in _AMOUNT.findall(text)))


def _apart(text: str) -> list[str]:
    """The words of a text one after the other, the longest where they overlap."""
    words, at = [], 0
    for word, start, end in sorted(Tokenizer().tokenize(text), key=lambda found: (found[1], -found[2])):
        if start >= at:
            words.append(word)
            at = end
    return words


def _spelt(name: str) -> str:
    return FIELD_BY_NAME[name].spellings[-1]


def _value(value: str) -> str:
    """A value as it is written after the colon of its field."""
    return value if _PLAIN.fullmatch(value) else render(Keyword("tag", (value,))).partition(":")[2]
