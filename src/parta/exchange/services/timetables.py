"""A timetable of aSc becomes a draft: the file kept, its names chosen, the draft made. What is published stays."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Invalid
from parta.exchange.asc.preview import Preview, path_of, preview_of
from parta.exchange.asc.reading import MAX_SIZE, Unreadable, read
from parta.exchange.asc.tables import Timetable
from parta.exchange.asc.writing import without_people, write
from parta.exchange.models import NameChoice, TimetableFile, TimetableFileState
from parta.ledger.services import record
from parta.school.models import Branch
from parta.school.rules import EDIT_STRUCTURE
from parta.school.selectors import year_on
from parta.timetable.models import Version
from parta.timetable.services import draft_version, put_slots


@transaction.atomic
def keep_timetable(*, actor: Actor, branch: Branch, since: date, file: File[bytes]) -> TimetableFile:
    """Keep a file for matching, without pupils; nothing of the timetable changes yet."""
    require(actor, EDIT_STRUCTURE, branch)
    name = PurePosixPath((file.name or "").replace("\\", "/")).name[:200]
    kept = write(without_people(_read(file)))
    _check_day(branch, since)
    row = TimetableFile(
        school_id=branch.school_id,
        branch=branch,
        name=name,
        stored_name=f"{secrets.token_hex(16)}.xml",
        since=since,
        created_by_id=actor.person_id,
        created_at=clock.now(),
    )
    path = path_of(row)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(kept)
    path.chmod(0o600)
    row.save()
    new = {"since": str(since), "size": len(kept)}
    record(actor=actor, school_id=row.school_id, action="exchange.timetablefile.uploaded", target=row, new=new)
    return row


def _read(file: File[bytes]) -> Timetable:
    if (file.size or 0) > MAX_SIZE:
        raise Invalid(
            fields={"file": _("The file is larger than %(megabytes)s MB.") % {"megabytes": MAX_SIZE // 2**20}}
        )
    try:
        found = read(file.read())
    except Unreadable as error:
        raise Invalid(fields={"file": _(error.words) % error.about}) from error
    if not found.cards:
        raise Invalid(fields={"file": _("No lesson of the file lies on a day: make the timetable in aSc first.")})
    return found


def _check_day(branch: Branch, since: date) -> Version | None:
    """The draft that begins on the day, if there is one; refused where the day has no room for a draft."""
    year = year_on(branch.school_id, since)
    if year is None or since > year.until:
        raise Invalid(fields={"since": _("The day is not in the academic year.")})
    found: Version | None = (
        Version.objects.filter(school_id=branch.school_id, branch=branch, since=since).select_related("branch").first()
    )
    if found and found.published_at:
        raise Invalid(fields={"since": _("A published timetable begins on this day: choose another one.")})
    return found


@transaction.atomic
def choose_names(*, actor: Actor, file: TimetableFile, picks: Mapping[tuple[str, str], int | None]) -> None:
    """Remember what names mean, for this file and the next ones; None forgets a choice."""
    require(actor, EDIT_STRUCTURE, file)
    offered = {(row.kind, row.key): row for row in preview_of(file).matching.matches}
    here = {"school_id": file.school_id, "branch_id": file.branch_id}
    said = {}
    for place, target in picks.items():
        match = offered.get(place)
        if match is None or (target and target not in {row.id for row in match.options}):
            raise Invalid(_("The file or the school has changed: look at the names once more."))
        if target == match.chosen:
            continue
        kind, key = place
        if target is None:
            NameChoice.objects.filter(**here, kind=kind, key=key).erase()
        else:
            NameChoice.objects.update_or_create(**here, kind=kind, key=key, defaults={"target": target})
        said[f"{kind}: {match.label}"] = target
    if said:
        record(actor=actor, school_id=file.school_id, action="exchange.timetablefile.matched", target=file, new=said)


@transaction.atomic
def draft_from(*, actor: Actor, file: TimetableFile, expected: str) -> Version:
    """Make the draft that was shown (`expected` is its fingerprint), or refuse as a whole."""
    require(actor, EDIT_STRUCTURE, file)
    branch = Branch.objects.select_for_update().get(school_id=file.school_id, pk=file.branch_id)
    found = preview_of(file)
    _refuse(found, expected)
    version = _check_day(branch, file.since)
    if version is None:
        version = draft_version(actor=actor, branch=branch, year=found.year, since=file.since)
    put_slots(actor=actor, version=version, places=found.draft.places)
    file.state = TimetableFileState.DONE
    file.report = {
        "same": found.draft.same,
        **{name: found.draft.count(name) for name in ("added", "removed", "changed")},
    }
    file.save(update_fields=["state", "report"])
    record(actor=actor, school_id=file.school_id, action="exchange.timetablefile.drafted", target=file, new=file.report)
    return version


def _refuse(found: Preview, expected: str) -> None:
    if found.matching.open:
        raise Invalid(_("Some names of the file are not matched yet."))
    if found.draft.clash:
        raise Invalid(found.draft.clash)
    if not found.draft.changes:
        raise Invalid(_("There is nothing to change."))
    if not found.draft.places:
        raise Invalid(_("No lesson of the file would be taken."))
    if found.draft.fingerprint != expected:
        raise Invalid(_("The school has changed since you looked: look at the new preview."))
