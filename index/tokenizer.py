"""The path under which indexes of release 0.1 pickled these classes; nothing else imports it."""

from index.text.tokenizer import Tokenizer

__all__ = ["Tokenizer"]
