"""Fixtures of every test: the cast, the guard on SQL, the browser."""

from __future__ import annotations

import os

from hypothesis import settings

from tests.browser import *
from tests.cast import *
from tests.guard import every_query_compares_the_school

settings.register_profile("quiet", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("quiet")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
