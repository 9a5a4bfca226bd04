"""Files are known by their content."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parta.common.errors import Invalid
from parta.common.uploads import MAX_SIZE, checked_upload


def test_it_accepts_a_pdf_under_a_name_of_its_own() -> None:
    checked = checked_upload(SimpleUploadedFile("../../задание №1.pdf", b"%PDF-1.7 rest"))
    assert checked.name == "задание №1.pdf"
    assert checked.kind == "application/pdf"
    assert checked.stored_name.endswith(".pdf")
    assert "задание" not in checked.stored_name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"),
        ("trick.pdf", b"<html>"),
        ("noending", b"%PDF-"),
        ("big.pdf", b"%PDF-" + b"0" * MAX_SIZE),
    ],
)
def test_it_rejects_what_is_not_allowed(name: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        checked_upload(SimpleUploadedFile(name, content))
