"""Here is a deed, remember it; here is a question, tell who did what.

A row is written in the transaction of the deed itself (`note`): neither is there without the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.desk.persons import Person, require
from corpus.store.database import Database
from corpus.store.desk_tables import activity as _activity
from corpus.store.rows import clean
from corpus.store.writing import now

ACTIONS: Mapping[str, tuple[str, str]] = {
    "account.add": ("添加账号", "added an account"),
    "account.change": ("更改账号", "changed an account"),
    "account.password": ("更改密码", "changed a password"),
    "account.sign_in": ("登录", "signed in"),
    "account.refused": ("登录失败", "failed to sign in"),
    "article.correct": ("更正文章", "corrected an article"),
    "article.correct_alike": ("同样更正其他文章", "corrected other articles alike"),
    "article.accept": ("核对推断", "accepted a guess"),
    "article.undo": ("撤销更正", "undid a correction"),
    "article.redo": ("恢复更正", "put a correction back"),
    "chronicle.change": ("修改大事记", "changed the chronicle"),
    "chronicle.undo": ("撤销大事记修改", "undid a change to the chronicle"),
    "issue.correct": ("更正一期", "corrected an issue"),
    "names.change": ("修改机构名录", "changed the list of organisations"),
    "names.undo": ("撤销名录修改", "undid a change to the list of organisations"),
    "names.codes": ("修改机构代码", "changed an organisation's codes"),
    "people.change": ("修改人物名录", "changed the register of people"),
    "people.undo": ("撤销人物修改", "undid a change to the register of people"),
    "words.change": ("修改词典", "changed the dictionary"),
    "words.undo": ("撤销词典修改", "undid a change to the dictionary"),
    "issue.publish": ("发布一期", "published an issue"),
    "issue.replace": ("以更正版替换一期", "replaced an issue by a corrected printing"),
    "issue.withdraw": ("撤回一期", "withdrew an issue"),
    "issue.restore": ("恢复一期", "put an issue back"),
    "issue.discard": ("丢弃草稿", "discarded a draft"),
    "issue.remove": ("彻底删除一期", "removed an issue for good"),
    "mail.end": ("停用邮件", "ended mails"),
    "mail.retry": ("重发邮件", "tried a mail again"),
    "search.bring_back": ("恢复保存的检索", "brought a saved search back"),
    "search.change": ("修改保存的检索", "changed a saved search"),
    "search.feed": ("开通检索订阅", "opened the feed of a saved search"),
    "search.remove": ("移除保存的检索", "removed a saved search"),
    "search.save": ("保存检索", "saved a search"),
    "topic.access": ("更改专题的可见范围", "changed who sees a topic"),
    "topic.archived": ("收起专题", "put a topic away"),
    "topic.begin": ("新建专题", "began a topic"),
    "topic.change": ("修改专题", "changed a topic"),
    "topic.current": ("恢复专题", "brought a topic back"),
    "topic.edition": ("专题定稿", "took an edition of a topic"),
    "topic.removed": ("移除专题", "removed a topic"),
    "topic.share": ("分享专题", "shared a topic"),
    "topic.unshare": ("停用专题链接", "ended a link to a topic"),
    "token.add": ("签发令牌", "issued a token"),
    "token.revoke": ("吊销令牌", "revoked a token"),
}
"""Every action there is, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of the log.

    id grows; at: UTC, ISO 8601; account, who: id and name of who did it; action: a key of ACTIONS;
    target, title: id of what it was done to, and what that was called then; detail: what else is worth
    knowing, by name.
    """

    id: int
    at: str
    account: str
    who: str
    action: str
    target: str
    title: str
    detail: Mapping[str, Any]


def note(
    conn: sa.Connection,
    by: Person,
    action: str,
    target: str = "",
    title: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Remember a deed inside the caller's transaction.  action: a key of ACTIONS; detail: JSON values."""
    assert action in ACTIONS, action
    row = {
        "at": now(), "account": by.id, "who": clean(by.name), "action": action, "target": clean(target),
        "title": clean(title),
        "detail": clean(json.dumps(dict(detail), ensure_ascii=False, default=str)) if detail else "",
    }  # fmt: skip
    conn.execute(_activity.insert(), row)


class Activity:
    """The log of one archive, to read."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def deeds(
        self,
        by: Person,
        *,
        text: str = "",
        account: str = "",
        action: str = "",
        target: str = "",
        since: str = "",
        until: str = "",
        before: int | None = None,
        limit: int = 100,
    ) -> list[Deed]:
        """The deeds that fit, newest first.  Raises NotAllowed: the log is for administrators.

        text: words that must all occur in name, action (either language), target, title or detail;
        account, target: ids; action: a key of ACTIONS or the part before its dot; since, until: the first
        and the first no longer (UTC, ISO 8601, a day will do); before: only with a smaller id.
        """
        require(by, "administer")
        query = sa.select(*_activity.c)
        for column, value in ((_activity.c.account, account), (_activity.c.target, target)):
            if value:
                query = query.where(column == value)
        if action:
            query = query.where(
                sa.or_(_activity.c.action == action, _activity.c.action.startswith(f"{action}."))
            )
        if since:
            query = query.where(_activity.c.at >= since)
        if until:
            query = query.where(_activity.c.at < until)
        if before is not None:
            query = query.where(_activity.c.seq < before)
        for word in text.split():
            query = query.where(_holds(word))
        with self.database.read() as conn:
            return [_deed(row) for row in conn.execute(query.order_by(_activity.c.seq.desc()).limit(limit))]


def _holds(word: str) -> sa.ColumnElement[bool]:
    columns = (_activity.c[name] for name in ("who", "action", "target", "title", "detail"))
    named = [key for key, names in ACTIONS.items() if any(word.lower() in name for name in names)]
    return sa.or_(*(one.icontains(word, autoescape=True) for one in columns), _activity.c.action.in_(named))


def _deed(row: Any) -> Deed:
    seq, at, account, who, action, target, title, detail = row
    return Deed(seq, at, account, who, action, target, title, json.loads(detail) if detail else {})
