"""DOCX: all that a page of a word processor shows is read once, and what it does not show is kept aside."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Document
from corpus.reading import Source, read_bytes
from corpus.reading.numbering import written
from corpus.reading.word import read_word
from corpus.splitting import split

NAMES = " ".join(
    f'xmlns:{short}="{address}"'
    for short, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }.items()
)
PROSE = "六月十五日，岚州市总工会召开推进会，各县（区）工会负责人三十六人参加，会议听取了上半年工作汇报。"
INNER = [("社", "额", "幅"), ("甲社", "3120", "8%"), ("乙社", "2875", "6%")]
SECOND = "会议要求，各级工会要对照年初目标，逐项查找差距，倒排工期，确保全年各项任务按期完成，不留尾巴。"


def made(*xml: str) -> docx.document.Document:
    """A document of these pieces of XML."""
    document = docx.Document()
    for piece in xml:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(named(piece)))
    return document


def named(xml: str) -> str:
    return re.sub(r"^<([\w:]+)", rf"<\1 {NAMES}", xml, count=1)


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*pieces: str) -> str:
    inner = "".join(piece if piece.startswith("<") else para(piece) for piece in pieces)
    return f"<w:tc>{inner if inner.endswith('</w:p>') else inner + '<w:p/>'}</w:tc>"


def table(*rows: list[str]) -> str:
    cells = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{cells}</w:tbl>"


def saved(document: docx.document.Document) -> bytes:
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def read(document: docx.document.Document) -> Document:
    return read_word("a.docx", saved(document))


def texts(document: docx.document.Document) -> list[str]:
    return [line.text for line in read(document).lines]


def with_parts(document: docx.document.Document, parts: dict[str, tuple[str, str]]) -> bytes:
    """The package with more parts of the document: name → (kind of relationship, XML)."""
    old = zipfile.ZipFile(io.BytesIO(saved(document)))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                more = "".join(
                    f'<Relationship Id="x{number}" Type="{kinds}/{kind}" Target="{part}"/>'
                    for number, (part, (kind, _)) in enumerate(parts.items())
                )
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            new.writestr(name, data)
        for part, (_, xml) in parts.items():
            new.writestr(f"word/{part}", named(xml))
    return stored.getvalue()


def test_a_layout_table_is_read_cell_by_cell() -> None:
    left = cell("前一篇的标题", PROSE, SECOND, "（岚州工会　林晓舟）")
    right = cell("后一篇的标题", SECOND, PROSE)
    document = made(
        table([cell("岚州工运")], [cell("2022年第6期")]),
        table([left, right]),
    )
    read_lines = read(document).lines
    assert [line.text for line in read_lines] == [
        *("岚州工运", "2022年第6期", "前一篇的标题", PROSE, SECOND, "（岚州工会　林晓舟）"),
        *("后一篇的标题", SECOND, PROSE),
    ]
    assert {line.style for line in read_lines} == {None}


def test_a_line_of_short_cells_in_a_layout_table_is_one_line() -> None:
    document = made(table([cell("2022年第6期"), cell("6月20日")], [cell("标题", PROSE, SECOND), cell("")]))
    assert texts(document) == ["2022年第6期  6月20日", "标题", PROSE, SECOND]


@pytest.mark.parametrize("last", ["一等奖", PROSE + SECOND])
def test_a_table_of_data_stays_rows(last: str) -> None:
    rows = [[cell("序号"), cell("姓名"), cell("事迹")]]
    rows += [[cell(str(number)), cell(name), cell(last)] for number, name in enumerate(["王晓", "李月"], 1)]
    read_lines = read(made(table(*rows))).lines
    assert [line.text for line in read_lines] == ["序号  姓名  事迹", f"1  王晓  {last}", f"2  李月  {last}"]
    assert {line.style for line in read_lines} == {"table"}


def test_nested_tables_are_read_once() -> None:
    inner = table(
        *[
            [cell(a), cell(b), cell(c)]
            for a, b, c in [("社", "额", "幅"), ("甲社", "3120", "8%"), ("乙社", "2875", "6%")]
        ]
    )
    deeper = table([cell("外层", table([cell("中层", inner)]))])
    document = made(para("附表见下。"), deeper, para("完"))
    assert texts(document) == [
        "附表见下。",
        "外层",
        "中层",
        "社  额  幅",
        "甲社  3120  8%",
        "乙社  2875  6%",
        "完",
    ]


def test_notes_stand_under_the_paragraph_that_they_belong_to() -> None:
    document = made(
        '<w:p><w:r><w:t>标题</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        f'<w:p><w:r><w:t>{PROSE}</w:t></w:r><w:r><w:endnoteReference w:id="5"/></w:r></w:p>',
        para("末段。"),
    )
    data = with_parts(
        document,
        {
            "footnotes.xml": (
                "footnotes",
                '<w:footnotes><w:footnote w:id="0" w:type="separator">' + para("——") + "</w:footnote>"
                f'<w:footnote w:id="2">{para("本文有删节。")}</w:footnote>'
                f'<w:footnote w:id="9">{para("没有记号的注")}</w:footnote></w:footnotes>',
            ),
            "endnotes.xml": (
                "endnotes",
                f'<w:endnotes><w:endnote w:id="5">{para("参见上期。")}</w:endnote></w:endnotes>',
            ),
            "comments.xml": (
                "comments",
                f'<w:comments><w:comment w:id="1">{para("此处核实")}</w:comment></w:comments>',
            ),
        },
    )
    read_document = read_word("a.docx", data)
    assert [line.text for line in read_document.lines] == [
        "标题",
        PROSE,
        "①本文有删节。",
        "②参见上期。",
        "末段。",
    ]
    assert {(one.text, one.reason) for one in read_document.aside} == {
        ("没有记号的注", "note without a mark"),
        ("此处核实", "comment"),
    }


def box(text: str) -> str:
    """A text box as Word writes it: once for itself, once for older programs."""
    content = f"<w:txbxContent>{para(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def art(text: str) -> str:
    return f'<w:r><w:pict><v:shape><v:textpath string="{text}"/></v:shape></w:pict></w:r>'


def test_boxes_and_word_art_are_read_once() -> None:
    fallback = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice>'
        f"<mc:Fallback>{art('旧式艺术字')[5:-6]}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = made(
        f"<w:p>{art('岚州工运')}</w:p>",
        f"<w:p>{box('框里的话')}<w:r><w:t>框外的话</w:t></w:r></w:p>",
        f"<w:p>{fallback}</w:p>",
    )
    assert texts(document) == ["岚州工运", "框外的话", "框里的话", "旧式艺术字"]


@pytest.mark.parametrize("different", [True, False])
def test_the_head_of_the_first_page_opens_the_text(different: bool) -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    section = document.sections[0]
    section.different_first_page_header_footer = different
    section.first_page_header.paragraphs[0].text = "岚州工运 2022年第6期"
    section.header.paragraphs[0].text = "岚州工运"
    section.even_page_header.paragraphs[0].text = "岚州市总工会主办"
    section.footer.paragraphs[0].text = "— 1 —"
    read_document = read(document)
    first = ["岚州工运 2022年第6期"] if different else []
    assert [line.text for line in read_document.lines] == [*first, PROSE]
    assert read_document.meta["running_heads"].split("\n") == ["岚州工运", "岚州市总工会主办"]
    reasons = {one.text: one.reason for one in read_document.aside}
    assert reasons["岚州工运"] == reasons["岚州市总工会主办"] == "running head"
    assert reasons["— 1 —"] == "page number"
    assert different or reasons["岚州工运 2022年第6期"] == "hidden"


def test_what_is_not_printed_is_kept_aside() -> None:
    document = made(
        "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>也看得见</w:t></w:r>'
        '<w:del w:id="1" w:author="a"><w:r><w:delText>删去的</w:delText></w:r></w:del></w:p>'
    )
    read_document = read(document)
    assert [line.text for line in read_document.lines] == ["看得见也看得见"]
    assert [(one.text, one.reason) for one in read_document.aside] == [
        ("看不见", "hidden"),
        ("删去的", "deleted"),
    ]


def numbered(levels: list[tuple[str, str]], lists: str, paragraphs: list[str], styles: str = "") -> list[str]:
    """Paragraphs of a document with one definition of numbers, number 77."""
    document = made(*paragraphs)
    part = document.part.numbering_part.element
    xml = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (style, pattern) in enumerate(levels)
    )
    part.insert(0, parse_xml(named(f'<w:abstractNum w:abstractNumId="77">{xml}</w:abstractNum>')))
    for entry in lists.split("|"):
        part.append(parse_xml(named(entry)))
    if styles:
        document.styles.element.append(parse_xml(named(styles)))
    return texts(document)


LIST = '<w:num w:numId="78"><w:abstractNumId w:val="77"/></w:num>'


def item(text: str, depth: int = 0, number: int = 78) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("style", "pattern", "wanted"),
    [
        ("ideographTraditional", "（%1）", ["（甲）", "（乙）"]),
        ("chineseCountingThousand", "第%1条", ["第一条", "第二条"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("ideographZodiac", "%1、", ["子、", "丑、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]),
        ("lowerRoman", "%1.", ["i.", "ii."]),
        ("decimal", "（%1）", ["（1）", "（2）"]),
        ("decimalFullWidth", "%1．", ["１．", "２．"]),
    ],
)
def test_numbers_in_every_writing(style: str, pattern: str, wanted: list[str]) -> None:
    found = numbered([(style, pattern)], LIST, [item("起"), item("承")])
    assert found == [f"{wanted[0]}起", f"{wanted[1]}承"]


def test_numbers_that_a_style_gives_by_way_of_another() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Point"><w:name w:val="要点"/><w:pPr><w:numPr>'
        '<w:numId w:val="78"/></w:numPr></w:pPr></w:style>'
    )
    based = styles.replace('"Point"', '"Own"').replace("要点", "自己的")
    based = re.sub(r"<w:pPr>.*</w:pPr>", '<w:basedOn w:val="Point"/>', based)
    document = [para("一条", '<w:pStyle w:val="Point"/>'), para("又一条", '<w:pStyle w:val="Point"/>')]
    assert numbered([("chineseCounting", "%1、")], LIST, document, styles) == ["一、一条", "二、又一条"]
    own = [para("不编号", '<w:pStyle w:val="Point"/><w:numPr><w:numId w:val="0"/></w:numPr>'), *document]
    assert numbered([("chineseCounting", "%1、")], LIST, own, styles) == ["不编号", "一、一条", "二、又一条"]


def test_lists_of_one_definition_count_on_unless_one_says_where_it_starts() -> None:
    second = '<w:num w:numId="79"><w:abstractNumId w:val="77"/></w:num>'
    third = (
        '<w:num w:numId="80"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    found = numbered(
        [("decimal", "%1."), ("decimal", "%1.%2")],
        f"{LIST}|{second}|{third}",
        [
            item("甲"),
            item("乙", number=79),
            item("丙", number=80),
            item("丁", 1, 80),
            item("戊", 1, 80),
            item("己", 0, 80),
        ],
    )
    assert found == ["1.甲", "2.乙", "1.丙", "1.1丁", "1.2戊", "2.己"]


def test_numbers_in_cells_are_read() -> None:
    rows = [[f"<w:tc>{item('')}</w:tc>", cell(name), cell("团员")] for name in ("王晓", "李月", "赵强")]
    cells = [[one.replace("<w:t></w:t>", "<w:t> </w:t>") for one in row] for row in rows]
    found = numbered([("decimal", "%1")], LIST, [table(*cells)])
    assert found == ["1  王晓  团员", "2  李月  团员", "3  赵强  团员"]


def test_long_series_of_numbers() -> None:
    circled = [written(number, "decimalEnclosedCircle") for number in (20, 21, 35, 36, 50, 51)]
    assert circled == ["⑳", "㉑", "㉟", "㊱", "㊿", "51"]
    assert written(11, "ideographTraditional") == "甲"
    assert [written(number, "upperLetter") for number in (26, 27, 53)] == ["Z", "AA", "AAA"]
    assert [written(number, "upperRoman") for number in (4, 9, 44, 1987)] == [
        "IV",
        "IX",
        "XLIV",
        "MCMLXXXVII",
    ]


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        (".dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        (".docm", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
def test_templates_and_documents_with_macros(suffix: str, kind: str) -> None:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = repacked(saved(made(para(PROSE))), main, kind.encode())
    (source,) = read_bytes(f"模板{suffix}", data)
    assert isinstance(source, Source) and isinstance(source.content, Document)
    assert [line.text for line in source.content.lines] == [PROSE]


def repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    package = zipfile.ZipFile(io.BytesIO(data))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as out:
        for name in package.namelist():
            out.writestr(name, package.read(name).replace(old, new))
    return stored.getvalue()


def test_a_strict_package_is_read() -> None:
    data = saved(made(para(PROSE)))
    for old, new in (
        (b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/wordprocessingml"),
        (
            b"schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        data = repacked(data, old, new)
    assert [line.text for line in read_word("a.docx", data).lines] == [PROSE]


def test_what_the_package_says_of_itself() -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    document.core_properties.title, document.core_properties.author = "岚州工运第六期", "林晓舟"
    document.core_properties.created = dt.datetime(2022, 6, 20, 9, 30)
    meta = read(document).meta
    assert (meta["title"], meta["author"], meta["date"]) == ("岚州工运第六期", "林晓舟", "2022-06-20")


words = st.text(alphabet="岚州工运会议要求各县区甲乙丙5G，。", min_size=1, max_size=50)
cells = st.lists(words, min_size=1, max_size=3).map(lambda texts: cell(*texts))
rows = st.lists(cells, min_size=1, max_size=4)
tables = st.lists(rows, min_size=1, max_size=4).map(lambda rows: table(*rows))
nested = st.tuples(words, tables).map(lambda pair: table([cell(*pair)]))
plain = words.map(para)
boxed = words.map(lambda text: f"<w:p>{box(text)}</w:p>")
arts = words.map(lambda text: f"<w:p>{art(text)}</w:p>")
hidden = words.map(lambda text: f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
gone = words.map(lambda text: f"<w:p><w:del><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>")


@given(st.lists(st.one_of(plain, tables, nested, boxed, arts, hidden, gone), min_size=1, max_size=8))
@settings(max_examples=60)
def test_every_character_is_read_once(pieces: list[str]) -> None:
    document = read(made(*pieces, para("尾")))
    once = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", "".join(pieces))
    placed = "".join(re.findall(r'(?<=<w:t>)[^<]+|(?<=<w:delText>)[^<]+|(?<= string=")[^"]+', once))
    found = "".join(line.text for line in document.lines) + "".join(one.text for one in document.aside)
    assert Counter(re.sub(r"\s", "", found)) == Counter(placed + "尾")


@pytest.mark.parametrize(
    ("title", "author", "wanted"),
    [
        ("采茶季用工对接会召开", "陆知行", ("采茶季用工对接会召开", ("陆知行",))),
        ("Word 文档", "Administrator", (None, ())),
        ("新建 Microsoft Word 文档.docx", "微软用户", (None, ())),
    ],
)
def test_what_the_text_leaves_open_is_taken_from_the_properties(
    title: str, author: str, wanted: tuple[str | None, tuple[str, ...]]
) -> None:
    text = "三十二个村的采茶能手到县就业中心登记，茶企当场报出日工价，双方签了一百七十份用工协议。"
    document = made(para(text), para("明年的对接会提前到二月，免得茶芽等人。"))
    document.core_properties.title, document.core_properties.author = title, author
    document.core_properties.created = dt.datetime(2022, 3, 8)
    (article,) = split(read(document)).articles
    assert (article.title, article.authors) == (wanted[0] or article.title, wanted[1])
    assert article.body.startswith(text)
    assert (article.date, article.date_basis) == (dt.date(2022, 3, 8), "inferred")
    assert article.provenance["date"].confidence == 0.5
    if wanted[0] is None:
        assert article.provenance["title"].how == "first words of the text"


def test_what_is_printed_beats_the_properties() -> None:
    text = "三十二个村的采茶能手到县就业中心登记，茶企当场报出日工价，双方签了一百七十份用工协议。"
    document = made(para("茶农等来用工对接会"), para(text), para("（方一舟）"))
    document.core_properties.title, document.core_properties.author = "采茶季用工对接会召开", "陆知行"
    (article,) = split(read(document)).articles
    assert (article.title, article.authors) == ("茶农等来用工对接会", ("方一舟",))
