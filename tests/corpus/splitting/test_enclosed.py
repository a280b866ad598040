"""An issue inside a message, a presentation or an e-book; pictures and datelines inside a text."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage

import pytest

from corpus.model import Document, ParsedIssue
from corpus.reading import Source, read_bytes
from corpus.splitting import split
from corpus.splitting.dates import Month, event_date
from tests.corpus.printing import print_lines
from tests.corpus.splitting.conservation import missing

HEAD = ("望江茶业快讯", "2019年第3期", "望江茶业协会秘书处编　　2019年3月25日")
STORIES = (
    (
        "明前茶抢在雨前开园",
        "3月12日，望江茶园提前八天开园采摘，三百多名采茶工一早上了山。协会会长祁远山说，今年的茶芽比往年壮实。",
        "（生产部　连小满）",
        dt.date(2019, 3, 12),
    ),
    (
        "炒茶比赛赛出五位新把式",
        "3月19日，协会在老街举办手工炒茶比赛，二十一位选手同台亮相，五位年轻人进了前十。",
        "（培训部　花一鸣）",
        dt.date(2019, 3, 19),
    ),
)


def parsed_of(name: str, data: bytes) -> ParsedIssue:
    source = next(iter(read_bytes(name, data)))
    assert isinstance(source, Source) and isinstance(source.content, Document)
    parsed = split(source.content)
    assert missing(source.content, parsed) == ("", "")
    return parsed


def letter(*lines: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "转发：茶业快讯三月号"
    message["From"] = "秘书处 <office@example.org>"
    message["Date"] = "Mon, 25 Mar 2019 09:00:00 +0800"
    message.set_content("\n".join(lines))
    return message.as_bytes()


def whole(*, between: str = "") -> list[str]:
    lines = [*HEAD]
    for title, text, by, _ in STORIES:
        lines += [between, title, text, by]
    return lines


def is_the_issue(parsed: ParsedIssue) -> None:
    assert (parsed.issue.number, parsed.issue.year, parsed.issue.month) == ("第3期", 2019, 3)
    assert [(one.title, one.date) for one in parsed.articles] == [
        (title, day) for title, _, _, day in STORIES
    ]
    assert [one.authors for one in parsed.articles] == [("连小满",), ("花一鸣",)]


def test_a_newsletter_in_the_body_of_a_message_is_an_issue() -> None:
    parsed = parsed_of("march.eml", letter("各位会员：", "三月号请查收，欢迎转发。", "", *whole()))
    is_the_issue(parsed)
    aside = "".join(one.text for one in parsed.asides)
    assert "转发：茶业快讯三月号" in aside and "三月号请查收" in aside


def test_a_message_that_only_speaks_of_an_issue_is_one_article() -> None:
    parsed = parsed_of(
        "about.eml", letter("各位会员：", "《望江茶业快讯》2019年第3期已经付印，下周寄出，请核对地址。")
    )
    assert [one.title for one in parsed.articles] == ["转发：茶业快讯三月号"]


def test_a_newsletter_in_slides_is_an_issue() -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = HEAD[0], "\n".join(HEAD[1:])
    for title, text, by, _ in STORIES:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, f"{text}\n{by}"
    stored = io.BytesIO()
    deck.save(stored)
    is_the_issue(parsed_of("march.pptx", stored.getvalue()))


@pytest.mark.parametrize(
    "caption", ["图为采茶现场。（连小满　摄）", "▲采茶工正在称鲜叶", "会长祁远山在看茶芽　连小满/摄"]
)
def test_a_caption_in_the_middle_of_a_sentence_does_not_break_it(caption: str) -> None:
    title, text, by, _ = STORIES[0]
    text += "山下的收购点当天就把鲜叶称了重，价钱当面写在黑板上，傍晚以前全部下锅。"
    rows = [f"　　{text[:28]}", *(text[at : at + 30] for at in range(28, len(text), 30))]
    lines = [title, rows[0], f"　　　　　　{caption}", *rows[1:], by]
    for data, name in (("\n".join(lines).encode(), "a.txt"), (print_lines(lines, number=""), "a.pdf")):
        (article,) = parsed_of(name, data).articles
        assert article.body.split("\n") == [text, caption], name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本报望江3月13日讯（记者花一鸣）3月12日，茶园开园。", 12),
        ("新华社望江3月13日电（记者花一鸣）望江茶园3月12日开园，三百人上山。", 12),
        ("本报3月13日讯（记者花一鸣）今天上午，茶园开园。", 13),
        ("本报3月13日讯（记者花一鸣）茶园将于3月20日开园。", 13),
    ],
)
def test_the_day_of_an_event_before_that_of_its_message(text: str, day: int) -> None:
    assert event_date(text, Month(2019, 3)).date == dt.date(2019, 3, day)


def test_a_section_in_brackets_that_looks_like_a_name_among_others() -> None:
    lines = [*HEAD, ""]
    for section, (title, text, by, _) in zip(("【茶事】", "【童言】"), STORIES, strict=True):
        lines += [section, title, text, by, ""]
    lines += [
        "【来信】",
        "茶客来信",
        "3月21日，一位茶客来信说，今年的新茶香气足，泡三遍还有味道，明年还要来。",
        "（连小满）",
    ]
    parsed = parsed_of("sections.txt", "\n".join(lines).encode())
    assert [one.section for one in parsed.articles] == ["茶事", "童言", "来信"]
    assert [one.title for one in parsed.articles] == [STORIES[0][0], STORIES[1][0], "茶客来信"]


def test_a_sender_and_a_day_in_the_bracket_that_opens_a_text() -> None:
    title, text, _, _ = STORIES[0]
    parsed = parsed_of("a.txt", f"{title}\n（本报3月13日讯　连小满）{text}\n".encode())
    assert parsed.articles[0].authors == ("连小满",)


def test_a_note_at_the_foot_of_a_page_hides_no_byline() -> None:
    title, text, by, _ = STORIES[0]
    parsed = parsed_of("a.txt", f"{title}\n　　{text}\n{by}\n① 明前茶：清明以前采制的茶。\n".encode())
    (article,) = parsed.articles
    assert article.authors == ("连小满",)
    assert article.body.split("\n") == [text, "① 明前茶：清明以前采制的茶。"]


def test_the_name_of_an_issue_in_the_style_of_its_headlines_is_its_name() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading(HEAD[0], 0)
    document.add_paragraph(HEAD[1])
    document.add_paragraph(HEAD[2])
    for title, text, by, _ in STORIES:
        document.add_heading(title, 1)
        document.add_paragraph(text)
        document.add_paragraph(by)
    stored = io.BytesIO()
    document.save(stored)
    is_the_issue(parsed_of("march.docx", stored.getvalue()))
