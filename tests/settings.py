"""Settings of the tests: the real ones with quick passwords, a cache in memory and plain static files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from parta.config.settings import *
from parta.config.settings import DATABASES, MIDDLEWARE, SQLITE_OPTIONS

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "timetable"]}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "parta-test-files"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: threads of a live server would share the one connection of a database in memory, transactions and all.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"parta-test-{os.getpid()}.sqlite3"}
    quick = SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")  # type: ignore[union-attr]
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {"init_command": quick}
