"""Measurements: relevance, speed, size.  Not installed, not part of the tests."""
