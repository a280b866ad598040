"""OAI-PMH 2.0: library catalogues and portals take over what is in the archive, and what changed since."""
