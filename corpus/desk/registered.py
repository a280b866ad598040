"""Here are a recognizer and a register of people; give me a recognizer that knows who is who."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from corpus.desk.people import Register
from corpus.entities import Recognizer
from corpus.entities.context import Home
from corpus.model import Article, Issue, ParsedIssue


class RegisteredRecognizer:
    """Names articles as the recognizer does, with people under the names that were decided on.

    What was told of a single article needs its id: `reread_names` lays it over what was read anew.
    """

    def __init__(self, recognizer: Recognizer, register: Register) -> None:
        self.recognizer = recognizer
        self.register = register

    def annotate(self, article: Article, issue: Issue, context: Home | None = None) -> Article:
        """See `corpus.entities.Recognizer.annotate`."""
        return self.register.applied(self.recognizer.annotate(article, issue, context))

    def annotate_issue(self, parsed: ParsedIssue, only: Collection[int] | None = None) -> ParsedIssue:
        """See `corpus.entities.Recognizer.annotate_issue`."""
        found = self.recognizer.annotate_issue(parsed, only)
        return replace(found, articles=tuple(map(self.register.applied, found.articles)))
