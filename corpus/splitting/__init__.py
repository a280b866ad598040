"""Here is a document as lines, give me the issue that an editor would see."""

from __future__ import annotations

from corpus.splitting.attribution import attribute
from corpus.splitting.profile import Profile, load_profiles
from corpus.splitting.splitter import split

__all__ = ["Profile", "attribute", "load_profiles", "split"]
