"""Saved web pages: one page, one article, whole; and nothing of the page lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading.hypertext import read_html
from corpus.splitting import split
from tests.corpus.webpages import PAGES, PORT, SCHOOL, Story, portal_grey


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("layout", PAGES)
def test_a_saved_page_is_one_article(layout: str) -> None:
    page = PAGES[layout]
    document = read_html(f"{layout}.html", page.html.encode())
    parsed = split(document)
    assert document.single
    assert [article.title for article in parsed.articles] == [page.title]
    (article,) = parsed.articles
    assert str(article.date) == page.day
    assert article.authors == page.authors
    assert [text for text in page.paragraphs if squeezed(text) not in squeezed(article.body)] == []
    assert [text for text in page.chrome if text in article.body] == []
    assert [text for text in page.chrome if not any(text in aside.text for aside in parsed.asides)] == []


INVISIBLE = {"script", "style", "title", "iframe", "object", "canvas", "video", "audio", "map"}


def visible(page: str) -> str:
    """Every character of the text nodes that a browser shows or hides, in order, without white space."""
    root = html.document_fromstring(page)
    body = root.find("body")
    texts: list[str] = []
    for node in (body if body is not None else root).xpath(".//text()"):
        parents = {str(element.tag) for element in (node.getparent(), *node.getparent().iterancestors())}
        of_head = node.is_text and parents & INVISIBLE
        of_tail = node.is_tail and {str(e.tag) for e in node.getparent().iterancestors()} & INVISIBLE
        if not (of_head or of_tail) and not (node.is_text and callable(node.getparent().tag)):
            texts.append(str(node))
    return squeezed("".join(texts))


def accounted(document: Document) -> list[str]:
    """The characters of lines and asides, each as often as it stands, sorted."""
    texts = [line.text for line in document.lines] + [aside.text for aside in document.aside]
    return sorted(squeezed("".join(texts)))


@pytest.mark.parametrize("layout", [name for name in PAGES if "script" not in name])
def test_every_character_of_a_page_is_accounted_for(layout: str) -> None:
    page = PAGES[layout].html
    assert accounted(read_html("a.html", page.encode())) == sorted(visible(page))


TEXT = st.sampled_from(
    [
        "县里修好了三座桥。",
        "相关阅读",
        "上一篇：旧闻",
        "2022年6月3日 来源：山报",
        "版权所有",
        "责任编辑：丁一",
        "第6期",
        "（周雨）",
    ]
)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "h1",
        "h2",
        "li",
        "ul",
        "td",
        "tr",
        "table",
        "form",
        "nav",
        "a",
        "b",
        "footer",
        "pre",
        "rt",
        "button",
    ]
)
LOOKS = st.sampled_from(
    ["", ' style="display:none"', ' class="share"', ' id="comments"', ' class="menu"', " hidden"]
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    """A page's body at random: elements with and without looks, text before, in and after them."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        inner = draw(trees(depth=depth + 1)) if depth < 3 and draw(st.booleans()) else draw(TEXT)
        tag = draw(TAGS)
        parts.append(f"<{tag}{draw(LOOKS)}>{inner}</{tag}>{draw(st.sampled_from(['', '尾。', '<br>又']))}")
    return "".join(parts)


@given(trees(), st.sampled_from(["", "<title>县里修好了三座桥</title>"]))
def test_no_page_loses_a_character(body: str, head: str) -> None:
    page = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    try:
        document = read_html("a.html", page.encode())
    except CorpusError:
        return
    assert accounted(document) == sorted(visible(page))


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii", "ISO8859-15"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_western_declaration_over_chinese_is_not_believed(declared: str, encoding: str) -> None:
    page = portal_grey(PORT).replace('charset="utf-8"', f'charset="{declared}"')
    document = read_html("a.html", page.encode(encoding))
    assert document.lines[0].text == PORT.title
    assert [notice for notice in document.notices if declared.lower() in notice]


def test_a_western_declaration_over_western_text_is_believed() -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>Le café était fermé à midi.</p></body></html>'
    )
    assert read_html("a.html", page.encode("latin-1")).lines[0].text == "Le café était fermé à midi."


def test_a_page_with_several_articles_is_an_issue() -> None:
    parts = "".join(
        f"<h2>{story.title}</h2><p>{'</p><p>'.join(story.paragraphs)}</p><p>（办公室　{story.author}）</p>"
        for story in (PORT, SCHOOL)
    )
    page = f"<title>岚江简报</title><body><h1>岚江简报</h1><p>2023年第4期</p>{parts}</body>"
    document = read_html("a.html", page.encode())
    assert not document.single
    assert [article.title for article in split(document).articles] == [PORT.title, SCHOOL.title]


def test_what_is_printed_beats_what_the_page_says_in_its_head() -> None:
    told = Story(PORT.title, "2020-01-01", "别人", "别处", PORT.paragraphs)
    head = portal_grey(told).split("<body>", maxsplit=1)[0]
    page = head + "<body>" + portal_grey(PORT).split("<body>", maxsplit=1)[1]
    (article,) = split(read_html("a.html", page.encode())).articles
    assert str(article.date) == PORT.day
    assert article.provenance["date"].how == "printed date line"
    bare = re.sub(r'<div class="date-source">.*?</div>', "", page)
    (article,) = split(read_html("a.html", bare.encode())).articles
    assert (str(article.date), article.provenance["date"].how) == (told.day, "page metadata")


@pytest.mark.parametrize("layout", PAGES)
def test_every_line_of_a_page_stands_in_its_article(layout: str) -> None:
    document = read_html("a.html", PAGES[layout].html.encode())
    (article,) = split(document).articles
    printed = article.provenance["title"].how == "headline"
    whole = "".join((article.title if printed else "", article.subtitle, article.byline, article.body))
    assert sorted(squeezed(whole)) == sorted(squeezed("".join(line.text for line in document.lines)))


PROSE = (
    "山门小学把旧仓库改成木工坊，学生每周二下午在那里做板凳和鸟箱，家长也来帮忙。",
    "木料是镇上锯木厂送的边角，校长说，刨花扫起来还能给后山的鸡舍垫窝，一点不浪费。",
)


def test_a_browser_prints_the_numbers_of_a_list() -> None:
    page = (
        "<h1>关于木工坊开放的通知</h1><p>各班：</p><ol start=3><li><p>周二下午开放</p><li value=7>自带手套"
        "<li>带好水杯<ol type=a><li>不带玻璃杯</ol></ol><ol style='list-style: none'><li>另行通知</ol>"
        "<ol><li>1、已有编号</ol><ol reversed type=I><li>先报名<li>后入场</ol>"
        "<ol style='list-style-type:cjk-ideographic'><li>爱护工具</ol><p>山门小学</p>"
    )
    texts = [line.text for line in read_html("a.html", page.encode()).lines]
    counted = "3. 周二下午开放|7. 自带手套|8. 带好水杯|a. 不带玻璃杯"
    others = "另行通知|1、已有编号|II. 先报名|I. 后入场|一、爱护工具"
    assert texts[2:-1] == [*counted.split("|"), *others.split("|")]


def test_a_headline_that_no_tag_and_no_title_marks() -> None:
    for shown in ("<span id=lblTitle>山门小学办起木工坊</span>", "<b>山门小学办起木工坊</b>"):
        page = (
            f"<title>山门小学校园网</title><form><table><tr><td>{shown}<tr><td>〖作者：陆知行〗 "
            f"〖来源：教务处〗 〖时间：2022/3/8〗<tr><td><div><p>{'<p>'.join(PROSE)}</div></table></form>"
        )
        (article,) = split(read_html("a.html", page.encode())).articles
        assert (article.title, article.authors, article.credit) == (
            "山门小学办起木工坊",
            ("陆知行",),
            "教务处",
        )
        assert (str(article.date), article.body) == ("2022-03-08", "\n".join(PROSE))


def test_author_and_account_beside_one_another_are_two() -> None:
    page = (
        "<meta property=og:title content=山门小学办起木工坊><meta property=og:article:author content=陆知行>"
        "<h1>山门小学办起木工坊</h1><div id=meta_content><span>陆知行</span><span><a>山门小学堂</a></span>"
        f"<em id=publish_time></em></div><div id=js_content><p>{'<p>'.join(PROSE)}</div>"
        "<script>var publish_time = '2022-03-08'</script>"
    )
    (article,) = split(read_html("a.html", page.encode())).articles
    assert (article.byline, article.authors, str(article.date)) == (
        "陆知行 山门小学堂",
        ("陆知行",),
        "2022-03-08",
    )
    assert article.body == "\n".join(PROSE)


@pytest.mark.parametrize("markup", [True, False])
def test_a_text_in_a_text_area_is_the_text_of_a_page_that_has_no_other(markup: bool) -> None:
    text = (
        "".join(f"&lt;p&gt;{part}&lt;/p&gt;" for part in PORT.paragraphs)
        if markup
        else "\n".join(PORT.paragraphs)
    )
    head = f"<title>{PORT.title}</title>"
    page = f"<html><head><meta charset=utf-8>{head}</head><body><h1>{PORT.title}</h1><p>{PORT.day}</p>"
    page += f"<form><textarea hidden>{text}</textarea><button>打印</button></form></body></html>"
    (article,) = split(read_html("a.html", page.encode())).articles
    assert (article.title, article.body.split("\n")) == (PORT.title, list(PORT.paragraphs))


def test_what_a_reader_typed_into_a_text_area_is_no_text_of_the_page() -> None:
    comment = "<textarea>写得真好，我们村里的码头也该这么改一改，省下来的油钱够修一条路。</textarea>"
    page = f"<html><head><meta charset=utf-8><title>{PORT.title}</title></head><body><h1>{PORT.title}</h1>"
    page += "".join(f"<p>{part}</p>" for part in PORT.paragraphs) + f"{comment}</body></html>"
    document = read_html("a.html", page.encode())
    assert "油钱" not in "".join(line.text for line in document.lines)
    assert any("油钱" in one.text for one in document.aside)


def test_a_label_and_a_day_below_the_byline_and_a_day_told_by_age() -> None:
    text = "".join(f"<p>{part}</p>" for part in SCHOOL.paragraphs)
    head = (
        f"<html><head><meta charset=utf-8><title>{SCHOOL.title}</title></head><body><h1>{SCHOOL.title}</h1>"
    )
    below = f"{head}{text}<p>（{SCHOOL.author}）</p><p>发布日期：{SCHOOL.day}</p></body></html>"
    aged = f"{head}<p>文/{SCHOOL.author} 3天前</p>{text}</body></html>"
    for page in (below, aged):
        (article,) = split(read_html("a.html", page.encode())).articles
        assert article.authors == (SCHOOL.author,)
        assert article.body.split("\n") == list(SCHOOL.paragraphs)
