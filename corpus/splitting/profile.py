"""Here is a folder of TOML files, give me the genres of newsletters as values.

A profile is data: how sections, headlines, bylines, mastheads and footers of a genre look, what speaks for
a document being of that genre, and how much each piece of evidence weighs.  Profiles extend one another
(`extends = "common"`): lists are added to, single values replaced.  A user's folder may add profiles or,
by the same name, replace one that ships.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, cast

from corpus.errors import CorpusError
from corpus.model import Line
from corpus.splitting.figures import half_width, plain_dates
from corpus.traditional import simplified

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Mode = Literal["issue", "headings", "single"]
Table = dict[str, Any]
_EDIT = "(?:责任|本版|本期|值班|执行|美术|文字|图片)?(?:编辑|责编|美编|总编|主编|校对|版式|排版|审校)"
_EDITOR = re.compile(rf"(?:本版|本期|值班)?{_EDIT}\s*[:：]?\s*[\u4e00-\u9fff]")
_LABELS = re.compile(
    rf"(?:{_EDIT}|(?:新闻)?热线|电话|(?:投稿)?邮箱|E-?mail)(?:\s*[:：]|\s+(?=[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{{1,3}}(?:\s|$)|[\dA-Za-z(（]))"
)
_DRAWN = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]\s*[:：])")  # 地　　址：
_AROUND = "【】[]［］〔〕〖〗《》★☆※◎◆◇■□●○▲△▼▌▍▎►▶✦❖◈⊙♦▷▸▹▪▫➤➢☞✧✩◦‣•·-—=＝~～*＊ \u3000\t"
_OPENING = 200  # characters that leads are looked for in
BUILT_IN = Path(__file__).resolve().parents[1] / "profiles"


@dataclass(frozen=True, slots=True)
class Signal:
    """Evidence of a genre: lines that match `pattern` (or whose style begins with `style`).

    Each such line adds `weight`, up to `cap` lines; `head`: only so many lines from the top are looked at.
    """

    weight: float
    cap: int
    pattern: re.Pattern[str] | None = None
    style: str | None = None
    head: int | None = None

    def strength(self, lines: Iterable[Line]) -> float:
        """The weight that these lines add."""
        hits = 0
        for line in islice(lines, self.head):
            text = line.text.strip()
            if self.style is not None:
                hits += bool(line.style and line.style.startswith(self.style) and text)
            elif self.pattern is not None and text:
                hits += bool(self.pattern.search(text))
            if hits >= self.cap:
                break
        return self.weight * min(hits, self.cap)


@dataclass(frozen=True)
class Profile:
    """A genre.  Field for field what a profile file says; see docs/profiles.md."""

    name: str
    title: str
    mode: Mode
    abstract: bool
    fit: tuple[Signal, ...]
    section_patterns: tuple[re.Pattern[str], ...]
    section_words: tuple[str, ...]
    section_not: frozenset[str]
    title_max: int
    title_verbs: re.Pattern[str]
    title_inline: tuple[re.Pattern[str], ...]
    title_marks: re.Pattern[str]
    leads: tuple[re.Pattern[str], ...]
    footer_start: tuple[re.Pattern[str], ...]
    imprint: tuple[re.Pattern[str], ...]
    imprint_labels: re.Pattern[str]
    masthead: tuple[re.Pattern[str], ...]
    publication: re.Pattern[str]
    toc: tuple[re.Pattern[str], ...]
    roles: tuple[str, ...]
    staff: tuple[str, ...]
    byline_noise: frozenset[str]
    bodies: tuple[str, ...]
    furniture: tuple[re.Pattern[str], ...]
    credit: tuple[re.Pattern[str], ...]
    weights: Mapping[str, float]

    def is_masthead(self, text: str) -> bool:
        """Worded like a row that only a masthead holds."""
        text = simplified(plain_dates(text))
        return len(text) <= 70 and any(p.search(text) for p in self.masthead) and not text.endswith("。")

    def names_editors(self, text: str) -> bool:
        """Labels and names, an editor's first: 责任编辑 …  校对 …, with or without colons."""
        text = simplified(half_width(text))
        return len(text) <= 90 and len(_LABELS.findall(text)) >= 2 and _EDITOR.match(text) is not None

    def heads_contents(self, text: str) -> bool:
        """The heading of a table of contents, drawn apart or not, in brackets or behind a mark or not."""
        text = simplified(text.strip(_AROUND))
        return any(p.search(text) or p.search("".join(text.split())) for p in self.toc)

    def leads_in(self, text: str) -> bool:
        """The text opens like an article: with a day, a dateline, 本报讯, 近日."""
        opening = simplified(text[:_OPENING])
        return any(lead.search(opening) for lead in self.leads)

    def names_section(self, text: str) -> bool:
        """Ends like the name of a section."""
        return simplified(text).endswith(self.section_words)

    def is_imprint(self, text: str) -> bool:
        """Worded like a row of an imprint or a distribution list."""
        text = simplified(_DRAWN.sub("", half_width(text)))
        if len(text) > 90:
            return False
        if self.names_editors(text) and text[-1] not in "。！？":
            return True
        listed = any(p.search(text) for p in (*self.imprint, *self.footer_start))
        return listed or len(self.imprint_labels.findall(text)) >= 2

    def score(self, lines: Sequence[Line]) -> float:
        """How well these lines fit the genre (0 = nothing speaks for it)."""
        return sum(signal.strength(lines) for signal in self.fit)


def load_profiles(extra_dir: Path | None = None) -> tuple[Profile, ...]:
    """Every profile that ships, and those of `extra_dir` (which win by name), in order of name.

    Raises CorpusError for a file that is not TOML, lacks what it must have, or extends nothing known.
    """
    tables: dict[str, tuple[Path, Table]] = {}
    for folder in [BUILT_IN, *([extra_dir] if extra_dir is not None else [])]:
        for path in sorted(folder.glob("*.toml")):
            table = _read(path)
            tables[str(table["name"])] = (path, table)
    profiles = []
    for name in sorted(tables):
        path, _ = tables[name]
        merged = _merge(name, tables, ())
        try:
            profiles.append(_build(merged))
        except (KeyError, TypeError, ValueError, re.error) as error:
            raise _bad(path, f"{type(error).__name__}: {error}") from error
    return tuple(profile for profile in profiles if not profile.abstract)


def choose(profiles: Sequence[Profile], lines: Sequence[Line]) -> Profile:
    """The profile that fits these lines best; without any evidence, the first whose mode is "issue"."""
    if not profiles:
        raise ValueError("no profile given")
    fallback = next((p for p in profiles if p.mode == "issue"), profiles[0])
    best = max(profiles, key=lambda profile: profile.score(lines))
    return best if best.score(lines) > fallback.score(lines) else fallback


def _read(path: Path) -> Table:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, str(error)) from error
    if not isinstance(table.get("name"), str):
        raise _bad(path, "缺少 name / it has no name")
    return table


def _bad(path: Path, why: str) -> CorpusError:
    return CorpusError(str(path), f"版式文件有误，请对照 docs/profiles.md 改正 / not a valid profile: {why}")


def _merge(name: str, tables: Mapping[str, tuple[Path, Table]], seen: tuple[str, ...]) -> Table:
    path, table = tables[name]
    parent = table.get("extends")
    if parent is None:
        return table
    if parent not in tables or parent in (*seen, name):
        raise _bad(path, f"extends = {parent!r} 不存在或循环 / is unknown or circular")
    merged = _overlay(_merge(parent, tables, (*seen, name)), table)
    merged["abstract"] = bool(table.get("abstract", False))
    return merged


def _overlay(under: Table, over: Table) -> Table:
    """`over` upon `under`: tables merge, lists are put in front, anything else replaces."""
    result = dict(under)
    for key, value in over.items():
        below = under.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            result[key] = _overlay(below, value)
        elif isinstance(value, list) and isinstance(below, list):
            result[key] = [*value, *below]
        else:
            result[key] = value
    return result


def _patterns(values: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(value) for value in values)


def _signal(table: Table) -> Signal:
    pattern = table.get("pattern")
    return Signal(
        weight=float(table.get("weight", 1.0)),
        cap=int(table.get("cap", 5)),
        pattern=re.compile(pattern) if pattern is not None else None,
        style=table.get("style"),
        head=table.get("head"),
    )


def _build(table: Table) -> Profile:
    mode = table["mode"]
    if mode not in ("issue", "headings", "single"):
        raise ValueError(f"mode = {mode!r}")
    sections, titles = table["sections"], table["titles"]
    footer, masthead, bylines = table["footer"], table["masthead"], table["bylines"]
    return Profile(
        name=table["name"],
        title=str(table.get("title", table["name"])),
        mode=cast(Mode, mode),
        abstract=bool(table.get("abstract", False)),
        fit=tuple(_signal(entry) for entry in table.get("fit", [])),
        section_patterns=_patterns(sections["patterns"]),
        section_words=tuple(sections["words"]),
        section_not=frozenset(sections["not"]),
        title_max=int(titles["max_chars"]),
        title_verbs=re.compile("|".join(map(re.escape, titles["verbs"])) or "(?!)"),
        title_inline=_patterns(titles["inline"]),
        title_marks=re.compile(titles["marks"]),
        leads=_patterns(table["leads"]["patterns"]),
        footer_start=_patterns(footer["start"]),
        imprint=_patterns(footer["imprint"]),
        imprint_labels=re.compile(footer["labels"]),
        masthead=_patterns(masthead["patterns"]),
        publication=re.compile(masthead["publication"]),
        toc=_patterns(masthead["toc"]),
        roles=tuple(sorted(bylines["roles"], key=len, reverse=True)),
        staff=tuple(sorted(bylines["staff"], key=len, reverse=True)),
        byline_noise=frozenset(bylines["noise"]),
        bodies=tuple(bylines["bodies"]),
        furniture=_patterns(bylines["furniture"]),
        credit=_patterns(bylines["credit"]),
        weights={key: float(value) for key, value in table["weights"].items()},
    )
