"""Averages computed on reading, one source for every screen; marks of terms and years, proposed and put."""
