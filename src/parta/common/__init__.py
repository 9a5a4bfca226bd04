"""Helpers that know nothing of schools: clock, tenancy fields, opaque codes, typed errors, page parts."""
