"""One recogniser for all tests of the room: it is immutable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.entities import Gazetteer, Recognizer
from corpus.model import Article, Issue, ParsedIssue

Read = Callable[..., Article]


@pytest.fixture(scope="session")
def recognizer() -> Recognizer:
    return Recognizer(Gazetteer.load())


@pytest.fixture(scope="session")
def read(recognizer: Recognizer) -> Read:
    """read(body, title=…, issue=…): the article as the recogniser understands it."""

    def annotated(body: str, title: str = "", issue: str = "云南信息通信简讯") -> Article:
        parsed = ParsedIssue("test", Issue(title=issue), (Article(title=title, body=body),))
        return recognizer.annotate_issue(parsed).articles[0]

    return annotated
