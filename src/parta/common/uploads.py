"""Uploaded files: what they are is told by their first bytes, never by their name."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import File
from django.utils.translation import gettext as _

from parta.common.errors import Invalid

MAX_SIZE = 10 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SIGNATURES: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_ZIP, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "doc": (_OLE, "application/msword"),
    "xls": (_OLE, "application/vnd.ms-excel"),
    "ppt": (_OLE, "application/vnd.ms-powerpoint"),
}


@dataclass(frozen=True)
class Upload:
    """A file that was looked into: shown name, name on disk, media type."""

    file: File[bytes]
    name: str
    stored_name: str
    kind: str
    size: int


def checked_upload(upload: File[bytes], *, allowed: tuple[str, ...] = tuple(SIGNATURES)) -> Upload:
    """Accept a file whose ending is allowed and whose content is of that kind; Invalid otherwise."""
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name[:200]
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    size = upload.size or 0
    if size > MAX_SIZE:
        raise Invalid(_("The file is larger than %(megabytes)s MB.") % {"megabytes": MAX_SIZE // 2**20})
    if ending not in allowed:
        raise Invalid(_("Files of this kind are not accepted. Accepted: %(list)s.") % {"list": ", ".join(allowed)})
    signature, kind = SIGNATURES[ending]
    upload.seek(0)
    head = upload.read(len(signature))
    upload.seek(0)
    if head != signature:
        raise Invalid(_("The content of the file is not what its name says."))
    return Upload(upload, name, f"{secrets.token_hex(16)}.{ending}", kind, size)
