"""Here are the arguments of a request, tell me what is asked or which error of the protocol it is.  Pure.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0, sections 2.7, 3.3 and 4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

ErrorCode = Literal[
    "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist",
    "noRecordsMatch", "noMetadataFormats", "noSetHierarchy",
]  # fmt: skip

PREFIX = "oai_dc"


class OaiError(Exception):
    """An error of the protocol.  code: its name; text: for people."""

    def __init__(self, code: ErrorCode, text: str) -> None:
        super().__init__(text)
        self.code: ErrorCode = code
        self.text = text


class _Arguments(NamedTuple):
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumable: bool = False


_SELECTIVE = frozenset({"from", "until", "set"})
VERBS: Mapping[str, _Arguments] = MappingProxyType(
    {
        "Identify": _Arguments(),
        "ListMetadataFormats": _Arguments(optional=frozenset({"identifier"})),
        "ListSets": _Arguments(resumable=True),
        "GetRecord": _Arguments(required=frozenset({"identifier", "metadataPrefix"})),
        "ListIdentifiers": _Arguments(frozenset({"metadataPrefix"}), _SELECTIVE, resumable=True),
        "ListRecords": _Arguments(frozenset({"metadataPrefix"}), _SELECTIVE, resumable=True),
    }
)
"""Every verb with what it takes beside itself; resumable: or a resumption token alone."""


def asked(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The arguments of a request by name, the verb among them.  Raises OaiError."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", f"verb 应为其中之一 / must be one of: {', '.join(VERBS)}")
    given = dict(pairs)
    if len(given) != len(pairs):
        raise OaiError("badArgument", "参数重复 / an argument is given twice")
    takes = VERBS[verbs[0]]
    names = given.keys() - {"verb"}
    if takes.resumable and "resumptionToken" in names:
        if len(names) > 1:
            raise OaiError("badArgument", "resumptionToken 须单独使用 / goes alone, without other arguments")
        return given
    if unknown := sorted(names - takes.required - takes.optional):
        raise OaiError("badArgument", f"多余的参数 / not an argument of this verb: {', '.join(unknown)}")
    if missing := sorted(takes.required - names):
        raise OaiError("badArgument", f"缺少参数 / an argument is missing: {', '.join(missing)}")
    return given


def disseminable(given: Mapping[str, str]) -> None:
    """Raises OaiError where another format is asked for."""
    if given.get("metadataPrefix", PREFIX) != PREFIX:
        raise OaiError("cannotDisseminateFormat", f"只提供 / the only format is: {PREFIX}")


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def span_asked(given: Mapping[str, str]) -> tuple[str, str]:
    """(since, until) as moments, both included, "" = open.  A day as `until` is included whole.

    Raises OaiError for what is no date, for two granularities and for a span that ends before it begins.
    """
    since, until = given.get("from"), given.get("until")
    for value in (since, until):
        if value is not None and not _is_moment(value):
            raise OaiError("badArgument", "日期应为 / a date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, UTC")
    if since is not None and until is not None:
        if len(since) != len(until):
            raise OaiError("badArgument", "from 与 until 的精度须一致 / must have one granularity")
        if since > until:
            raise OaiError("badArgument", "from 晚于 until / from is later than until")
    return _moment(since, "T00:00:00Z"), _moment(until, "T23:59:59Z")


def _is_moment(value: str) -> bool:
    if not (_DAY.fullmatch(value) or _SECOND.fullmatch(value)) or not value.isascii():
        return False
    try:
        dt.datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return False
    return True


def _moment(value: str | None, rest: str) -> str:
    if value is None:
        return ""
    return value if "T" in value else value + rest
