"""Here are documents that match, give me their scores and their order.  All weights are in `scoring`."""
