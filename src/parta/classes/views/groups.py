"""The list of classes, the page of one, and every act on its groups, courses and members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import opens, row_for
from parta.access.roles import Role
from parta.access.rules import Rule, require
from parta.classes.forms import GROUP, day, order_fields, order_in
from parta.classes.models import Appointment, Course, CourseTeacher, Group, GroupKind, Membership, MoveKind
from parta.classes.rules import EDIT_GROUP, VIEW_GROUP
from parta.classes.selectors.groups import (
    group_list,
    group_page,
    groups_for_parts,
    possible_members,
    teachers_of,
)
from parta.classes.services import (
    appoint,
    assign_teacher,
    end_membership,
    end_teaching,
    enrol,
    issue_class_letters,
    put_course,
    put_group,
    set_parts,
)
from parta.classes.views.letters import letters_answer
from parta.common.codes import Ref
from parta.common.components import RowField, RowsField, row_form
from parta.common.errors import NotFound
from parta.common.pages import FormPage, day_in, form_page, picked, ref_in
from parta.people.models import Person
from parta.people.rules import EDIT_STAFF
from parta.school.models import TermScheme
from parta.school.selectors import year_on

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


def group_for(request: ActorRequest, ref: Ref, rule: Rule = VIEW_GROUP) -> Group:
    rows = Group.objects.select_related("branch", "room", "year", "scheme")
    found: Group = row_for(request.actor, rows, ref, rule, see=VIEW_GROUP)
    return found


@require_GET
@login_required
def groups(request: ActorRequest) -> HttpResponse:
    if request.actor.school_id is None or not opens(request.actor, VIEW_GROUP):
        raise NotFound
    year = ref_in(request, "year", "academicyear")
    found = group_list(request.actor, request.actor.school_id, year.id if year else None)
    return render(request, "classes/groups.html", {"list": found, "tab": "groups"})


@require_GET
@login_required
def group(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = group_for(request, ref)
    history = "history" in request.GET
    on = day_in(request.GET.get("on", "")) or request.actor.on
    found = group_page(request.actor, row, on=None if history else on)
    context = {"found": found, "group": row, "on": on, "is_today": on == request.actor.on, "history": history}
    return render(request, "classes/group.html", context | {"tab": "groups"})


@require_http_methods(["GET", "POST"])
@login_required
def put(request: ActorRequest, ref: Ref | None = None) -> HttpResponse:
    """A new group of the present year, or a change of one; its parts are ticked beside."""
    actor, school_id = request.actor, request.actor.school_id or 0
    row = group_for(request, ref, EDIT_GROUP) if ref else Group(school_id=school_id, year=year_on(school_id, actor.on))
    if ref is None and not opens(actor, EDIT_GROUP):
        raise NotFound
    form = row_form(request, row.school_id, (row, GROUP))
    form.fields["scheme"] = _scheme_field(row)
    if ref and row.kind != GroupKind.CLASS:
        form.fields["parts"] = _parts_field(request, row)
        form.initial["parts"] = [part.part for part in row.parts.select_related("part")]

    def act(values: dict[str, Any]) -> str:
        return reverse("classes:group", args=[_save(request, row, values)])

    back = reverse("classes:group", args=[row]) if ref else reverse("classes:groups")
    page = FormPage(row.name or _("New class or group"), _("Save"), back, done=_("Saved."))
    return form_page(request, page, form, act)


def _scheme_field(group: Group) -> RowField:
    rows = TermScheme.objects.filter(school_id=group.school_id, year_id=group.year_id)
    return RowField(rows.order_by("name"), label=_("Term scheme"), required=False)


def _parts_field(request: ActorRequest, group: Group) -> RowsField:
    ids = [one.pk for one in groups_for_parts(request.actor, group, EDIT_GROUP)]
    rows = Group.objects.filter(school_id=group.school_id, pk__in=ids).order_by("year_level", "name")
    return RowsField(rows, label=_("Made of the classes"), required=False)


@transaction.atomic
def _save(request: ActorRequest, group: Group, values: dict[str, Any]) -> Group:
    saved = put_group(actor=request.actor, group=group, values=picked(values, GROUP))
    if "parts" in values:
        set_parts(actor=request.actor, group=saved, parts=values["parts"])
    return saved


def _page(group: Group, title: str, submit: str, **words: Any) -> FormPage:
    words = {"done": _("Saved."), "over": group.name, **words}
    return FormPage(title, submit, reverse("classes:group", args=[group]), **words)


def _person_field(people: list[Person], label: str) -> RowField:
    rows: QuerySet[Person] = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("sort_key")
    return RowField(rows, label=label)


@require_http_methods(["GET", "POST"])
@login_required
def lead(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Appoint a class teacher."""
    row = group_for(request, ref)
    require(request.actor, EDIT_STAFF, row, see=VIEW_GROUP)
    people = teachers_of(row.school_id, request.actor.on)
    extra = {"person": _person_field(people, _("Class teacher")), "since": day(_("From"))}
    form = row_form(request, row.school_id, extra=extra, since=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        appointment = Appointment(school_id=row.school_id, person=values["person"])
        role = {"role": Role.CLASS_TEACHER, "group": row, "since": values["since"]}
        appoint(actor=request.actor, appointment=appointment, values=role)

    return form_page(request, _page(row, _("Class teacher"), _("Appoint")), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def add_course(request: ActorRequest, ref: Ref) -> HttpResponse:
    row = group_for(request, ref, EDIT_GROUP)
    names = ("subject", "hours_week")
    teacher = _person_field(teachers_of(row.school_id, request.actor.on), _("Teacher"))
    teacher.required = False
    course = Course(school_id=row.school_id, group=row)
    extra = {"teacher": teacher, "since": day(_("Teaches from"))}
    form = row_form(request, row.school_id, (course, names), extra=extra, since=request.actor.on)

    @transaction.atomic
    def act(values: dict[str, Any]) -> None:
        made = put_course(actor=request.actor, course=course, values=picked(values, names))
        if values["teacher"]:
            assign_teacher(actor=request.actor, course=made, teacher=values["teacher"], since=values["since"])

    return form_page(request, _page(row, _("New course"), _("Add")), form, act)


def _course(request: ActorRequest, ref: Ref) -> Course:
    rows = Course.objects.select_related("group__branch", "subject")
    found: Course = row_for(request.actor, rows, ref, EDIT_GROUP, see=VIEW_GROUP, about="group")
    return found


@require_http_methods(["GET", "POST"])
@login_required
def change_course(request: ActorRequest, ref: Ref) -> HttpResponse:
    course = _course(request, ref)
    form = row_form(request, course.school_id, (course, ["hours_week"]))

    def act(values: dict[str, Any]) -> None:
        put_course(actor=request.actor, course=course, values=picked(values, ["hours_week"]))

    return form_page(request, _page(course.group, course.subject.name, _("Save")), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def assign(request: ActorRequest, ref: Ref) -> HttpResponse:
    course = _course(request, ref)
    people = teachers_of(course.school_id, request.actor.on)
    extra = {"teacher": _person_field(people, _("Teacher")), "since": day(_("From"))}
    form = row_form(request, course.school_id, extra=extra, since=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        assign_teacher(actor=request.actor, course=course, teacher=values["teacher"], since=values["since"])

    title = _("Teacher of the course: %(subject)s") % {"subject": course.subject.name}
    return form_page(request, _page(course.group, title, _("Assign")), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def end_course_teaching(request: ActorRequest, ref: Ref) -> HttpResponse:
    rows = CourseTeacher.objects.select_related("course__group", "course__subject", "person")
    row: CourseTeacher | None = rows.filter(school_id=ref.school_id, pk=ref.id).first()
    if row is None:
        raise NotFound
    require(request.actor, EDIT_GROUP, row.course.group, see=VIEW_GROUP)
    form = row_form(request, row.school_id, extra={"until": day(_("First day without it"))}, until=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        end_teaching(actor=request.actor, teaching=row, until=values["until"])

    title = f"{row.person.initials_name}: {row.course.subject.name}"
    hint = _("From that day on the journal of the course is closed to this teacher. What was written stays.")
    page = _page(row.course.group, title, _("End it"), hint=hint, danger=True)
    return form_page(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def add_member(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Into a subgroup, from the classes that it is drawn from."""
    row = group_for(request, ref, EDIT_GROUP)
    if row.kind in (GroupKind.CLASS, GroupKind.COMBINED):
        raise NotFound
    ids = [person.pk for person in possible_members(row, request.actor.on)]
    rows = Person.objects.filter(pk__in=ids).order_by("sort_key")
    extra: dict[str, forms.Field] = {"people": RowsField(rows, label=_("Who")), "on": day(_("First day"))}
    form = row_form(request, row.school_id, extra=extra, on=request.actor.on)

    @transaction.atomic
    def act(values: dict[str, Any]) -> None:
        for person in values["people"]:
            enrol(actor=request.actor, group=row, person=person, order=_without_order(values))

    hint = "" if ids else _("Nobody is left in the classes that this group is drawn from.")
    return form_page(request, _page(row, _("Add pupils"), _("Add"), hint=hint), form, act)


def _without_order(values: dict[str, Any]) -> Any:
    return order_in(values | {"number": "", "dated": None}, MoveKind.TRANSFERRED)


@require_http_methods(["GET", "POST"])
@login_required
def end_stay(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Out of a group; out of a class it goes by an order."""
    rows = Membership.objects.select_related("group__branch", "person")
    stay: Membership = row_for(request.actor, rows, ref, EDIT_GROUP, see=VIEW_GROUP, about="group")
    kinds = [MoveKind.LEFT, MoveKind.EXPELLED] if stay.group.kind == GroupKind.CLASS else [MoveKind.TRANSFERRED]
    form = row_form(request, stay.school_id, extra=order_fields(_("First day without it"), kinds), on=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        end_membership(actor=request.actor, membership=stay, order=order_in(values, kinds[0]))

    act_words = _("Take out") if stay.group.kind == GroupKind.CLASS else _("Out of the group")
    page = _page(stay.group, f"{act_words}: {stay.person.full_name}", act_words, danger=True)
    return form_page(request, page, form, act)


@require_POST
@login_required
def letters(request: ActorRequest, ref: Ref) -> HttpResponse:
    """New letters for the class: for those without a password, or for everyone."""
    row = group_for(request, ref)
    made = issue_class_letters(actor=request.actor, group=row, everyone="everyone" in request.POST)
    groups = {letter.pupil.pk: row.name for letter in made if letter.pupil}
    return letters_answer(request, row.school_id, made, groups)
