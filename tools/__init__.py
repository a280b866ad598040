"""Programs for those who work on the project; nothing that a user runs imports them."""
