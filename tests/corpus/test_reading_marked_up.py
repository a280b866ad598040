"""DOCX, HTML and Markdown: structure that the format states, and the mess the world writes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading import Limits
from corpus.reading.hypertext import read_html
from corpus.reading.marked import read_markdown
from corpus.reading.numbering import written
from corpus.reading.word import read_word
from corpus.reading.wrapping import looks_wrapped
from corpus.splitting import split
from tools.sample_source import load

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def shape(document: Document) -> list[tuple[str | None, str]]:
    return [(line.style, line.text) for line in document.lines]


def saved(document: docx.document.Document) -> bytes:
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.stem)
def test_the_samples_say_what_their_sources_say(path: Path) -> None:
    issue = load(ROOT / "tools" / "samples" / f"{path.stem}.txt")
    document = read_word(path.name, path.read_bytes())
    texts = [line.text for line in document.lines]
    for piece in issue.pieces:
        first = texts.index(piece.title[0])
        wanted = [*piece.title, *([piece.under] if piece.under else []), *piece.printed()]
        assert [" ".join(text.split()) for text in texts[first : first + len(wanted)]] == [
            " ".join(text.split()) for text in wanted
        ]
    assert not document.wrapped


def test_docx_keeps_headings_lists_tables_and_breaks_in_order() -> None:
    made = docx.Document()
    made.add_heading("会员消息", 1)
    made.add_paragraph("第一行\n第二行")
    made.add_paragraph()
    made.add_paragraph("要点", style="List Bullet")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "飞虹小组", "一等奖"
    made.add_page_break()
    made.add_paragraph("末段。").runs[0].bold = True
    document = read_word("a.docx", saved(made))
    assert shape(document) == [
        ("heading1", "会员消息"),
        (None, "第一行"),
        (None, "第二行"),
        ("list", "要点"),
        ("table", "飞虹小组  一等奖"),
        (None, "末段。"),
    ]
    assert [line.page for line in document.lines] == [1, 1, 1, 1, 1, 2]
    assert document.lines[3].gap == 1.0
    assert document.lines[-1].bold


def test_docx_text_that_word_processors_hide_from_simple_readers() -> None:
    made = docx.Document()
    inserted = (
        f'<w:p {W}><w:r><w:t>原</w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>增</w:t></w:r></w:ins>'
        f'<w:del w:id="2" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>'
        f"<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>"
    )
    boxed = (
        f"<w:p {W}><w:r><w:t>外</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r>"
        f"</w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    for xml in (inserted, boxed):
        made.element.body.insert(len(made.element.body) - 1, parse_xml(xml))
    assert [line.text for line in read_word("a.docx", saved(made)).lines] == ["原增链", "外", "框中文字"]


def test_docx_numbers_that_word_counts_itself() -> None:
    made = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, style, pattern in [(0, "chineseCounting", "%1、"), (1, "decimal", "%2.")]
    )
    part = made.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in [(0, "回顾"), (1, "成绩"), (1, "不足"), (0, "部署"), (1, "抓落实")]:
        properties = made.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="78"/></w:numPr>'))
    texts = [line.text for line in read_word("a.docx", saved(made)).lines]
    assert texts == ["一、回顾", "1.成绩", "2.不足", "二、部署", "1.抓落实"]
    assert [written(n, "chineseCounting") for n in (9, 10, 11, 20, 35)] == [
        "九",
        "十",
        "十一",
        "二十",
        "三十五",
    ]
    assert [written(3, style) for style in ("decimalEnclosedCircle", "upperLetter", "decimal")] == [
        "③",
        "C",
        "3",
    ]


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(CorpusError) as caught:
        read_word("某刊.docx", data, limits or Limits())
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_docx_is_refused(share: float) -> None:
    data = (SAMPLES / "lanchuan-2021-11.docx").read_bytes()
    assert "truncated" in refusal(data[: int(len(data) * share)])


def test_docx_that_are_none() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert "damaged" in refusal(stored.getvalue())
    assert "no text" in refusal(saved(docx.Document()))
    assert "encrypted" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(2**25))
    assert "zip bomb" in refusal(stored.getvalue())


def test_lines_pasted_one_by_one_are_known_as_wrapped() -> None:
    text = (SAMPLES / "lanchuan-2021-07.txt").read_text(encoding="utf-8")
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line.strip())
    assert read_word("a.docx", saved(made)).wrapped
    broken = "<br>\n".join(text.split("\n"))
    assert read_html("a.html", f"<meta charset=utf-8><div>{broken}</div>".encode()).wrapped
    assert not looks_wrapped(
        load(ROOT / "tools" / "samples" / "lanchuan-2021-07.txt").pieces[0].paragraphs * 8
    )


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>岚州大雪 - 岚川新闻网</title>
<meta name="author" content="何静"><meta property="article:published_time" content="2021-12-25">
<style>p { color: red }</style><script>var p = "<p>不是正文</p>";</script></head><body>
<nav><a href="/">首页</a> <a href="/a">要闻</a></nav>
<div class="menu"><ul><li><a>图片</a></li><li><a>视频</a></li><li><a>专题</a></li></ul></div>
<div id="main"><h1>岚州大雪</h1><p>　　12月25日，岚州市
    普降大雪，<b>高速</b>封闭&nbsp;8&nbsp;小时。<!-- 注 --></p>
<p>徐 媛 说：“5G
network 正常。”</p><blockquote>引文。</blockquote><ul><li>一项</li></ul>
<table><tr><td>飞虹小组</td><td>一等奖</td></tr></table><p style="display:none">隐藏</p>
前行<br>后行</div><div class="share">分享到：微信</div><footer>版权所有</footer></body></html>"""


def test_html_without_its_chrome() -> None:
    document = read_html("a.html", PAGE.encode())
    assert shape(document) == [
        ("heading1", "岚州大雪"),
        (None, "12月25日，岚州市普降大雪，高速封闭 8 小时。"),
        (None, "徐 媛 说：“5G network 正常。”"),
        ("quote", "引文。"),
        ("list", "一项"),
        ("table", "飞虹小组  一等奖"),
        (None, "前行"),
        (None, "后行"),
    ]
    assert document.meta == {"title": "岚州大雪 - 岚川新闻网", "author": "何静", "date": "2021-12-25"}
    assert {aside.reason: aside.text for aside in document.aside} == {
        "navigation": "首页 要闻\n图片\n视频\n专题",
        "hidden": "隐藏",
        "share bar": "分享到：微信",
        "site footer": "版权所有",
    }


def test_html_reads_only_the_article_where_there_is_one() -> None:
    page = f"<body><p>旁栏。</p><article><h2>题</h2><p>{'正文。' * 30}</p></article><p>页脚。</p></body>"
    assert [line.text for line in read_html("a.html", page.encode()).lines] == ["题", "正文。" * 30]


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", "utf-8"])
def test_html_says_its_own_encoding_and_may_be_wrong(declared: str) -> None:
    page = (
        f'<html><head><meta charset="{declared}"></head><body><p>岚州矿区开通万兆专线，㛃字也在。</p></body>'
    )
    for encoding in ("gb18030", "utf-8"):
        document = read_html("a.html", page.encode(encoding))
        assert document.lines[0].text == "岚州矿区开通万兆专线，㛃字也在。"


def test_html_as_broken_as_it_comes() -> None:
    mess = "<p>一<div>二<td>三</p></b><p>四<br/><span>五</span" + "<div>" * 200 + "六"
    assert (
        re.sub(r"\s", "", "".join(line.text for line in read_html("a.html", mess.encode()).lines))
        == "一二三四五六"
    )


def test_markdown_structure() -> None:
    text = (
        "---\ntitle: 岚川快讯\ndate: 2021-09-03\n---\n# 岚川快讯\n\n## 铜陂\n\n**白羊岭**煤矿[专网](http://x)\n开通，\n"
        "5G\nnetwork。\n\n- 一\n- 二\n\n> 引文\n\n| 小组 | 奖 |\n|---|---|\n| 飞虹 | 一等 |\n\n```\n码\n```\n"
    )
    document = read_markdown("a.md", text.encode())
    assert shape(document) == [
        ("heading1", "岚川快讯"),
        ("heading2", "铜陂"),
        (None, "白羊岭煤矿专网开通，5G network。"),
        ("list", "一"),
        ("list", "二"),
        ("quote", "引文"),
        ("table", "小组  奖"),
        ("table", "飞虹  一等"),
        (None, "码"),
    ]
    assert document.meta == {"title": "岚川快讯", "date": "2021-09-03"}
    source = text.split("\n")
    assert "岚川快讯" in source[document.lines[0].number - 1]
    assert "白羊岭" in source[document.lines[2].number - 1]


@given(st.binary(max_size=600), st.sampled_from([read_html, read_markdown, read_word]))
def test_no_bytes_break_a_reader(data: bytes, reader: object) -> None:
    assert callable(reader)
    try:
        document = reader("a", data)
    except CorpusError as error:
        assert "\n" not in str(error)
    else:
        assert all(line.text.strip() for line in document.lines)


def test_front_matter_fills_in_what_the_text_leaves_open_and_is_kept() -> None:
    text = (
        "---\ntitle: 渡口停航\nauthor: 林见山\ndate: 2031-05-04\n---\n"
        "南川渡⼝停航三天，请绕行云岭大桥。\n\n复航时间另行通知。\n"
    )
    read = read_markdown("a.md", text.encode())
    (article,) = split(read).articles
    assert (article.title, article.authors, str(article.date)) == ("渡口停航", ("林见山",), "2031-05-04")
    assert "渡口停航三天" in article.body  # a radical from a font is the character
    assert [aside.reason for aside in split(read).asides] == ["front matter"]
    printed = text.replace("南川", "# 老码头翻修\n\n（赵小满）\n\n2031年4月2日，南川", 1)
    (article,) = split(read_markdown("b.md", printed.encode())).articles
    assert (article.title, article.authors) == ("老码头翻修", ("赵小满",))


def test_what_markdown_drops_is_kept_as_it_is_written() -> None:
    text = (
        "# 渡口停航\n\n3. 南岸停航三天\n4. 北岸照常\n\n[注]: 以公告为准\n[1]: http://nc.example/x\n\n"
        "![停航的渡口](a.jpg)\n\n|船|班次|\n|-|-|\n|一号|三|雾天停|\n\n见[公告][1]。\n"
    )
    read = read_markdown("a.md", text.encode())
    assert [line.text for line in read.lines] == [
        *("渡口停航", "3. 南岸停航三天", "4. 北岸照常", "[注]: 以公告为准", "停航的渡口"),
        *("|船|班次|", "|-|-|", "|一号|三|雾天停|", "见公告。"),
    ]
    assert [(one.text, one.reason, one.lines) for one in read.aside] == [
        ("[1]: http://nc.example/x", "link", (7, 7))
    ]


MARKS = st.sampled_from(
    [
        "# ",
        "3. ",
        "- ",
        "> ",
        "    ",
        "|",
        "|-|-|",
        "[注]: ",
        "**",
        "~~~",
        "![",
        "](",
        "\n",
        "\n\n",
        "停航",
        "A1",
    ]
)


@given(st.lists(MARKS, max_size=40))
def test_no_character_of_chinese_markdown_is_lost(pieces: list[str]) -> None:
    text = "# 题\n\n" + "".join(pieces)
    read = read_markdown("a.md", text.encode())
    held = "".join([*(line.text for line in read.lines), *(one.text for one in read.aside)])
    assert held.count("停航") == text.count("停航")
