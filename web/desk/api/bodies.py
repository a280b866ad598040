"""Here are the bytes a program sent and the shape they must have; give me the values, or one line that says
what is wrong where.

The shape is the very JSON Schema of the API's document, of which these words are understood: type, enum,
required, properties, additionalProperties, items, minLength, maxLength, minItems, maxItems, minimum,
maximum, anyOf.
"""

from __future__ import annotations

import json
from typing import Any

from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from corpus.desk import Refused
from web.openapi import Schema

_KINDS: dict[str, tuple[type, str, str]] = {
    "string": (str, "文字", "a string"),
    "integer": (int, "整数", "an integer"),
    "number": (float, "数", "a number"),
    "boolean": (bool, "true 或 false", "true or false"),
    "array": (list, "列表", "an array"),
    "object": (dict, "对象", "an object"),
    "null": (type(None), "null", "null"),
}


def shape(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object that has these properties and no others; `required` must be there."""
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


def read_json(data: bytes, mimetype: str, wanted: Schema) -> dict[str, Any]:
    """The object in a body.

    Raises UnsupportedMediaType (415), BadRequest (400) for what is no JSON, Refused (422) for what has not
    the shape.
    """
    if mimetype != "application/json":
        raise UnsupportedMediaType("正文须为 application/json / the body must be application/json")
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"正文不是 JSON（{error}）/ the body is no JSON: {error}") from None
    check(found, wanted, "")
    return dict(found)


def check(value: Any, wanted: Schema, where: str) -> None:
    """Raises Refused for a value that has not the shape."""
    if "anyOf" in wanted:
        _one_of(value, wanted["anyOf"], where)
        return
    if "enum" in wanted and not any(value == one and type(value) is type(one) for one in wanted["enum"]):
        listed = ", ".join(json.dumps(one, ensure_ascii=False) for one in wanted["enum"])
        raise _wrong(where, f"须为其中之一：{listed}", f"must be one of: {listed}")
    kinds = wanted.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        chinese, english = zip(*(_KINDS[kind][1:] for kind in kinds), strict=True)
        raise _wrong(where, f"须为{'或'.join(chinese)}", f"must be {' or '.join(english)}")
    _within(value, wanted, where)
    if isinstance(value, list) and "items" in wanted:
        for number, item in enumerate(value):
            check(item, wanted["items"], f"{where}[{number}]")
    if isinstance(value, dict):
        _members(value, wanted, where)


def _one_of(value: Any, shapes: list[Schema], where: str) -> None:
    refused: Refused | None = None
    for one in shapes:
        try:
            check(value, one, where)
        except Refused as error:
            refused = refused or error
        else:
            return
    if refused:
        raise refused


def _within(value: Any, wanted: Schema, where: str) -> None:
    size, least, most, zh, en = 0, "", "", "", ""
    if isinstance(value, str):
        size, least, most, zh, en = len(value), "minLength", "maxLength", "字符", "characters"
    elif isinstance(value, list):
        size, least, most, zh, en = len(value), "minItems", "maxItems", "项", "items"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < wanted.get("minimum", value):
            raise _wrong(where, f"不得小于 {wanted['minimum']}", f"must be at least {wanted['minimum']}")
        if value > wanted.get("maximum", value):
            raise _wrong(where, f"不得大于 {wanted['maximum']}", f"must be at most {wanted['maximum']}")
        return
    if size < wanted.get(least, 0):
        raise _wrong(where, f"至少 {wanted[least]} {zh}", f"needs at least {wanted[least]} {en}")
    if size > wanted.get(most, size):
        raise _wrong(where, f"至多 {wanted[most]} {zh}", f"has more than {wanted[most]} {en}")


def _members(value: dict[str, Any], wanted: Schema, where: str) -> None:
    known = wanted.get("properties", {})
    for name in wanted.get("required", ()):
        if name not in value:
            raise _wrong(_inside(where, name), "缺少", "is missing")
    more = wanted.get("additionalProperties", True)
    for name, item in value.items():
        if name in known:
            check(item, known[name], _inside(where, name))
        elif more is False:
            listed = ", ".join(known)
            raise _wrong(
                _inside(where, name), f"没有这一项，可用：{listed}", f"is unknown; there are: {listed}"
            )
        elif isinstance(more, dict):
            check(item, more, _inside(where, name))


def _is(value: Any, kind: str) -> bool:
    if kind in ("integer", "number") and isinstance(value, bool):
        return False
    return isinstance(value, int | float) if kind == "number" else isinstance(value, _KINDS[kind][0])


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _wrong(where: str, chinese: str, english: str) -> Refused:
    place = where or "body"
    return Refused(f"{place}：{chinese} / {place} {english}")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
