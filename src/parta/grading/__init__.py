"""Averages: pure arithmetic over marks, computed on reading, one source for every screen."""
