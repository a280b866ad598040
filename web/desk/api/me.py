"""`/api/v1/me`: who a token or a session stands for, and what it allows."""

from __future__ import annotations

from corpus.desk import RIGHTS, Person, may
from web.desk.api.common import desk_operation
from web.openapi import record
from web.schemas import STRING, STRINGS


@desk_operation(
    "/me",
    "Who acts with this token, and the rights that it allows",
    (),
    record(id=STRING, name=STRING, role=STRING, rights=STRINGS),
    right="read",
)
def me(me: Person) -> object:
    rights = [right for right in RIGHTS if may(me, right)]
    return {"id": me.id, "name": me.name, "role": me.role, "rights": rights}
