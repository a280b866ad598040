"""A route, parameter or key that the documentation does not name fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from search.request import PARAMETERS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("ending", [".md", ".zh-CN.md"])
def test_every_route_is_documented(app: Flask, ending: str) -> None:
    text = "".join(
        (DOCS / f"{page}{ending}").read_text(encoding="utf-8") for page in ("web", "desk", "topics", "alerts")
    )
    rules = {
        re.sub(r"<\w+:", "<", str(rule)) for rule in app.url_map.iter_rules() if rule.endpoint != "static"
    }
    assert {rule for rule in rules if f"`{rule}`" not in text} == set()


@pytest.mark.parametrize("page", ["web.md", "web.zh-CN.md"])
def test_every_parameter_of_a_search_is_documented(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    plain = [name for name in PARAMETERS if not name.startswith("not_")]
    assert [name for name in plain if f"`{name}`" not in text] == []
