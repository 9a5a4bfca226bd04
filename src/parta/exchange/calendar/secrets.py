"""The secret of an address: computed, never kept, so that the database alone opens no calendar."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare

from parta.exchange.models import CalendarFeed


def secret_of(feed: CalendarFeed) -> str:
    words = f"parta calendar {feed.school_id} {feed.pk} {feed.salt}"
    digest = hmac.new(settings.SECRET_KEY.encode(), words.encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def is_secret(feed: CalendarFeed, said: str) -> bool:
    return constant_time_compare(secret_of(feed), said)
