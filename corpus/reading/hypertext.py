"""HTML: here is a web page, give me what it says, without menus, scripts and the like.

Every text node of the page stands in a line or, with its reason, in `Document.aside`: the page's furniture,
hidden elements, and on a page of one story (`Document.single`) whatever is no part of it.  Doubtful blocks
stay, because a menu entry too many is better than a paragraph too few.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence

from lxml import etree, html

from corpus.characters import mend
from corpus.errors import CorpusError
from corpus.model import Aside, Document, Line
from corpus.reading.blocks import TextBlock, blocks_of, runs
from corpus.reading.chrome import prose_of, set_aside, without_unseen
from corpus.reading.embedded import hidden_in_scripts, open_text_areas
from corpus.reading.encoding import decode, plausible
from corpus.reading.extractor import extracted
from corpus.reading.listnumbers import print_numbers
from corpus.reading.plain import check_lines, clean
from corpus.reading.story import find_story, trailing
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.webmeta import headlines, metadata
from corpus.reading.wrapping import looks_wrapped

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_WESTERN = re.compile(r"iso-?8859|latin|windows-?125|cp125|us-ascii|^ascii$")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_SHORT = 80
"""Characters of prose below which the page is taken to show its article by a script."""
_BARE = 40
"""Characters that a script must hold to be taken for the article of a page without any prose."""
_FROM_SCRIPT = (
    "正文由网页脚本显示，已从脚本中取出，请核对 / "
    "the text is shown by a script and was taken out of it: check it"
)


def read_html(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Blocks as lines; headings, lists, quotes and table rows carry their `style`.

    Raises `CorpusError` as `read_plain` does, and where the page has no text.
    """
    text, notices = _decoded(name, data)
    check_lines(name, text, max(limits.line, 20_000_000))
    return read_page(name, text, notices)


def read_page(
    name: str, text: str, notices: Sequence[str] = (), stated: Mapping[str, str] | None = None
) -> Document:
    """The same for a page that is text already.  Raises `CorpusError` where it has none to read.

    stated: what is known of it from elsewhere (the head of a message), in force where the page says nothing.
    """
    text = _XML_HEAD.sub("", mend(clean(text)))
    root = _tree(name, text)
    said = {**(stated or {}), **metadata(root)}
    scripts = [script.text or "" for script in root.iter("script")]
    without_unseen(root)
    body = _body(root)
    open_text_areas(body, prose_of)
    prose = prose_of(body)
    if prose < _SHORT and (found := hidden_in_scripts(scripts, _SHORT if prose else _BARE)) is not None:
        without_unseen(found)
        body.append(found)
        notices = (*notices, _FROM_SCRIPT)
    print_numbers(body)
    blocks = blocks_of(body, set_aside(body))
    kept, told = extracted(text, blocks, wanting=not (said.get("title") and said.get("date")))
    story = find_story(blocks, said | {key: value for key, value in told.items() if key not in said}, kept)
    read = list(story.blocks) if story is not None else trailing(blocks)
    lines = tuple(_lines(read, story.headline if story is not None else None))
    if not lines:
        raise _no_text(name)
    wrapped = looks_wrapped(line.text for line in lines if line.style is None)
    return Document(
        name,
        "html",
        lines,
        wrapped,
        _meta(said, told),
        aside=tuple(_asides(read)),
        single=story is not None and not wrapped,
        notices=tuple(notices),
    )


def read_chapter(name: str, text: str) -> Document:
    """A page that is part of a book: all of it is text but what is hidden and its navigation.

    Raises `CorpusError` where it has none to read.
    """
    root = _tree(name, _XML_HEAD.sub("", mend(clean(text))))
    without_unseen(root)
    body = _body(root)
    print_numbers(body)
    blocks = blocks_of(body, set_aside(body))
    return Document(name, "html", tuple(_lines(blocks, None)), wrapped=False, aside=tuple(_asides(blocks)))


def _meta(said: dict[str, str], told: dict[str, str]) -> dict[str, str]:
    """What the page says, then what the extractor found; a title without the names of site and channel."""
    meta = {key: said.get(key) or told.get(key, "") for key in ("title", "author", "date", "source")}
    bare = [title for title in headlines(said) if len(title) >= 8]
    meta["title"] = bare[-1] if bare else meta["title"]
    return {key: value for key, value in meta.items() if value}


def _tree(name: str, text: str) -> html.HtmlElement:
    try:
        return html.document_fromstring(
            text, parser=html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, ValueError) as error:
        raise _no_text(name) from error


def _body(root: html.HtmlElement) -> etree._Element:
    body = root.find("body")
    return body if body is not None else root


def _no_text(name: str) -> CorpusError:
    return problem(
        name, "网页里没有正文，请换一个有内容的文件", "the page has no text: give one with content"
    )


def decode_page(name: str, data: bytes) -> str:
    """The text of a page, by what it declares and what it is.  Raises `CorpusError` as `decode` does."""
    return _decoded(name, data)[0]


def _decoded(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what had to be guessed.  What the page itself declares is tried before detection.

    Western charsets are what editing programs declare by default and decode anything, so that a page that
    declares one is believed only when its text is not plausible Chinese in another.
    """
    found = _CHARSET.search(data[:4096])
    declared = found[1].decode("ascii", "ignore").lower() if found else ""
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "gb18030" if declared in ("gb2312", "gbk", "gb18030", "x-gbk") else declared
        western = bool(_WESTERN.search(declared))
        try:
            if not western:
                return data.decode(codec), ()
        except (LookupError, UnicodeDecodeError):
            pass
        if western and (data.isascii() or not _chinese(name, data)):
            return data.decode("cp1252", "replace"), ()
    text, encoding = decode(name, data)
    if declared and _plain(encoding) != _plain(declared):
        return text, (
            f"网页自称 {declared}，实际按 {encoding} 读取，请核对 / "
            f"declared as {declared}, read as {encoding}: check it",
        )
    return text, ()


def _plain(codec: str) -> str:
    try:
        return (
            codecs.lookup(codec)
            .name.replace("-sig", "")
            .replace("gb2312", "gb18030")
            .replace("gbk", "gb18030")
        )
    except LookupError:
        return codec


def _chinese(name: str, data: bytes) -> bool:
    """Whether the bytes are plausible Chinese text in an encoding of it."""
    try:
        text, _ = decode(name, data)
    except CorpusError:
        return False
    wide = "".join(char for char in text if ord(char) > 0x7F)
    return len(wide) >= 2 and plausible(wide) >= 0.8


def _lines(blocks: Sequence[TextBlock], headline: int | None) -> list[Line]:
    """The blocks of the text as lines, numbered among all blocks."""
    lines = []
    for at, block in enumerate(blocks):
        if block.reason is None:
            style = block.style
            if at == headline and not (style or "").startswith("heading"):
                style = "title"
            lines.append(Line(block.text, at + 1, style=style))
    return lines


def _asides(blocks: Sequence[TextBlock]) -> list[Aside]:
    return [
        Aside("furniture", "\n".join(block.text for _, block in found), reason, (found[0][0], found[-1][0]))
        for reason, found in runs(list(blocks))
        if reason is not None
    ]
