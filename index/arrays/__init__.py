"""Here are arrays, give me one file of them, packed and mapped; here are tokens, give me sorted postings."""
