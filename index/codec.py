"""The path under which indexes of release 0.1 pickled these classes; nothing else imports it."""

from index.whoosh_format.codec import PackedTocSegment

__all__ = ["PackedTocSegment"]
