"""Here is a `SearchRequest`, give me the `ResultPage`: understood, matched, ranked, with its passages.

Also what is asked of one article (kin, reprints) and of one name (dossier), and of many questions (batch).
Reads one `View`, a pinned generation of everything; opens nothing itself.
"""
