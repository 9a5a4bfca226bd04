"""The list of remarks, one remark, what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from parta.access.reading import row_for
from parta.access.requests import ActorRequest
from parta.access.roles import MANAGEMENT, relations
from parta.access.rules import Rule, require, require_any
from parta.classes.models import Course
from parta.classes.rules import VIEW_COURSE
from parta.common.codes import Ref, decode
from parta.common.errors import NotFound
from parta.common.pages import FormPage, form_page, ref_asked
from parta.journal.selectors.courses import courses_for
from parta.school.models import School
from parta.school.selectors import today_of
from parta.supervision.checks import CHECKS
from parta.supervision.forms import RemarkForm, WordsForm
from parta.supervision.models import Remark, State, kinds
from parta.supervision.rules import ANSWER_REMARK, INSPECT, JUDGE_REMARK, MAKE_REMARK, VIEW_REMARK
from parta.supervision.selectors.remarks import NAMES, RemarkQuery, acceptable_of, remark_page, remarks_for
from parta.supervision.selectors.switches import check_page
from parta.supervision.services import (
    accept_remark,
    accept_remarks,
    answer_remark,
    inspect,
    make_remark,
    return_remark,
)

READERS = ("teaches", "substitutes", "leads", *relations(*MANAGEMENT))


@require_GET
@login_required
def index(request: ActorRequest) -> HttpResponse:
    require_any(request.actor, *READERS)
    query = _query(request)
    context = {"found": remarks_for(request.actor, query), "query": query, "asked": request.GET}
    context |= {"kinds": kinds(), "states": State.choices, "checks": len(CHECKS)}
    context |= {"scope": "own" if query.own else "all"}
    context |= {"reads_others": request.actor.has("leads", *relations(*MANAGEMENT))}
    return render(request, "supervision/index.html", context)


def _query(request: ActorRequest) -> RemarkQuery:
    """The filters that the address names."""
    asked = request.GET
    own = "all" if request.actor.has(*relations(*MANAGEMENT)) else "own"
    return RemarkQuery(
        words=asked.get("q", ""),
        state=asked.get("state", "open"),
        kind=asked.get("kind", ""),
        group=ref_asked(request, "group", "group"),
        branch=ref_asked(request, "branch", "branch"),
        course=ref_asked(request, "course", "course"),
        own=asked.get("scope", own) == "own",
        overdue=bool(asked.get("overdue")),
        sort=asked.get("sort", ""),
        page=asked.get("page"),
    )


@require_POST
@login_required
def accept_many(request: ActorRequest) -> HttpResponse:
    """Accept the answered remarks that are ticked, or all that the filters find."""
    require_any(request.actor, *relations(*MANAGEMENT))
    school_id = request.actor.school_id or 0
    if request.POST.get("which") == "all":
        ids = acceptable_of(request.actor, _query(request))
    else:
        ids = _ticked(request.POST.getlist("remark"), school_id)
    count = accept_remarks(actor=request.actor, school_id=school_id, remark_ids=ids)
    words = ngettext("%(n)s remark is accepted.", "%(n)s remarks are accepted.", count)
    messages.success(request, words % {"n": count} if count else _("Nothing was ticked."))
    return redirect(f"{reverse('supervision:index')}?{request.GET.urlencode()}")


def _ticked(codes: list[str], school_id: int) -> list[int]:
    try:
        found = [decode("remark", code) for code in codes]
    except ValueError as error:
        raise NotFound from error
    return [ref.id for ref in found if ref.school_id == school_id]


@require_GET
@login_required
def checks(request: ActorRequest) -> HttpResponse:
    """What the inspection looks at, and which of it the school has switched off."""
    require_any(request.actor, *READERS)
    return render(request, "supervision/checks.html", {"page": check_page(request.actor)})


@require_GET
@login_required
def remark(request: ActorRequest, ref: Ref) -> HttpResponse:
    page = remark_page(request.actor, _row(request, ref, VIEW_REMARK))
    form = WordsForm(_("Your answer"), initial=page.remark.reply)
    return render(request, "supervision/remark.html", {"page": page, "form": form})


def _row(request: ActorRequest, ref: Ref, rule: Rule) -> Remark:
    rows = Remark.objects.select_related(*NAMES)
    row: Remark = row_for(request.actor, rows, ref, rule, see=VIEW_REMARK)
    return row


@login_required
def answer(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = _row(request, ref, ANSWER_REMARK)
    page = FormPage(_("Answer to a remark"), _("Answer"), _back(row), over=str(row.course.subject), done=_("Answered."))
    form = WordsForm(_("Your answer"), request.POST or None, initial=row.reply)
    return form_page(request, page, form, lambda data: _back(answer_remark(actor=request.actor, remark=row, **data)))


@login_required
def accept(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = _row(request, ref, JUDGE_REMARK)
    page = FormPage(_("Accept"), _("Accept"), _back(row), over=_over(row), done=_("The remark is settled."))
    data = request.POST if request.method == "POST" else None
    form = WordsForm(_("Words to the teacher"), data, required=False)
    return form_page(request, page, form, lambda data: _back(accept_remark(actor=request.actor, remark=row, **data)))


@login_required
def give_back(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = _row(request, ref, JUDGE_REMARK)
    page = FormPage(_("Return"), _("Return"), _back(row), over=_over(row), done=_("Returned to the teacher."))
    data = request.POST if request.method == "POST" else None
    form = WordsForm(_("What is still missing"), data)
    return form_page(request, page, form, lambda data: _back(return_remark(actor=request.actor, remark=row, **data)))


def _back(row: Remark) -> str:
    return reverse("supervision:remark", args=[row])


def _over(row: Remark) -> str:
    return f"{row.person.full_name}, {row.course.subject}, {row.group}"


@require_GET
@login_required
def choose(request: ActorRequest) -> HttpResponse:
    """The journal that a remark by hand is about."""
    require_any(request.actor, *relations(*MANAGEMENT))
    asked = request.GET
    found = courses_for(
        request.actor, words=asked.get("q", ""), sort=asked.get("sort", "group"), page=asked.get("page")
    )
    lines = [line for line in found.lines if MAKE_REMARK.allows(request.actor, line.course)]
    return render(request, "supervision/choose.html", {"found": found, "lines": lines, "asked": asked})


@login_required
def new(request: ActorRequest, ref: Ref) -> HttpResponse:
    rows = Course.objects.select_related("group", "subject")
    course: Course = row_for(request.actor, rows, ref, MAKE_REMARK, see=VIEW_COURSE)
    data = request.POST if request.method == "POST" else None
    form = RemarkForm(course, data, request.GET.get("lesson", ""))
    over, journal = f"{course.subject}, {course.group}", reverse("journal:course", args=[course])
    back = journal if "lesson" in request.GET else reverse("supervision:index")
    page = FormPage(_("New remark"), _("Send"), back, over=over, done=_("The teacher sees it."))

    def act(data: dict[str, Any]) -> str:
        person, lesson, text, due = form.person_chosen(), form.lesson_chosen(), data["text"], data["due"]
        row = make_remark(actor=request.actor, course=course, person=person, lesson=lesson, text=text, due=due)
        return _back(row)

    return form_page(request, page, form, act)


@require_POST
@login_required
def check(request: ActorRequest) -> HttpResponse:
    """Run the inspection now."""
    school_id = request.actor.school_id or 0
    require(request.actor, INSPECT, School(pk=school_id))
    run = inspect(actor=request.actor, school_id=school_id, on=today_of(school_id))
    words = _("Checked: new remarks %(made)s, mended %(closed)s.") % {"made": run.made, "closed": run.closed}
    messages.success(request, words)
    return redirect("supervision:index")
