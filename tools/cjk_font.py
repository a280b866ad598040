"""A TrueType subset of a CFF font: here are font file and characters, give me a font reportlab can embed.

fonts-noto-cjk has cubic (CFF) outlines, which reportlab does not take; the outlines of the few thousand
characters that are used are turned into quadratic ones with fontTools.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

_MAXIMA = (
    "maxPoints maxContours maxCompositePoints maxCompositeContours maxTwilightPoints maxStorage "
    "maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions maxComponentElements"
)
NOTO = Path("/usr/share/fonts/opentype/noto")


def truetype(path: Path, face: str, characters: str) -> io.BytesIO:
    """The face of a collection (for example "Noto Serif CJK SC") with the characters only."""
    font = next(f for f in TTCollection(path).fonts if f["name"].getDebugName(1) == face)
    font.recalcTimestamp = False
    options = Options(
        notdef_outline=True, layout_features=[], hinting=False, drop_tables=["GSUB", "GPOS", "VORG"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    _quadratic(font)
    stored = io.BytesIO()
    font.save(stored)
    stored.seek(0)
    return stored


def _quadratic(font: TTFont) -> None:
    glyphs = font.getGlyphSet()
    names = font.getGlyphOrder()
    outlines = {}
    for name in names:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = names, outlines
    del font["CFF "]
    glyf.compile(font)
    for name in names:
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outlines[name], "xMin", 0) or 0)
    font["maxp"].tableVersion = 0x00010000
    for key in _MAXIMA.split():
        setattr(font["maxp"], key, 0)
    font["maxp"].maxZones = 1
    font["maxp"].maxComponentDepth = 0
    font["post"].formatType = 3.0
    font["post"].extraNames, font["post"].mapping = [], {}
    font.sfntVersion = "\000\001\000\000"
