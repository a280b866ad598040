"""Here is a generation of the index, give me its documents as one flat space of cached arrays and sets."""
