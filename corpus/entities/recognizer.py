"""Here is an article; give me it back with its organisations, subjects and people.

`Recognizer` also answers for the question side: `resolve` says whose name a string is, `find` where
names stand in a text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.entities.context import Home, context_of, people_of
from corpus.entities.finder import Finder
from corpus.entities.forms import key, plain
from corpus.entities.gazetteer import Gazetteer
from corpus.entities.grammar import Grammar
from corpus.entities.mention import Mention, as_printed
from corpus.entities.networks import Networks
from corpus.entities.organizations import NameReading, mentions
from corpus.entities.people import people_in
from corpus.entities.prominence import ranked, subjects_of
from corpus.entities.shortforms import fuller
from corpus.entities.silence import silent_spans
from corpus.entities.tagger import CharacterTagger, Stretch
from corpus.language.tagging import Tagged, tag
from corpus.model import Article, Issue, Organization, ParsedIssue, Provenance


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] is a name of the organisation `name` (canonical)."""

    start: int
    end: int
    name: str


class Recognizer:
    """Reads articles with a gazetteer.  Cheap to make: what it needs is built at the first use and kept."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._resolved: dict[str, Organization | None] = {}

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.gazetteer, Networks.load())

    # ---------------------------------------------------------------- names
    def resolve(self, name: str) -> Organization | None:
        """The organisation of this name in any form (alias, reordered, legal, traditional), or None."""
        if name not in self._resolved:
            if len(self._resolved) > 10_000:
                self._resolved.clear()
            self._resolved[name] = self._finder.resolve(name)
        return self._resolved[name]

    def find(self, text: str) -> list[Span]:
        """Where a text names organisations that are certain without context, in order."""
        return [
            Span(one.start, one.end, one.name)
            for one in self._finder.find(plain(text), tag(plain(text)))
            if one.name is not None
        ]

    def branches(self, name: str, names: Iterable[str]) -> tuple[Organization, ...]:
        """What belongs to an organisation: what the gazetteer lists, and the members of its chain in `names`.

        names: what an archive knows; the gazetteer lists no branch of a chain.  In order of name, `name` not
        among them.
        """
        below = {one.name: one for one in self.gazetteer.children(name)}
        stems = self._finder.stems(name)
        for other in names if stems else ():
            if any(stem in other for stem in stems):
                found = self.resolve(other)
                if found is not None and found.parent == name:
                    below[found.name] = found
        below.pop(name, None)
        return tuple(below[key] for key in sorted(below))

    # ---------------------------------------------------------------- articles
    def mentions(self, article: Article, context: Home | None = None) -> tuple[str, list[Mention]]:
        """(text, mentions): every mention in title, subtitle and body; offsets are into the text."""
        text = plain(f"{article.title}\n{article.subtitle}\n{article.body}")
        cut = tag(text)
        guesses = CharacterTagger.load().stretches(text, cut)
        return text, mentions(self._reading(text, cut, context or Home(), guesses))

    def _reading(self, text: str, cut: Tagged, context: Home, guesses: Sequence[Stretch]) -> NameReading:
        bodies = [guess for guess in guesses if guess.kind == "ORG"]
        finder, grammar = self._finder, Grammar.load()
        if context.places is not None:
            finder, grammar = finder.among(context.places), replace(grammar, places=context.places)
        return NameReading(text, cut, finder, grammar, context, bodies)

    def annotate(self, article: Article, issue: Issue, context: Home | None = None) -> Article:
        """The article with organizations, subjects, people and their provenance.

        context: of the whole issue (`context_of`); without one the article is its own.  What a record or a
        correction has already stated is kept, and needs no tagger.
        """
        if context is None:
            context = context_of(issue, (article,))
        source = f"{article.title}\n{article.subtitle}\n{article.body}"
        text = plain(source)
        cut = tag(text)
        head = len(article.title) + 1 + len(article.subtitle) + 1
        stated = bool(article.organizations and article.people)
        guesses = [] if stated else CharacterTagger.load().stretches(text, cut)
        found = [
            replace(one, name=self._as_printed(one, text, source))
            for one in mentions(self._reading(text, cut, context, guesses))
        ]
        provenance = dict(article.provenance)
        organizations, subjects, people = article.organizations, article.subjects, article.people
        if not organizations:
            organizations = ranked(found, head)
            provenance["organizations"] = _provenance(found)
        else:
            organizations = self._canonical(organizations)
        if not subjects:
            subjects = subjects_of(found, text, head, organizations)
            provenance["subjects"] = _about(subjects, provenance.get("organizations"))
        if not people:
            taken = [*((m.start, m.end) for m in found), *silent_spans(text)]
            persons = [guess for guess in guesses if guess.kind == "PER"]
            named = people_in(text, cut, taken, persons, context.people)
            spelt: dict[str, str] = {}
            for one in named:
                at = slice(one.start, one.end)
                spelt.setdefault(one.name, as_printed(one.name, text[at], source[at]))
            people = tuple(spelt.values())
            provenance["people"] = Provenance(
                "names in context", min((p.confidence for p in named), default=0.8)
            )
        return replace(
            article, organizations=organizations, subjects=subjects, people=people, provenance=provenance
        )

    def _as_printed(self, mention: Mention, text: str, source: str) -> str:
        """The name of an organisation as the article prints it; of one in the gazetteer its own."""
        start, end = mention.start, mention.end
        if text[start:end] == source[start:end] or self.resolve(mention.name) is not None:
            return mention.name
        return as_printed(mention.name, text[start:end], source[start:end])

    def _canonical(self, names: Sequence[str]) -> tuple[str, ...]:
        """Names that a record states, each as the gazetteer calls it; without those removed from it."""
        kept = (name for name in names if key(name) not in self.gazetteer.removed)
        known = ((self.resolve(name), name) for name in kept)
        return tuple(dict.fromkeys(found.name if found is not None else name for found, name in known))

    def annotate_issue(self, parsed: ParsedIssue, only: Collection[int] | None = None) -> ParsedIssue:
        """Every article of an issue, read in the context of the whole issue.

        A person whom one article shows to be one is found in the others too, which are read once more for it.
        only: places of the articles to read; the others are named already.
        """
        front = "\n".join(aside.text for aside in parsed.asides if aside.kind in ("head", "imprint"))
        context = context_of(parsed.issue, parsed.articles, front)
        wanted = range(len(parsed.articles)) if only is None else only
        articles = list(parsed.articles)
        for at in wanted:
            articles[at] = self.annotate(articles[at], parsed.issue, context)
        context = replace(context, people=people_of(articles))
        for at in wanted:
            bare = parsed.articles[at]
            if not bare.people and any(_prints(articles[at], name) for name in context.people):
                articles[at] = self.annotate(bare, parsed.issue, context)
        names = {name for one in articles for name in one.organizations}
        same = fuller((name for name in names if self.resolve(name) is None), names)
        for at in wanted:
            articles[at] = _renamed(articles[at], same)
        return replace(parsed, articles=tuple(articles))


def _renamed(article: Article, same: Mapping[str, str]) -> Article:
    """An article whose organisations go by the fullest names that its issue prints."""
    if not same:
        return article
    organizations = tuple(dict.fromkeys(same.get(name, name) for name in article.organizations))
    subjects = tuple(dict.fromkeys(same.get(name, name) for name in article.subjects))
    return replace(article, organizations=organizations, subjects=subjects)


def _prints(article: Article, name: str) -> bool:
    """Whether an article prints a name that it was not found to name."""
    return name not in map(plain, article.people) and any(
        name in plain(text) for text in (article.title, article.subtitle, article.body)
    )


def _provenance(found: Sequence[Mention]) -> Provenance:
    if not found:
        return Provenance("no name found", 0.8)
    by_name: dict[str, Mention] = {}
    for mention in found:
        best = by_name.get(mention.name)
        if best is None or mention.confidence > best.confidence:
            by_name[mention.name] = mention
    weakest = min(by_name.values(), key=lambda mention: mention.confidence)
    return Provenance(", ".join(_ways(by_name.values())), weakest.confidence)


def _about(subjects: Sequence[str], organizations: Provenance | None) -> Provenance:
    """How sure the main subjects are: that there are none is as sure as the organisations are."""
    how = "title and lead"
    if subjects or organizations is None:
        return Provenance(how, 0.8)
    return Provenance(how, min(organizations.confidence, 0.8))


def _ways(found: Iterable[Mention]) -> list[str]:
    return sorted({mention.how for mention in found})
