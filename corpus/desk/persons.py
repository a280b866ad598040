"""Here is who acts; tell me what they may do.

    reader          reads, keeps topics
    editor          brings issues in, publishes and withdraws them, corrects, changes names and words
    administrator   removes for good, keeps accounts, reads the activity log

A token may allow less than its owner's role does, never more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from corpus.desk.refusals import NotAllowed

Role = Literal["reader", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most that may be done."""

Right = Literal["read", "bring_in", "correct", "names", "topics", "remove", "administer"]
RIGHTS: tuple[Right, ...] = get_args(Right)
"""What can be allowed.  A token's scopes are some of these."""

LEAST: Mapping[Right, Role] = MappingProxyType(
    {
        "read": "reader",
        "bring_in": "editor",
        "correct": "editor",
        "names": "editor",
        "topics": "reader",
        "remove": "administrator",
        "administer": "administrator",
    }
)
"""The lowest role that has each right."""

RIGHT_NAMES: Mapping[Right, tuple[str, str]] = MappingProxyType(
    {
        "read": ("阅读", "reading"),
        "bring_in": ("收入、发布与撤回", "bringing in, publishing and withdrawing"),
        "correct": ("更正", "correcting"),
        "names": ("修改名录与词典", "changing names and words"),
        "topics": ("建立与修改专题", "keeping topics"),
        "remove": ("彻底删除", "removing for good"),
        "administer": ("管理账号与日志", "keeping accounts and the log"),
    }
)
"""What each right is called, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, for as long as one request or one job.

    id: the account's; name: what others read ("who"); scopes: what a token allows, None = all that the
    role allows.
    """

    id: str
    name: str
    role: Role
    scopes: frozenset[Right] | None = None


LOCAL_ADMIN = Person("local", "本机", "administrator")
"""The one person in front of the machine: on a loopback address no login is needed."""

PROGRAM = Person("program", "程序", "administrator")
"""The program itself, where it does something nobody asked for (a nightly task, a repair)."""


def may(person: Person, right: Right) -> bool:
    """Whether the person has this right."""
    allowed = ROLES.index(person.role) >= ROLES.index(LEAST[right])
    return allowed and (person.scopes is None or right in person.scopes)


def require(person: Person, right: Right) -> None:
    """Raises NotAllowed where the person has not this right."""
    if not may(person, right):
        chinese, english = RIGHT_NAMES[right]
        raise NotAllowed(
            f"{person.name} 没有“{chinese}”的权限，请联系管理员 / "
            f"{person.name} has no right to {english}: ask an administrator"
        )
