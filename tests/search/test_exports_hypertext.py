"""HTML exports: whole, in order, and nothing that was printed becomes live."""

from __future__ import annotations

import io

from lxml import html

from corpus.model import Article
from search.exports import export
from search.exports.types import Context


def test_a_list_with_headings_and_notes() -> None:
    hostile = "<script>alert(1)</script> & 通知"
    articles = [Article(hostile, "第一段。\n第二段。", id="a"), Article("乙", "正文。", id="b")]
    out = io.BytesIO()
    context = Context(title="渡口", headings={"b": "二"}, notes={"a": "要<紧>"}, address="http://example.org")
    assert export("html", articles, out, context) == 2
    page = html.fromstring(out.getvalue())
    assert page.xpath("//script") == []
    assert page.xpath("//h3/text()") == [hostile, "乙"] and page.xpath("//h2/text()") == ["二"]
    assert page.xpath("//article[1]/p/text()") == ["第一段。", "第二段。"]
    assert page.xpath("//blockquote/text()") == ["要<紧>"]
    assert page.xpath("//a/@href") == ["http://example.org/articles/a", "http://example.org/articles/b"]
