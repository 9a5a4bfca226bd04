"""Opaque public identifiers: `(kind, school, id)` encrypted into 22 letters.

A code tells neither how many rows there are nor that two rows are neighbours, needs no column,
names its school (so that a look-up stays in one shard) and is refused where another kind is expected.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from typing import NamedTuple
from zlib import crc32

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.urls import register_converter

_LAYOUT = struct.Struct(">IIQ")  # crc32 of the kind, school, id: one AES block


class Ref(NamedTuple):
    """Where a row is: its school (0 for rows of the installation) and its id."""

    school_id: int
    id: int


@cache
def _cipher(secret: str) -> Cipher[modes.ECB]:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"parta public codes").derive(secret.encode())
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305  (single random-looking blocks, no messages)


def encode(kind: str, ref: Ref) -> str:
    block = _cipher(settings.SECRET_KEY).encryptor().update(_LAYOUT.pack(crc32(kind.encode()), *ref))
    return urlsafe_b64encode(block).rstrip(b"=").decode()


def decode(kind: str, code: str) -> Ref:
    """Give the row of a code; ValueError for a damaged code or another kind."""
    block = urlsafe_b64decode(code + "==")
    if len(block) != _LAYOUT.size:
        raise ValueError(code)
    found, school_id, row_id = _LAYOUT.unpack(_cipher(settings.SECRET_KEY).decryptor().update(block))
    if found != crc32(kind.encode()):
        raise ValueError(code)
    return Ref(school_id, row_id)


def code_of(row: models.Model) -> str:
    """The code of a row; its kind is the model's name."""
    return encode(row._meta.model_name or "", Ref(getattr(row, "school_id", None) or 0, row.pk))


def register(*kinds: str) -> None:
    """Make a path converter per kind: `<course:ref>` takes a code and gives a Ref."""
    for kind in kinds:
        register_converter(_converter(kind), kind)


def _converter(kind: str) -> type:
    class CodeConverter:
        regex = "[A-Za-z0-9_-]{22}"

        def to_python(self, value: str) -> Ref:
            return decode(kind, value)

        def to_url(self, value: str | Ref | models.Model) -> str:
            if isinstance(value, models.Model):
                return code_of(value)
            return encode(kind, value) if isinstance(value, Ref) else value

    return CodeConverter
