"""The language of permission: an Actor asks, a Rule answers for one object (allows) and for a query (filter)."""
