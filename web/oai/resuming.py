"""The way through a long list: a token that holds the whole request, so that the server keeps nothing.

It is a list of plain values in base64, and good for as long as the archive lives.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from corpus.store.harvest import FiledBy, HarvestSpan
from web.oai.asking import OaiError


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where somebody is in a list.

    verb: the one it belongs to; after: number of the last stamp that was given; upto: the newest when the
    list began; cursor: how many were given; size: of the whole list when it began.
    """

    verb: str
    span: HarvestSpan
    after: int
    upto: int
    cursor: int
    size: int


def token_of(place: ListPlace) -> str:
    """The token that goes on from this place."""
    span = place.span
    values = [
        place.verb, span.since, span.until, *(span.filed or ("", "")), place.after, place.upto, place.cursor,
        place.size,
    ]  # fmt: skip
    packed = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def place_of(token: str, verb: str, newest: int) -> ListPlace:
    """The place that a token leads to.

    newest: number of the newest stamp: a token that knows of later ones belongs to another archive.
    Raises OaiError for what is no token of this verb.
    """
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        of, since, until, by, name, after, upto, cursor, size = json.loads(packed.decode())
    except (binascii.Error, ValueError, TypeError):
        raise _bad() from None
    texts = all(isinstance(one, str) for one in (of, since, until, by, name))
    counts = all(type(one) is int and one >= 0 for one in (after, upto, cursor, size))
    if not (texts and counts) or of != verb or by not in ("", "section", "publication"):
        raise _bad()
    if not after <= upto <= newest:
        raise _bad()
    filed: tuple[FiledBy, str] | None = (by, name) if by else None
    return ListPlace(verb, HarvestSpan(since, until, filed), after, upto, cursor, size)


def _bad() -> OaiError:
    return OaiError(
        "badResumptionToken", "不是本库这一请求的续取标记，请重新收割 / no token of this list: harvest anew"
    )
