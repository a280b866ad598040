"""Here are articles, give me how fast each engine answers the same queries over the same tokens."""
