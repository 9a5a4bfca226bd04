"""The regulation as a PDF."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst

from parta.service.selectors import RegulationPage

TEMPLATE = Path(__file__).parent / "typst" / "regulation.typ"


def regulation_pdf(page: RegulationPage) -> bytes:
    data = {
        "title": page.edition.title,
        "school": page.school.name,
        "edition": page.edition_words,
        "clauses": [asdict(clause) for clause in page.clauses],
    }
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))
