"""`config.toml`: optional, checked key by key, documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import settings
from corpus.settings import SettingsError, load


def test_none_is_needed(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert (found.store.url, found.search.cache_mb, found.profiles) == ("", 0, None)


def test_set(tmp_path: Path) -> None:
    text = '[store]\nurl = "sqlite:///x"\n[parsing]\nprofiles = "体例"\n[search]\ncache_mb = 64\n'
    text += '[access]\nreading = "login"\n'
    (tmp_path / "config.toml").write_text(text, encoding="utf-8-sig")
    found = load(tmp_path)
    assert (found.store.url, found.search.cache_mb, found.index.memory_mb) == ("sqlite:///x", 64, 512)
    assert found.access.reading == "login" and load(tmp_path / "none").access.reading == "open"
    assert found.profiles == tmp_path / "体例" and found.gazetteer is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[serach]\n", r"\[search\]"),
        ("[search]\ncahe_mb = 1\n", "search.cache_mb"),
        ('[search]\ncache_mb = "1"\n', "0"),
        ("[search]\ncache_mb = -1\n", "0"),
        ("[search]\ncache_mb = true\n", "0"),
        ("store = 1\n", r"\[store\]"),
        ('[access]\nreading = "all"\n', '"login"'),
        ("[search\n", "mend"),
    ],
)
def test_refused(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=named) as refused:
        load(tmp_path)
    assert "\n" not in str(refused.value) and "config.toml" in str(refused.value)


def test_every_key_is_documented() -> None:
    for key in settings.keys():  # noqa: SIM118 - a function, not a mapping
        section, name = key.split(".")
        assert f"[{section}]" in (settings.__doc__ or "") and f"    {name} = " in (settings.__doc__ or "")
