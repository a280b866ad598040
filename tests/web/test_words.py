"""The pages speak plain office Chinese: words that once stood there and nobody says stay away."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.test_translations import wanted

OUTWORN = re.compile(
    "首见|末见|主角|密排|详排|容一字|容两字|有其一|不要后者|不要有|所含多少|定期的各期|未能定期|未载刊名|另问一篇|改成这样"
    "|同见|载明$(?<!文中载明)|必记|彼此靠近|先算$|在哪里|出自谁手|^定$|^写法$|全部写法|不要 %"
)
PAGES = ("/", "/search?q=5G", "/issues", "/batch?names=5G", "/syntax", "/organizations", "/why?q=5G", "/api")


def test_no_message_has_an_outworn_word() -> None:
    assert sorted(text for _, text in wanted() if OUTWORN.search(text)) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_one(client: FlaskClient, path: str) -> None:
    text = re.sub("<[^>]*>", "\n", client.get(path).text)
    assert [line for line in text.splitlines() if OUTWORN.search(line.strip())] == []
