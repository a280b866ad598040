"""Make corpus/samples/ and the gold of two of them from tools/samples/*.txt.

    python -m tools.make_samples

TXT and DOCX need nothing else; the PDFs need fonts-noto-cjk and `pip install fonttools`, and are left as
they are where these are missing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tools import typeset
from tools.sample_source import Piece, SampleIssue, load

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "tools" / "samples"
SAMPLES = ROOT / "corpus" / "samples"
GOLD = ROOT / "tests" / "golden" / "samples"


def register_fonts(characters: str) -> bool:
    """Make the fonts Song and Hei for these characters; False where they cannot be made."""
    try:
        from tools.cjk_font import NOTO, truetype
    except ImportError:
        return False
    if not (NOTO / "NotoSerifCJK-Regular.ttc").exists():
        return False
    song = truetype(NOTO / "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", characters)
    hei = truetype(NOTO / "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", characters)
    pdfmetrics.registerFont(TTFont("Song", song))
    pdfmetrics.registerFont(TTFont("Hei", hei))
    return True


def gold(issue: SampleIssue, places: list[tuple[int, int, int]]) -> dict[str, object]:
    """The gold in the form of the development data."""
    return {
        "file": f"{issue.name}.txt",
        "issue": {"year": issue.year, "month": issue.month},
        "articles": [
            _gold_article(number, piece, place)
            for number, (piece, place) in enumerate(zip(issue.pieces, places, strict=True), start=1)
        ],
    }


def _gold_article(number: int, piece: Piece, place: tuple[int, int, int]) -> dict[str, object]:
    body = "".join("".join(piece.paragraphs).split())
    names = {key: [n for n in piece.gold[key].split("、") if n] for key in ("authors", "orgs", "persons")}
    return {
        "n": number,
        "section": piece.section,
        "title": piece.full_title,
        "title_lines": [place[0], place[1]],
        "start_line": place[0],
        "end_line": place[2],
        "authors": names["authors"],
        "byline": piece.byline.strip("（）()") or piece.under or None,
        "source_credit": piece.gold["credit"] or None,
        "event_date": piece.gold["date"] or None,
        "primary_org": names["orgs"][0] if names["orgs"] else None,
        "orgs": names["orgs"],
        "persons": names["persons"],
        "body_first_12_chars": body[:12],
        "body_last_12_chars": body[-12:],
        "body_chars": len(body),
    }


def main() -> int:
    """Write every sample."""
    issues = [load(path) for path in sorted(SOURCES.glob("*.txt"))]
    texts = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.txt"))
    with_pdf = any(issue.style in ("page", "columns") for issue in issues)
    fonts = with_pdf and register_fonts("".join(sorted(set(texts) | set("0123456789—　 【】"))))
    for issue in issues:
        if issue.style in ("extracted", "indented"):
            make = typeset.text_extracted if issue.style == "extracted" else typeset.text_indented
            text, places = make(issue)
            (SAMPLES / f"{issue.name}.txt").write_text(text, encoding="utf-8")
            if all(piece.gold for piece in issue.pieces):
                content = json.dumps(gold(issue, places), ensure_ascii=False, indent=1)
                (GOLD / f"{issue.name}.json").write_text(content + "\n", encoding="utf-8")
        elif issue.style in ("word", "headings"):
            (SAMPLES / f"{issue.name}.docx").write_bytes(typeset.word(issue, issue.style == "headings"))
        elif fonts:
            (SAMPLES / f"{issue.name}.pdf").write_bytes(
                typeset.pdf(issue, 2 if issue.style == "columns" else 1)
            )
    return 0 if fonts or not with_pdf else 1


if __name__ == "__main__":
    sys.exit(main())
