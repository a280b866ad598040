"""Here is a mail that is due; give me the message: text and HTML, in the reader's language.

It is made when it is sent, from what readers may see at that moment: what was withdrawn since it was found,
or is held back, is left out without a trace, and a mail of which nothing is left is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from corpus.alerts.arrivals import Arrivals
from corpus.alerts.digests import Digest, Digests
from corpus.alerts.links import AlertLinks
from corpus.alerts.searches import SavedSearch
from search.alerts.host import Host
from search.alerts.telling import ToldFind, told
from search.request import to_query_string

SHOWN = 30
"""Articles of one search that a mail lists; the rest is a number and a link."""
_NAMED = 3
"""Searches that the subject names."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "subject": "新到 {count} 篇：{names}",
        "more": "等",
        "head": "您保存的检索新到 {count} 篇文章。",
        "found": "新到 {count} 篇",
        "rest": "另有 {count} 篇，见全部新到文章",
        "all": "全部新到文章",
        "by": "查到它的名称：",
        "searches": "我保存的检索",
        "end": "不再接收这些邮件（不用登录）",
        "comma": "、",
        "colon": "：",
    },
    "en": {
        "subject": "{count} new: {names}",
        "more": " …",
        "head": "New articles for the searches you saved: {count}.",
        "found": "{count} new",
        "rest": "{count} more: see all that are new",
        "all": "All that are new",
        "by": "found by: ",
        "searches": "My saved searches",
        "end": "End these mails (without signing in)",
        "comma": ", ",
        "colon": ": ",
    },
}


@dataclass(frozen=True, slots=True)
class MailSection:
    """What a mail says of one search.  articles: ids of all that is new; entries: the first of them."""

    saved: SavedSearch
    articles: tuple[str, ...]
    entries: tuple[ToldFind, ...]

    @property
    def total(self) -> int:
        return len(self.articles)


def message_of(host: Host, digest: Digest) -> tuple[EmailMessage, int] | None:
    """(the message, how many articles are new in it); None where nothing is left to tell."""
    parts = _parts(host, digest)
    if not parts:
        return None
    base = host.settings.export.address.rstrip("/")
    secret = AlertLinks(host.store.database).end_of(digest.owner, digest.email)
    end = f"{base}/mail/end/{secret}"
    words = _WORDS[digest.language]
    count = len({one for part in parts for one in part.articles})
    message = EmailMessage(policy=SMTP)
    message["From"] = host.settings.mail.sender
    message["To"] = digest.email
    message["Subject"] = _subject(parts, count, words)
    message["Date"] = format_datetime(dt.datetime.now(dt.timezone.utc))
    message["Message-ID"] = f"<{digest.message}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{end}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_text(parts, count, base, end, words))
    message.add_alternative(_html(parts, count, base, end, words, digest.language), subtype="html")
    return message, count


def _parts(host: Host, digest: Digest) -> list[MailSection]:
    arrivals = Arrivals(host.store.database)
    parts = []
    for saved in Digests(host.store.database).searches(digest):
        wanted = set(digest.content[saved.id])
        finds = [one for one in arrivals.finds(saved.id) if one.article in wanted]
        held = host.shelf.held([one.article for one in finds])
        there = [one for one in finds if one.article in held]
        if there:
            ids = tuple(one.article for one in there)
            parts.append(MailSection(saved, ids, tuple(told(host, saved, there[:SHOWN]))))
    return parts


def _subject(parts: Sequence[MailSection], count: int, words: Mapping[str, str]) -> str:
    names = words["comma"].join(part.saved.name for part in parts[:_NAMED])
    more = words["more"] if len(parts) > _NAMED else ""
    return words["subject"].format(count=count, names=names[:120] + more)


def article_url(base: str, entry: ToldFind) -> str:
    """The page of the article, with what was searched marked in it."""
    query = f"?{to_query_string(entry.request)}" if entry.request.q else ""
    return f"{base}/articles/{quote(entry.article.id)}{query}"


def _about(entry: ToldFind) -> str:
    article = entry.article
    date = article.date.isoformat() if article.date else ""
    return " · ".join(part for part in (date, article.source, article.section) if part)


def _text(parts: Sequence[MailSection], count: int, base: str, end: str, words: Mapping[str, str]) -> str:
    lines = [words["head"].format(count=count), ""]
    for part in parts:
        lines += [f"== {part.saved.name} · {words['found'].format(count=part.total)} ==", ""]
        for entry in part.entries:
            lines += [entry.article.title, _about(entry)]
            if entry.lines:
                lines.append(words["by"] + words["comma"].join(entry.lines))
            if entry.passage:
                lines.append(entry.passage.text)
            lines += [article_url(base, entry), ""]
        lines += [f"{_rest(part, words)}{words['colon']}{base}/searches/{part.saved.id}", ""]
    lines += ["--", f"{words['searches']}{words['colon']}{base}/searches"]
    lines += [f"{words['end']}{words['colon']}{end}", ""]
    return "\n".join(line for line in lines if line is not None)


def _rest(part: MailSection, words: Mapping[str, str]) -> str:
    left = part.total - len(part.entries)
    return words["rest"].format(count=left) if left else words["all"]


def _html(
    parts: Sequence[MailSection], count: int, base: str, end: str, words: Mapping[str, str], language: str
) -> str:
    held = [f"<p>{escape(words['head'].format(count=count))}</p>"]
    for part in parts:
        found = escape(words["found"].format(count=part.total))
        held.append(f"<h2>{escape(part.saved.name)} <small>{found}</small></h2><ul>")
        held += [_item(base, entry, words) for entry in part.entries]
        held.append("</ul>")
        held.append(f"<p>{_link(f'{base}/searches/{part.saved.id}', _rest(part, words))}</p>")
    ways = f"{_link(f'{base}/searches', words['searches'])} · {_link(end, words['end'])}"
    held.append(f"<hr><p><small>{ways}</small></p>")
    lang = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"></head>'
        f"<body>{''.join(held)}</body></html>\n"
    )


def _item(base: str, entry: ToldFind, words: Mapping[str, str]) -> str:
    title = _marked(entry.article.title, entry.title_spans)
    rows = [f'<a href="{escape(article_url(base, entry))}">{title}</a>', escape(_about(entry))]
    if entry.lines:
        rows.append(escape(words["by"] + words["comma"].join(entry.lines)))
    if entry.passage:
        rows.append(_marked(entry.passage.text, entry.passage.spans))
    return f"<li>{'<br>'.join(row for row in rows if row)}</li>"


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    shown, at = [], 0
    for start, end in spans:
        shown += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*shown, escape(text[at:])])


def _link(url: str, label: str) -> str:
    return f'<a href="{escape(url)}">{escape(label)}</a>'
