"""One function per page of the journal; each gives what the page shows, in a fixed number of queries."""
