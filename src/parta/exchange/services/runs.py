"""An import from the page: upload, check, apply; each step leaves the run in a state that a page can show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.access.rules import require
from parta.common import clock
from parta.common.errors import Invalid, PartaError
from parta.common.uploads import checked_upload
from parta.exchange import progress
from parta.exchange.export import workbook_of
from parta.exchange.models import ImportRun, RunState
from parta.exchange.plan import make_plan
from parta.exchange.rules import EXCHANGE
from parta.exchange.services.applying import Refused, apply_plan
from parta.exchange.snapshot import snapshot_of
from parta.exchange.steps import Plan
from parta.exchange.workbook.reading import Book, Problem, read
from parta.ledger.services import record
from parta.school.models import School

FOLDER = "imports"


@transaction.atomic
def upload(*, actor: Actor, school: School, file: File[bytes]) -> ImportRun:
    """Keep a workbook for checking; what it says is looked at by `check_run`."""
    require(actor, EXCHANGE, school)
    checked = checked_upload(file, allowed=("xlsx",))
    path = _path(checked.stored_name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(checked.file.read())
    path.chmod(0o600)
    run: ImportRun = ImportRun.objects.create(
        school=school,
        name=checked.name,
        stored_name=checked.stored_name,
        created_by_id=actor.person_id,
        created_at=clock.now(),
    )
    _note(actor, run, "uploaded", {"size": checked.size})
    return run


def _path(stored_name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / stored_name


def _note(actor: Actor, run: ImportRun, verb: str, values: Any) -> None:
    record(actor=actor, school_id=run.school_id, action=f"exchange.importrun.{verb}", target=run, new=values)


def _teller(run: ImportRun) -> Any:
    return lambda done, total, words: progress.tell(run.progress_name, done, total, words)


def _put(run: ImportRun, state: RunState, **values: Any) -> None:
    """Keep the state of the work; who asked for it stands in the ledger already."""
    run.state = state
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=["state", *values])


def check_run(run: ImportRun) -> None:
    """Read the file and keep the preview of what it would change."""
    _put(run, RunState.CHECKING)
    _teller(run)(0, 0, _("Reading the workbook"))
    try:
        plan = make_plan(_book(run), snapshot_of(School.objects.get(pk=run.school_id)))
    except Invalid as error:
        _put(run, RunState.FAILED, report={"words": error.message, "problems": []})
    else:
        _put(run, RunState.READY, plan=plan.as_json())
    progress.forget(run.progress_name)


def _book(run: ImportRun) -> Book:
    try:
        return read(_path(run.stored_name).read_bytes())
    except FileNotFoundError as error:
        raise Invalid(_("The file is no longer kept: load it once more.")) from error


@transaction.atomic
def start_apply(*, actor: Actor, run: ImportRun) -> None:
    """Let the work begin; refused while it goes on, when there are problems or when nothing would change."""
    require(actor, EXCHANGE, run)
    locked = ImportRun.objects.select_for_update().get(school_id=run.school_id, pk=run.pk)
    is_left = locked.state == RunState.APPLYING and progress.is_dead(locked.progress_name)
    if locked.state != RunState.READY and not is_left:
        raise Invalid(_("This file is not waiting to be applied."))
    if locked.plan.get("problems"):
        raise Invalid(_("Mend the problems in the file and load it once more."))
    if not locked.plan.get("lines"):
        raise Invalid(_("There is nothing to change."))
    _teller(locked)(0, 0, _("Waiting for its turn"))
    _put(locked, RunState.APPLYING)
    _note(actor, locked, "started", {"lines": len(locked.plan["lines"])})


def apply_run(*, actor: Actor, run: ImportRun) -> None:
    """Apply the file as it was shown; on any problem nothing is changed and the run says why."""
    school = School.objects.get(pk=run.school_id)
    expected = run.plan.get("fingerprint", "")
    try:
        plan = apply_plan(actor=actor, school=school, book=_book(run), progress=_teller(run), expected=expected)
    except Refused as error:
        _put(run, RunState.FAILED, report=refusal(error.problems))
    except PartaError as error:
        _put(run, RunState.FAILED, report={"words": error.message, "problems": []})
    except Exception:
        _put(run, RunState.FAILED, report={"words": _("The work was broken off, nothing has changed."), "problems": []})
        raise
    else:
        _put(run, RunState.DONE, report=report_of(plan))
        _note(actor, run, "applied", {"lines": len(plan.lines)})
    finally:
        progress.forget(run.progress_name)


def report_of(plan: Plan) -> dict[str, Any]:
    return {"sheets": plan.as_json()["sheets"], "at": clock.now().isoformat()}


def refusal(problems: list[Problem]) -> dict[str, Any]:
    return {
        "words": _("The workbook was not applied, nothing has changed."),
        "problems": [vars(problem) for problem in problems],
    }


@transaction.atomic
def export_school(*, actor: Actor, school: School) -> bytes:
    """The whole school as a workbook; the ledger remembers who took it."""
    require(actor, EXCHANGE, school)
    data = workbook_of(school)
    record(actor=actor, school_id=school.pk, action="exchange.workbook.exported", target=school)
    return data
