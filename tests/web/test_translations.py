"""Every sentence of the site has its English, and the compiled catalogue is the one that is committed."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

WEB = Path(__file__).resolve().parents[2] / "web"
ENGLISH = WEB / "translations" / "en" / "LC_MESSAGES"
CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMES = re.compile(r"%\((\w+)\)")


Key = tuple[str | None, str]
"""Context and message; of a plural, the singular."""


def wanted() -> set[Key]:
    """Every message of templates and views, as `make translations` finds them."""
    with (WEB / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(WEB, methods, options, DEFAULT_KEYWORDS)
    return {(one[4], one[2] if isinstance(one[2], str) else one[2][0]) for one in found}


@pytest.fixture(scope="module")
def written() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def english(catalog: Catalog) -> dict[Key, str | tuple[str, ...]]:
    """Message → its translation; of a plural, both forms."""
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): (
            one.string if isinstance(one.string, str) else tuple(one.string)
        )
        for one in catalog
        if one.id
    }


def test_every_message_has_its_english(written: Catalog) -> None:
    there = english(written)
    assert sorted(message for message in wanted() if message[1] and not there.get(message)) == []


def test_no_english_is_left_without_its_message(written: Catalog) -> None:
    assert sorted(set(english(written)) - wanted()) == []


def test_english_is_english_and_keeps_every_placeholder(written: Catalog) -> None:
    for (_, message), translation in english(written).items():
        for text in (translation,) if isinstance(translation, str) else translation:
            assert set(NAMES.findall(text)) == set(NAMES.findall(message)), message
            assert not CHINESE.search(text), (message, text)


def test_the_compiled_catalogue_is_current(written: Catalog) -> None:
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for (context, message), translation in english(written).items():
        if isinstance(translation, tuple):
            assert tuple(compiled.ngettext(message, message, n) for n in (1, 2)) == translation
        elif context:
            assert compiled.pgettext(context, message) == translation
        else:
            assert compiled.gettext(message) == translation
