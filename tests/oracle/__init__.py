"""The oracle: the same answers through Whoosh's own matchers and a formula added up posting by posting."""
