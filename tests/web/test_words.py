"""The pages speak plain office Chinese: words that once stood there and nobody says stay away."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.test_translations import wanted
from web.api_words import said
from web.operations import operations

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


def test_the_page_of_the_api_is_chinese_where_the_page_is(app: Flask) -> None:
    with app.test_request_context("/api"):
        described = {one.summary for one in operations()} | {
            each.summary for one in operations() for each in one.parameters
        }
        assert sorted(text for text in described if said(text) == text) == []
    with app.test_request_context("/api?lang=en"):
        assert all(said(text) == text for text in described)


@pytest.mark.parametrize(
    "path", ["/articles/none", "/issues/none", "/nowhere", "/people/无此人", "/search?q=(标题:5G"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_speaks_one_language(client: FlaskClient, path: str, language: str) -> None:
    html = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}").text
    said = re.search(r'<div class="landing".*?</h1>\s*<p[^>]*>(.*?)</p>', html, re.DOTALL)
    assert said and said[1].strip()
    words = re.sub("none|无此人|“[^”]*”|标题|5G", "", unescape(said[1]))
    assert not re.search("[a-z]{3}" if language == "zh" else "[\u4e00-\u9fff]", words), said[1]
