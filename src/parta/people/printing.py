"""Letters with one-time codes, as a PDF: three to a page with lines to cut along. A code stands nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.people.services import Letter

TEMPLATE = Path(__file__).parent / "typst" / "letters.typ"


def letters_pdf(letters: Iterable[Letter], *, school: str, site: str, groups: Mapping[int, str]) -> bytes:
    """Letters of a school; `groups` names the class of a pupil by the person's id."""
    data = {
        "title": _("Letters with sign-in codes"),
        "school": school,
        "letters": [_words(letter, site, groups) for letter in letters],
    }
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


def _words(letter: Letter, site: str, groups: Mapping[int, str]) -> dict[str, object]:
    pupil = letter.pupil
    about = _("Electronic journal: sign-in of an employee")
    if pupil:
        names = {"pupil": pupil.short_name, "group": groups.get(pupil.pk, "")}
        about = (_("Diary: %(pupil)s, %(group)s") if names["group"] else _("Diary: %(pupil)s")) % names
    site = site.removesuffix("/")
    return {
        "whom": letter.person.full_name,
        "about": about,
        "site": site.split("://")[-1],
        "username": letter.username,
        "code": letter.code,
        "labels": {"site": _("Address"), "username": _("Sign-in name"), "code": _("One-time code")},
        "until": _("The code is valid until %(day)s and works once.")
        % {"day": date_format(letter.valid_until, "DATE_FORMAT")},
        "steps": [
            _("Open the address in a browser and choose “I have a letter with a code”."),
            _("Type the code; big and small letters are the same, dashes may be left out."),
            _("Make up a password. From then on sign in by your name and this password."),
        ],
        "keep": _("This letter is for you alone: whoever holds the code can sign in instead of you."),
    }
