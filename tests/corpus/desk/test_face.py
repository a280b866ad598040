"""The public face: every name is there, documented, and light names cost no database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import corpus.desk

ROOT = Path(__file__).resolve().parents[3]


def test_every_name_is_there() -> None:
    assert sorted(corpus.desk.__all__) == sorted({n for ns in corpus.desk._MODULES.values() for n in ns})
    assert all(getattr(corpus.desk, name) is not None for name in corpus.desk.__all__)
    with pytest.raises(AttributeError):
        _ = corpus.desk.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", corpus.desk.__all__)
def test_the_contract_names_it(name: str) -> None:
    assert name in (ROOT / "docs" / "architecture" / "desk.md").read_text(encoding="utf-8")


def test_who_acts_costs_no_database() -> None:
    code = "import sys, corpus.desk as d; d.LOCAL_ADMIN, d.NotAllowed; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
