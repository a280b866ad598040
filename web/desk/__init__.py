"""Here is a person, let them do what they may: signing in, bringing in, correcting, names, jobs.

What a page does is one call of `corpus.desk`, which checks the person's right itself, and a job where the
index has to follow.  Nothing here holds a writer.
"""
