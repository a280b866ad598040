"""What was printed: here is a file, give me its articles; here is an id, give me the article.

Knows no search engine and no HTTP.
"""
