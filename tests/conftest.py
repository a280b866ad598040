"""Fixtures shared by every room."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Properties are about truth, never about time: no deadline, which a busy machine would miss.
settings.register_profile("house", deadline=None)
# `--hypothesis-profile=quick`: fewer examples, for a second look on another interpreter.
settings.register_profile("quick", max_examples=15, deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data: real newsletters, gold and collections.  Not on a user's machine."""
    path = Path(os.environ.get("XUNZHANG_DEV_DATA", ROOT.parent / "shared"))
    if not (path / "gold").is_dir():
        pytest.skip(f"the development data is not here ({path}); set XUNZHANG_DEV_DATA to use it")
    return path


@pytest.fixture(scope="session")
def sample_archive_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the bundled samples, indexed; for reading only."""
    from search.application.archive import Archive
    from web.serving.commands import load_samples

    directory = tmp_path_factory.mktemp("samples") / "archive"
    with Archive.open(directory, create=True) as archive:
        report = load_samples(archive)
    assert not report.failed
    return directory
