"""Saved searches: what somebody wants to hear of, what came in for them, and the mails that tell.

`searches` keeps them, `arrivals` says what is new and for whom, `digests` are the mails, `links` open without
signing in.  What a search means is for `search.alerts` to say.
"""
