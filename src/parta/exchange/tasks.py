"""Background work: checking and applying an uploaded workbook."""

from __future__ import annotations

from django_tasks import task

from parta.access.actor import Origin
from parta.accounts.models import Account
from parta.exchange.models import ImportRun
from parta.exchange.services import apply_run, check_run
from parta.lessons.selectors import actor_of


@task()
def check(school_id: int, run_id: int) -> None:
    check_run(ImportRun.objects.get(school_id=school_id, pk=run_id))


@task()
def apply(school_id: int, run_id: int, account_id: int) -> None:
    run = ImportRun.objects.get(school_id=school_id, pk=run_id)
    account = Account.objects.get(pk=account_id)
    apply_run(actor=actor_of(account, origin=Origin("import"), school_id=school_id), run=run)
