"""The other formats of an office, made by their own libraries: read, or the remedy is said."""

from __future__ import annotations

import importlib
import io
import os
import shutil
import subprocess
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType

import odfdo
import pptx
import pytest
from pptx.util import Inches

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading import Failure, Limits, Source, read, read_bytes
from corpus.reading.soffice import executable
from corpus.reading.sources import content
from corpus.reading.types import Origin
from corpus.splitting import split
from tests.corpus.webpages import PORT

TITLE, TEXT = PORT.title, PORT.paragraphs


def document(name: str, data: bytes) -> Document:
    first, *_ = read_bytes(name, data)
    assert isinstance(first, Source), first
    assert isinstance(first.content, Document)
    return first.content


def texts(name: str, data: bytes) -> list[str]:
    return [line.text for line in document(name, data).lines]


def refused(name: str, data: bytes, limits: Limits | None = None) -> str:
    first, *_ = read_bytes(name, data, limits or Limits())
    assert isinstance(first, Failure), first
    assert "\n" not in str(first.error)
    return str(first.error)


def packed(**parts: str | bytes) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        for name, part in parts.items():
            package.writestr(name.replace("__", "/"), part)
    return stored.getvalue()


def odt() -> bytes:
    made = odfdo.Document("text")
    made.body.clear()
    made.body.append(odfdo.Header(1, TITLE))
    noted = odfdo.Paragraph(TEXT[0])
    noted.insert_note(after=TEXT[0][:3], note_id="n1", citation="1", body="泊位在二号码头。")
    made.body.append(noted)
    made.body.append(odfdo.Paragraph(TEXT[1]))
    listed = odfdo.List(["第一项", "第二项"])
    made.body.append(listed)
    table = odfdo.Table("一")
    table.set_values([["泊位", "千瓦"], ["三号", "630"]])
    made.body.append(table)
    made.body.append(odfdo.Paragraph(TEXT[2]))
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()


@pytest.mark.parametrize("name", ["a.odt", "a.zip", "a"])
def test_opendocument(name: str) -> None:
    lines = document(name, odt()).lines
    assert [(line.style, line.text) for line in lines] == [
        ("heading1", TITLE),
        (None, TEXT[0]),
        (None, "泊位在二号码头。"),
        (None, TEXT[1]),
        ("list", "第一项"),
        ("list", "第二项"),
        ("table", "泊位  千瓦"),
        ("table", "三号  630"),
        (None, TEXT[2]),
    ]


def deck() -> bytes:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = TITLE
    slide.placeholders[1].text = f"{TEXT[0]}\n{TEXT[1]}"
    slide.notes_slide.notes_text_frame.text = TEXT[2]
    last = made.slides.add_slide(made.slide_layouts[6])
    table = last.shapes.add_table(1, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "三号泊位", "630 千瓦"
    group = last.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = TEXT[3]
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()


@pytest.mark.parametrize("name", ["a.pptx", "a.zip"])
def test_a_presentation_is_one_article(name: str) -> None:
    read_deck = document(name, deck())
    assert [line.page for line in read_deck.lines] == [1, 1, 1, 1, 2, 2]
    (article,) = split(read_deck).articles
    assert article.title == TITLE
    for text in (*TEXT, "三号泊位  630 千瓦"):
        assert text in article.body


def book() -> bytes:
    chapter = "<html><head><title>x</title></head><body><h2>{}</h2>{}</body></html>"
    return packed(
        mimetype="application/epub+zip",
        **{
            "META-INF__container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS__book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata><dc:title '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">港口文集</dc:title></metadata><manifest>'
            '<item id="b" href="b%20b.xhtml"/><item id="a" href="a.xhtml"/>'
            '<item id="n" href="n.xhtml" properties="nav"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="n"/><itemref idref="b"/></spine></package>',
            "OPS__a.xhtml": chapter.format(TITLE, f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p>"),
            "OPS__n.xhtml": chapter.format("目录", "<p>目录</p>"),
            "OPS__b b.xhtml": chapter.format("码头旧事", f"<p>{TEXT[2]}</p><p>{TEXT[3]}</p>"),
        },
    )


@pytest.mark.parametrize(
    ("stated", "when"),
    [
        ("<dc:date>2019-03-25</dc:date>", (2019, 3)),
        ("<dc:date>2019-03</dc:date>", (2019, 3)),
        (
            '<dc:date opf:event="modification">2024-01-05</dc:date><dc:date>2019-03-25T08:00:00Z</dc:date>',
            (2019, 3),
        ),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", (None, None)),
    ],
)
def test_the_day_on_which_a_book_was_published_dates_its_issue(
    stated: str, when: tuple[int | None, int | None]
) -> None:
    said = f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{stated}<dc:title'
    parts = zipfile.ZipFile(io.BytesIO(book()))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as dated:
        for part in parts.namelist():
            text = parts.read(part).decode()
            if part.endswith("opf"):
                text = text.replace("<metadata><dc:title", f"<metadata {said}")
            dated.writestr(part, text)
    issue = split(document("a.epub", data.getvalue())).issue
    assert (issue.year, issue.month) == when


def test_a_book_in_the_order_of_its_chapters() -> None:
    read_book = document("a.epub", book())
    assert [line.text for line in read_book.lines] == [TITLE, TEXT[0], TEXT[1], "码头旧事", TEXT[2], TEXT[3]]
    assert [line.number for line in read_book.lines] == list(range(1, 7))
    assert read_book.meta["title"] == "港口文集"
    assert [article.title for article in split(read_book).articles] == [TITLE, "码头旧事"]


@pytest.mark.parametrize("page", ["936", "65001"])
def test_rich_text(page: str) -> None:
    def spelled(text: str) -> str:
        if page == "65001":
            return "".join(f"\\u{ord(char) - 65536 if ord(char) > 32767 else ord(char)}?" for char in text)
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))

    data = f"{{\\rtf1\\ansi\\ansicpg{page}\\deff0{{\\fonttbl{{\\f0 SimSun;}}}}{{\\info{{\\title x}}}}"
    data += "".join(f"\\pard {spelled(text)}\\par\n" for text in (TITLE, *TEXT)) + "}"
    for name in ("a.rtf", "a.doc", "a.txt"):
        assert texts(name, data.encode("ascii")) == [TITLE, *TEXT]


def test_rich_text_beside_its_paragraphs() -> None:
    """Notes and boxes follow their paragraph; heads, feet and comments are kept aside; properties speak."""

    def spelled(text: str) -> str:
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))

    parts = (
        ("{\\info{\\title ", TITLE, "}{\\author "),
        ("", "陆知行", "}{\\creatim\\yr2022\\mo3\\dy8}}{\\headerf "),
        ("", "岚江港通讯", "\\par}{\\header "),
        ("", "内部资料", "\\par}{\\footer{\\pard "),
        ("", "注意保存", "\\par}}\\pard "),
        ("", TEXT[0], "{\\footnote\\pard{\\super\\chftn} "),
        ("", "数字截至月底。", "}\\par "),
        ("", TEXT[1], "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt\\pard "),
        ("", "电话写在门口。", "\\par}}{\\shprslt x}}{\\*\\annotation "),
        ("", "请核对", "}\\par "),
        ("", TEXT[2], "{\\footnote "),
        ("", "末页的注。", "}}"),
    )
    data = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}"
    data += "".join(before + spelled(text) + after for before, text, after in parts)
    found = document("a.rtf", data.encode())
    assert [line.text for line in found.lines] == [
        "岚江港通讯",
        *(TEXT[0], "数字截至月底。", TEXT[1], "电话写在门口。", TEXT[2], "末页的注。"),
    ]
    asides = [(aside.text, aside.reason) for aside in found.aside]
    assert asides == [("内部资料", "running head"), ("注意保存", "running foot"), ("请核对", "comment")]
    assert (found.meta["title"], found.meta["author"], found.meta["date"]) == (TITLE, "陆知行", "2022-03-08")


def mail(html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = TITLE, "岚江港宣传科 <press@example.com>"
    message["Date"] = "Tue, 18 Apr 2023 09:00:00 +0800"
    message.set_content("\n\n".join(TEXT))
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_message_is_its_subject_and_text() -> None:
    (article,) = split(document("a.eml", mail().as_bytes())).articles
    assert (article.title, str(article.date), article.source) == (TITLE, "2023-04-18", "岚江港宣传科")
    assert article.body == "\n".join(TEXT)
    page = f"<html><body><p>{'</p><p>'.join(TEXT)}</p></body></html>"
    (article,) = split(document("a.eml", mail(page).as_bytes())).articles
    assert [text for text in TEXT if text not in article.body] == []


def test_attachments_are_files_of_their_own(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment("附件正文在此。".encode(), maintype="text", subtype="plain", filename="附件一.txt")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    names = [found.name for found in read(tmp_path / "a.eml") if isinstance(found, Source)]
    assert names == ["a.eml", "a.eml/附件一.txt"]


def test_a_message_that_was_forwarded_is_read_with_its_own_attachments(tmp_path: Path) -> None:
    inner = mail()
    inner.add_attachment("附件正文在此。".encode(), maintype="text", subtype="plain", filename="附件一.txt")
    outer = mail()
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    found = {one.name: one.content for one in read(tmp_path / "a.eml") if isinstance(one, Source)}
    assert list(found) == ["a.eml", "a.eml/附件1.eml", "a.eml/附件1.eml/附件一.txt"]
    forwarded = found["a.eml/附件1.eml"]
    assert isinstance(forwarded, Document)
    assert [line.text for line in forwarded.lines] == [TITLE, *TEXT]


def test_a_web_archive() -> None:
    page = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><p>{'</p><p>'.join(TEXT)}</p></body>"
    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by Blink>", TITLE
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<x>")
    for name in ("a.mht", "a.mhtml", "a"):
        (article,) = split(document(name, message.as_bytes())).articles
        assert article.title == TITLE
        assert article.body == "\n".join(TEXT)


def test_documents_that_are_not_read_are_named() -> None:
    assert "OFD" in refused("a.ofd", packed(**{"OFD.xml": "<OFD/>", "Doc_0__Document.xml": "<x/>"}))
    assert "OFD" in refused("a.zip", packed(**{"OFD.xml": "<OFD/>"}))
    assert "truncated" in refused("a.odt", odt()[:-900])
    assert "truncated" in refused("a.pptx", deck()[:-900])
    assert "truncated" in refused("a.epub", packed(mimetype="application/epub+zip"))
    assert "zip bomb" in refused("a.odt", odt(), Limits(document=len(odt()) + 500))
    assert "no text" in refused("a.eml", b"MIME-Version: 1.0\nContent-Type: image/png\n\n")


@pytest.mark.parametrize(
    ("name", "data", "module"), [("a.pptx", deck, "pptx"), ("a.rtf", lambda: b"{\\rtf1 x}", "striprtf")]
)
def test_a_library_that_is_absent_is_named_with_the_remedy(
    name: str, data: object, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(data)
    made = data()

    def absent(wanted: str) -> ModuleType:
        if wanted.startswith(module):
            raise ImportError(wanted)
        return importlib.import_module(wanted)

    monkeypatch.setattr("corpus.reading.extras.importlib.import_module", absent)
    with pytest.raises(CorpusError) as caught:
        content(name, Path(name).suffix, made[:64], Origin(made), Limits())
    assert "xunzhang[office]" in str(caught.value)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.skipif(executable() is not None, reason="LibreOffice is installed")
@pytest.mark.parametrize(
    ("name", "stream", "said"),
    [
        ("a.doc", "WordDocument", "Word"),
        ("a.wps", "WordDocument", "WPS"),
        ("a", "Workbook", "Excel"),
        ("a.et", "Workbook", "WPS"),
    ],
)
def test_old_files_without_libreoffice_are_named_with_the_remedy(name: str, stream: str, said: str) -> None:
    message = refused(name, OLE + stream.encode("utf-16-le"))
    assert said in message
    assert "LibreOffice" in message


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_what_libreoffice_starts_ends_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 97 & echo $! > {tmp_path}/number\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    message = refused("a.doc", OLE + "WordDocument".encode("utf-16-le"), Limits(seconds=2))
    assert "reading.seconds" in message
    number = int((tmp_path / "number").read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return
        if state == "Z":  # ended; whoever adopted it has not looked yet
            return
        time.sleep(0.1)
    raise AssertionError("it runs on")


def test_old_files_with_a_password() -> None:
    assert "encrypted" in refused("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.slow
@pytest.mark.skipif(executable() is None, reason="LibreOffice is not installed")
def test_an_old_word_file_through_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "a.odt").write_bytes(odt())
    program = executable()
    assert program is not None
    profile = (tmp_path / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path), str(tmp_path / "a.odt")], check=True, timeout=120, capture_output=True
    )
    for name in ("a.doc", "a.wps"):
        read_old = document(name, (tmp_path / "a.doc").read_bytes())
        assert [
            text for text in (TITLE, *TEXT[:3]) if text not in "".join(line.text for line in read_old.lines)
        ] == []
        assert "LibreOffice" in read_old.notices[-1]
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
