"""What somebody waits for in front of a page goes first: priorities of jobs, the smaller the sooner."""

from __future__ import annotations

SOON = -10
"""The index follows what was just changed: it is looked for at once."""
FOLLOWING = -5
"""Articles follow a change of names or words: its page shows how far that is."""
