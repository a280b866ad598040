"""Here is a directory, give me the `Archive`: what the command line and the web use.

Opens, keeps, derives and checks; every other room gets what it needs handed over.
"""
