"""Mail and web archives: here are the bytes of an EML or MHT file, give me its text, and its attachments as
files."""

from __future__ import annotations

import contextlib
import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from corpus.characters import mend
from corpus.model import Document, Line
from corpus.reading.archives import Member
from corpus.reading.encoding import decode
from corpus.reading.hypertext import decode_page, read_page
from corpus.reading.plain import clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, Origin, problem
from corpus.reading.wrapping import looks_wrapped


def read_mail(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The page or the text of a message, its subject as the headline.  Raises `CorpusError` where it has
    none."""
    message = _message(data)
    body = message.get_body(("html", "plain")) or next(
        (part for part in message.walk() if part.get_content_type() in ("text/html", "text/plain")), None
    )
    if body is None:
        raise problem(
            name, "邮件里没有正文，请换一个有内容的文件", "the message has no text: give one with content"
        )
    said = _headers(message)
    document = _document(name, body, limits, said)
    if document.format == "html":
        return document
    subject = said.get("title", "")
    head = (Line(subject, 0, style="title"),) if subject else ()
    return replace(document, lines=(*head, *document.lines), meta=said, single=bool(subject))


def attachments(name: str, origin: Origin) -> Iterator[Member]:
    """The files that are attached to a message, named within it; pictures shown in the text are none.

    A message that was forwarded as it came is such a file, with its own attachments.
    """
    for at, part in enumerate(_message(origin.read()).iter_attachments(), start=1):
        if part.get_content_type() == "message/rfc822":
            yield Member(f"{name}/{part.get_filename() or f'附件{at}.eml'}", part.get_content().as_bytes())
            continue
        data = part.get_payload(decode=True)
        if part.get_content_disposition() == "attachment" and isinstance(data, bytes) and data:
            yield Member(f"{name}/{part.get_filename() or f'附件{at}'}", data)


def _message(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _document(name: str, body: object, limits: Limits, said: dict[str, str]) -> Document:
    assert isinstance(body, EmailMessage)
    data = body.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    charset = body.get_content_charset()
    text = _text(name, data, charset)
    if body.get_content_type() == "text/html":
        return read_page(name, decode_page(name, data) if text is None else text, stated=said)
    text = mend(clean(text if text is not None else decode(name, data)[0]))
    texts = [line.strip() for line in text.split("\n")]
    lines = tuple(Line(part, number) for number, part in enumerate(texts, start=1) if part)
    if not lines:
        raise problem(
            name, "邮件里没有正文，请换一个有内容的文件", "the message has no text: give one with content"
        )
    return Document(name, "eml", lines, looks_wrapped(line.text for line in lines))


def _text(name: str, data: bytes, charset: str | None) -> str | None:
    """What the message's own charset makes of it; None where that is wrong or not stated."""
    if charset is None or charset in ("us-ascii", "iso-8859-1", "windows-1252"):
        return None
    try:
        return data.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
    except (LookupError, UnicodeDecodeError):
        return None


def _headers(message: EmailMessage) -> dict[str, str]:
    said = {"title": str(message.get("Subject") or ""), "source": "", "date": ""}
    sender, _ = parseaddr(str(message.get("From") or ""))
    if sender and not sender.startswith("Saved by"):
        said["source"] = sender
    with contextlib.suppress(ValueError, TypeError):  # no date, or none that can be read
        said["date"] = parsedate_to_datetime(str(message.get("Date") or "")).date().isoformat()
    return {key: " ".join(value.split()) for key, value in said.items() if value.strip()}


def is_mail(head: bytes) -> bool:
    """Whether a file begins like a message or a web archive."""
    start = head.lstrip()[:2048].lower()
    return b"mime-version:" in start and b"content-type:" in start and start[:1].isalpha()
