"""HTTP only: here is a URL, give me a page."""
