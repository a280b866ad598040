"""Here are the rows of an issue, give me what is to be seen of each before anything is decided.

A `Page` measures once: which rows run full, which end a sentence, which carry a byline, which stand out by
size, weight or place.  It decides nothing; `boundaries` does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby

from corpus.model import Line
from corpus.splitting.bylines import Byline, BylineReader
from corpus.splitting.closing import Closing, closings, signatures
from corpus.splitting.infoline import RowOfLabels, info_row
from corpus.splitting.labelled import people_of_imprint
from corpus.splitting.profile import Profile
from corpus.splitting.rows import Row, full_width, is_wrapped, usual_gap
from corpus.splitting.traditional import TraditionalReader
from corpus.splitting.unwrap import ends_sentence, is_open
from corpus.splitting.wording import squeeze
from corpus.traditional import simplified

CELLS = re.compile(r"\t+| {2,}|\u3000{2,}")
_FULL = 0.87
_HABIT = 3  # signed articles from which on an issue has the habit of signing them
_PARAGRAPH = 70  # columns: from here on an unwrapped row is running text whatever it ends with


class Page:
    """The rows of one issue and their measures; every list is as long as `rows`."""

    def __init__(self, rows: Sequence[Row], profile: Profile, *, wrapped: bool) -> None:
        self.rows = rows
        self.profile = profile
        self.wrapped = is_wrapped(rows, wrapped)
        text = "".join(row.text for row in rows)
        self.reader = BylineReader(profile) if simplified(text) == text else TraditionalReader(profile)
        self.reader.know(people_of_imprint(row.text for row in rows if profile.is_imprint(row.text)))
        self.gap = usual_gap(rows)
        self.signs = False

    @cached_property
    def full(self) -> list[bool]:
        """The row reaches the right edge, so that its sentence may go on below."""
        if not self.wrapped:
            return [False] * len(self.rows)
        widths = full_width(self.rows)
        return [
            self._reaches_edge(at)
            or (
                row.width + (row.indent if row.indent <= 4 else 0) >= _FULL * width
                and not self._ends_early(row.line)
            )
            for at, (row, width) in enumerate(zip(self.rows, widths, strict=True))
        ]

    def _ends_early(self, line: Line) -> bool:
        """In points: the row ends well before the right edge of its column."""
        if line.x1 is None or line.right is None or line.size is None:
            return False
        return line.x1 < line.right - 0.2 * (line.right - (line.left or 0.0)) - 2 * line.size

    def _reaches_edge(self, at: int) -> bool:
        """In points: the row's right end is within a character and a half of its neighbours'."""
        line = self.rows[at].line
        if (
            line.x0 is None
            or line.x1 is None
            or line.size is None
            or line.size < 1.05 * (self.body_size or 99)
        ):
            return False
        if line.right is not None:
            far = line.x0 - (line.left or 0.0) > 4 * line.size
            return not far and line.x1 >= line.right - 1.5 * line.size
        near = [row.line for row in self.rows[max(0, at - 8) : at + 9]]
        column = [
            n.x1 for n in near if n.x0 is not None and n.x1 is not None and n.x0 < line.x1 and line.x0 < n.x1
        ]
        return line.x1 >= max(column) - 1.5 * line.size

    @cached_property
    def base_indent(self) -> int:
        """The indent of most rows, in columns."""
        return Counter(row.indent for row in self.rows).most_common(1)[0][0] if self.rows else 0

    @cached_property
    def ends(self) -> list[bool]:
        """The row ends a sentence (closing brackets and quotation marks aside), or with a byline."""
        return [
            ends_sentence(row.text) or byline is not None
            for row, byline in zip(self.rows, self.bylines, strict=True)
        ]

    @cached_property
    def indented(self) -> list[bool]:
        """The row is set in like the first line of a paragraph, in an issue that does so."""
        base = min((row.indent for row in self.rows), default=0)
        flags = [2 <= row.indent - base <= 6 for row in self.rows]
        return (
            flags
            if sum(flags) >= 0.08 * len(flags) and sum(flags) < 0.6 * len(flags)
            else [False] * len(flags)
        )

    @cached_property
    def indents_mean(self) -> bool:
        """Paragraphs are set in here, so that a row which is not begins none."""
        return any(self.indented)

    @cached_property
    def running(self) -> list[bool]:
        """The row belongs to running text: it runs full, or it is a whole sentence."""
        if self.wrapped:
            return [
                f or (e and row.width >= 16)
                for f, e, row in zip(self.full, self.ends, self.rows, strict=True)
            ]
        return [e or row.width >= _PARAGRAPH for e, row in zip(self.ends, self.rows, strict=True)]

    @cached_property
    def own_bylines(self) -> list[bool]:
        """The row is nothing but a byline, or part of a closing."""
        own = [self.reader.line(row.text, bare=False) is not None for row in self.rows]
        for closing in self.closings.values():
            own[closing.first : closing.last + 1] = [True] * (closing.last + 1 - closing.first)
        for at in self.signatures:
            own[at] = True
        return own

    @cached_property
    def info(self) -> list[RowOfLabels | None]:
        """What the row says if it is one of labels, as publishing systems print under a headline."""
        return [info_row(row.text, self.reader) for row in self.rows]

    @cached_property
    def tabular(self) -> list[bool]:
        """The row is one of a table: three cells or more, and as many in the row above or below; or the
        format calls it so, and some row there has two cells."""
        counts = [len(CELLS.split(row.text)) for row in self.rows]
        near = zip(counts, [0, *counts], [*counts[1:], 0], strict=False)
        found = [count >= 3 and count in (above, below) for count, above, below in near]
        for is_table, group in groupby(range(len(counts)), lambda at: self.rows[at].line.style == "table"):
            block = list(group)
            if is_table and any(counts[at] >= 2 for at in block):
                found[block[0] : block[-1] + 1] = [True] * len(block)
        return found

    @cached_property
    def bylines(self) -> list[Byline | None]:
        """The byline that the row is, or ends with; a bracket that the wrap broke is read whole."""
        found = [self._byline(at, signed=False) for at in range(len(self.rows))]
        for closing in self.closings.values():
            signed = Byline(closing.authors, closing.credit, 0.85, "closing", True)
            found[closing.first : closing.last + 1] = [signed] * (closing.last + 1 - closing.first)
        for at, byline in self.signatures.items():
            found[at] = found[at] or byline
        self.signs = (
            sum(known is not None and bool(known.authors or known.credit) for known in found) >= _HABIT
        )
        if self.signs:
            for at, row in enumerate(self.rows):
                if found[at] is None and row.text[-1] in "）)】]" and self._may_close(at):
                    found[at] = self._byline(at, signed=True)
        return found

    @cached_property
    def closings(self) -> dict[int, Closing]:
        """Last row → the closing (signers and day) that ends with it."""
        return closings([row.text for row in self.rows], self._set_right, self.reader.is_body)

    @cached_property
    def signatures(self) -> dict[int, Byline]:
        """Row → who signs there, on a row of its own without a bracket."""
        texts = [row.text for row in self.rows]
        own = [self.reader.line(text, bare=False) for text in texts]
        ended = [above for above, below in zip(own, texts[1:], strict=False) if above and len(below) < 25]
        habit = sum(bool(byline.authors or byline.credit) for byline in ended) >= _HABIT - 1
        return signatures(
            texts, self._set_right, self.reader.signature, self._frames, self.full.__getitem__, habit
        )

    def _frames(self, text: str) -> bool:
        """No part of any article by its wording: a section in brackets, a row of the imprint."""
        named = squeeze(simplified(text)) in self.profile.section_words
        patterns = self.profile.section_patterns
        return named or self.profile.is_imprint(text) or any(p.match(text) for p in patterns)

    def _set_right(self, at: int) -> bool:
        """The row begins far from the left edge, as what is set flush right does."""
        row = self.rows[at]
        if row.line.x0 is not None and self.edges is not None:
            return row.line.x0 - self.edges[0] > 0.3 * (self.edges[1] - self.edges[0])
        return row.indent - self.base_left >= 12

    def _byline(self, at: int, *, signed: bool) -> Byline | None:
        text = self.rows[at].text
        if (byline := self.reader.line(text, bare=False, signed=signed)) is not None:
            return byline
        if at and not is_open(text) and text[-1:] in "）)】]" and self._closes(text):
            text = self.rows[at - 1].text + text
        tail = self.reader.tail(text, signed=signed)
        return tail[1] if tail is not None else None

    def _may_close(self, at: int) -> bool:
        """An article may end with this row: what comes next is no running text, or begins anew."""
        return at + 1 == len(self.rows) or not self.full[at + 1] or self.indented[at + 1] or self.wide(at + 1)

    @staticmethod
    def _closes(text: str) -> bool:
        """More brackets close than open."""
        return any(text.count(b) > text.count(a) for a, b in ("（）", "()", "【】", "[]"))

    def wide(self, at: int) -> bool:
        """More white stands above this row than above most."""
        return self.rows[at].gap > self.gap + 0.3

    @cached_property
    def body_size(self) -> float | None:
        """The font size of most characters, in points."""
        sizes: Counter[float] = Counter()
        for row in self.rows:
            if row.line.size is not None:
                sizes[round(row.line.size * 2) / 2] += row.width
        return sizes.most_common(1)[0][0] if sizes else None

    @cached_property
    def bold_is_rare(self) -> bool:
        """Bold means something: some rows are bold, most are not."""
        bold = sum(row.width for row in self.rows if row.line.bold)
        return 0 < bold < 0.35 * sum(row.width for row in self.rows)

    def relative_size(self, at: int) -> float:
        """Font size of a row over that of the text; 1.0 where unknown."""
        size = self.rows[at].line.size
        return size / self.body_size if size is not None and self.body_size else 1.0

    @cached_property
    def edges(self) -> tuple[float, float] | None:
        """Left and right edge of the text, in points."""
        known = [row.line for row in self.rows if row.line.x0 is not None and row.line.x1 is not None]
        if len(known) < 5:
            return None
        lefts = Counter(round(line.x0 or 0.0) for line in known)
        return float(lefts.most_common(1)[0][0]), max(line.x1 or 0.0 for line in known)

    def centred(self, at: int) -> bool:
        """The row stands in the middle: as much white left as right, and more than an indent."""
        row = self.rows[at]
        if row.line.x0 is not None and row.line.x1 is not None and self.edges is not None:
            edges = (row.line.left, row.line.right)
            start, end = self.edges if None in edges else edges
            left, right = row.line.x0 - (start or 0.0), (end or 0.0) - row.line.x1
            em = row.line.size or 10.0
        elif self.wrapped:
            whole = self.width
            left, right, em = row.indent - self.base_left, whole - row.indent - row.width, 2.0
        else:
            return False
        return left > 2.5 * em and abs(left - right) < 3 * em + 0.15 * (left + right)

    @cached_property
    def base_left(self) -> int:
        """The smallest indent, in columns."""
        return min((row.indent for row in self.rows), default=0)

    @cached_property
    def width(self) -> int:
        """The widest usual row with its indent, in columns."""
        reach = sorted(row.indent + row.width for row in self.rows)
        return reach[int(len(reach) * 0.9)] if reach else 0

    @cached_property
    def _sets_off(self) -> set[int]:
        """Rows that are a paragraph each: bylines of their own after a sentence or a table, closings."""
        own = {
            at
            for at in range(1, len(self.rows))
            if self.own_bylines[at] and (self.ends[at - 1] or self.tabular[at - 1] or not self.full[at - 1])
        }
        return own | {at for c in self.closings.values() for at in range(c.first, c.last + 1)}

    def begins_paragraph(self, at: int) -> bool:
        """A paragraph begins with this row."""
        if at == 0 or not self.wrapped:
            return True
        row, above = self.rows[at], self.rows[at - 1]
        if self.indented[at] or at in self._sets_off or at - 1 in self._sets_off:
            return True
        if self.wide(at) and not row.breaks_page and (self.ends[at - 1] or not self.full[at - 1]):
            return True
        if self.full[at - 1]:
            return False
        return not (above.text[-1] in "，、,（(《“" or row.text[0] in "，。、；：！？”’）》")
