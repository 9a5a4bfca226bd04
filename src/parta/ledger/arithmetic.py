"""Hashes of the chain: pure, so that a verifier outside of Parta can repeat them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

FIELDS = (
    "school_id",
    "id",
    "at",
    "action",
    "actor_name",
    "actor_role",
    "account",
    "person",
    "channel",
    "address",
    "request",
    "target_kind",
    "target",
    "subject",
    "reason",
    "digest",
)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces; instants as ISO 8601 in UTC with microseconds."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def payload_digest(salt: str, old: Any, new: Any) -> str:
    return hashlib.sha256(canonical([salt, old, new])).hexdigest()


def link_hash(previous: str, seq: int, entry: dict[str, Any]) -> str:
    """Hash of a link: the previous link's hash, the place and every field of the entry."""
    return hashlib.sha256(canonical([previous, seq, [entry[name] for name in FIELDS]])).hexdigest()
