"""The path under which indexes of release 0.1 pickled these classes; nothing else imports it."""

from index.whoosh_format.schema import FieldAnalyzer, ValueAnalyzer

__all__ = ["FieldAnalyzer", "ValueAnalyzer"]
