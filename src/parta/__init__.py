"""Parta: an electronic class journal for school staff and an electronic diary for families."""
