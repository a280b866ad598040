"""One blueprint a room of the site: here is a URL, give me its page."""
