"""The list of pupils, the card of one, and every act on it by a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.access.reading import opens, row_for
from parta.access.rules import Rule, require
from parta.classes.forms import PERSON, PUPIL, TIE, choice_of_group, order_fields, order_in, reason_field
from parta.classes.models import Membership, MoveKind
from parta.classes.rules import EDIT_GROUP
from parta.classes.selectors.pupils import PupilQuery, classes_of, present_class, pupil_card, pupil_list
from parta.classes.services import admit as admit_pupil
from parta.classes.services import end_membership, enrol, transfer
from parta.classes.views.letters import letters_answer
from parta.common.codes import Ref
from parta.common.components import row_form
from parta.common.errors import Forbidden, NotFound
from parta.common.pages import FormPage, form_page, picked, ref_in
from parta.people.models import Guardianship, Person, Pupil
from parta.people.rules import EDIT_PUPIL, INVITE_PUPIL, MANAGE_ACCOUNTS, VIEW_PUPIL
from parta.people.selectors import known_people, known_person
from parta.people.services import change_card, close_access, issue_letter, may_change_person, put_guardian

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest

FORM = ["GET", "POST"]


def pupil_for(request: ActorRequest, ref: Ref, rule: Rule = VIEW_PUPIL) -> Pupil:
    rows = Pupil.objects.select_related("person__account", "branch")
    found: Pupil = row_for(request.actor, rows, ref, rule, see=VIEW_PUPIL)
    return found


@require_GET
@login_required
def pupils(request: ActorRequest) -> HttpResponse:
    query = PupilQuery(
        text=request.GET.get("q", ""),
        branch=ref_in(request, "branch", "branch"),
        group=ref_in(request, "group", "group"),
        gone="gone" in request.GET,
        sort=request.GET.get("sort", ""),
        page=request.GET.get("page"),
    )
    if request.actor.school_id is None or not opens(request.actor, VIEW_PUPIL):
        raise NotFound
    found = pupil_list(request.actor, request.actor.school_id, query)
    return render(request, "classes/pupils.html", {"list": found, "query": query, "tab": "pupils"})


@require_GET
@login_required
def pupil(request: ActorRequest, ref: Ref) -> HttpResponse:
    card = pupil_card(request.actor, pupil_for(request, ref))
    return render(request, "classes/pupil.html", {"card": card, "person": card.person, "tab": "pupils"})


@require_http_methods(FORM)
@login_required
def admit(request: ActorRequest) -> HttpResponse:
    actor, school_id = request.actor, request.actor.school_id or 0
    groups = [group for group in classes_of(actor, school_id, EDIT_GROUP) if EDIT_PUPIL.allows(actor, group.branch)]
    if not groups:
        raise NotFound
    extra = {"group": choice_of_group(groups, school_id), **order_fields(_("First day"), [MoveKind.ADMITTED])}
    blank = Pupil(school_id=school_id)
    form = row_form(request, school_id, (Person(), PERSON), (blank, PUPIL[1:]), extra=extra, on=actor.on)

    def act(values: dict[str, Any]) -> str:
        made = admit_pupil(
            actor=actor,
            group=values["group"],
            values=picked(values, PERSON),
            card=picked(values, PUPIL[1:]),
            order=order_in(values, MoveKind.ADMITTED),
        )
        return reverse("people:pupil", args=[made])

    page = FormPage(_("New pupil"), _("Admit"), reverse("people:pupils"), done=_("The pupil is admitted."))
    return form_page(request, page, form, act)


def _page(pupil: Pupil, title: str, submit: str, done: str = "", **words: Any) -> FormPage:
    return FormPage(
        title, submit, reverse("people:pupil", args=[pupil]), over=pupil.person.full_name, done=done, **words
    )


@require_http_methods(FORM)
@login_required
def change_pupil(request: ActorRequest, ref: Ref) -> HttpResponse:
    pupil = pupil_for(request, ref, EDIT_PUPIL)
    form = row_form(request, pupil.school_id, (pupil.person, PERSON), (pupil, PUPIL))

    def act(values: dict[str, Any]) -> None:
        person, card = picked(values, PERSON), picked(values, PUPIL)
        change_card(actor=request.actor, card=pupil, person=person, values=card)

    return form_page(request, _page(pupil, _("Change the card"), _("Save"), _("Saved.")), form, act)


@require_http_methods(FORM)
@login_required
def enrol_pupil(request: ActorRequest, ref: Ref) -> HttpResponse:
    """Into a class, for who is in none."""
    pupil = pupil_for(request, ref)
    extra = {
        "group": _classes(request, pupil),
        **order_fields(
            _("First day"), [MoveKind.ADMITTED, MoveKind.PROMOTED, MoveKind.CONDITIONALLY, MoveKind.REPEATING]
        ),
    }
    form = row_form(request, pupil.school_id, extra=extra, on=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        order = order_in(values, MoveKind.ADMITTED)
        enrol(actor=request.actor, group=values["group"], person=pupil.person, order=order)

    return form_page(request, _page(pupil, _("Enrol in a class"), _("Enrol"), _("Enrolled.")), form, act)


def _classes(request: ActorRequest, pupil: Pupil, but: int | None = None) -> Any:
    groups = classes_of(request.actor, pupil.school_id, EDIT_GROUP)
    require(request.actor, EDIT_GROUP, pupil, see=VIEW_PUPIL)
    return choice_of_group([group for group in groups if group.pk != but], pupil.school_id, _("To which class"))


def _present(request: ActorRequest, pupil: Pupil) -> Membership:
    found = present_class(pupil.school_id, pupil.person_id, request.actor.on)
    if found is None:
        raise NotFound
    if not EDIT_GROUP.allows(request.actor, found.group):
        raise Forbidden
    return found


@require_http_methods(FORM)
@login_required
def transfer_pupil(request: ActorRequest, ref: Ref) -> HttpResponse:
    pupil = pupil_for(request, ref)
    stay = _present(request, pupil)
    extra = {
        "group": _classes(request, pupil, stay.group_id),
        **order_fields(_("First day in the new class"), [MoveKind.TRANSFERRED]),
    }
    form = row_form(request, pupil.school_id, extra=extra, on=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        order = order_in(values, MoveKind.TRANSFERRED)
        transfer(actor=request.actor, membership=stay, to=values["group"], order=order)

    hint = _("Now in %(group)s. Marks and absences stay in its journal and are seen in the new one.")
    page = _page(
        pupil, _("Transfer to another class"), _("Transfer"), _("Transferred."), hint=hint % {"group": stay.group.name}
    )
    return form_page(request, page, form, act)


@require_http_methods(FORM)
@login_required
def leave(request: ActorRequest, ref: Ref) -> HttpResponse:
    pupil = pupil_for(request, ref)
    stay = _present(request, pupil)
    extra = order_fields(_("First day without lessons"), [MoveKind.LEFT, MoveKind.EXPELLED])
    form = row_form(request, pupil.school_id, extra=extra, on=request.actor.on)

    def act(values: dict[str, Any]) -> None:
        end_membership(actor=request.actor, membership=stay, order=order_in(values, MoveKind.LEFT))

    hint = _("From this day on the pupil stands in no journal. The card and everything written stay.")
    page = _page(pupil, _("Take out of the school"), _("Take out"), _("Done by the order."), hint=hint, danger=True)
    return form_page(request, page, form, act)


@require_http_methods(FORM)
@login_required
def guardian(request: ActorRequest, ref: Ref, holder: Ref | None = None) -> HttpResponse:
    """A new representative (a stranger or somebody known to the school), or the tie of a present one.

    What is known of somebody whom the school has from elsewhere is neither shown nor changed by choosing that person.
    """
    pupil = pupil_for(request, ref, EDIT_PUPIL)
    person = known_person(pupil.school_id, holder or ref_in(request, "person", "person"))
    tie = Guardianship.objects.filter(guardian=person, child_id=pupil.person_id).first() if person else None
    shown = PERSON if person is None or (tie and may_change_person(request.actor, pupil, person)) else ()
    form = row_form(request, pupil.school_id, (person or Person(), shown), (tie or Guardianship(), TIE))

    def act(values: dict[str, Any]) -> None:
        put_guardian(
            actor=request.actor,
            pupil=pupil,
            guardian=person or Person(),
            person=picked(values, shown),
            values=picked(values, TIE),
        )

    title = _("Representative") if tie else _("New representative")
    page = _page(pupil, title, _("Save"), _("Saved."))
    if person is None and request.method == "GET":
        return _choose(request, pupil, page, form)
    return form_page(request, page, form, act)


def _choose(request: ActorRequest, pupil: Pupil, page: FormPage, form: Any) -> HttpResponse:
    """Who represents a brother already need not be typed again."""
    found = known_people(pupil.school_id, request.GET.get("q", ""))
    others = [person for person in found if person.pk != pupil.person_id]
    return render(request, "classes/known.html", {"page": page, "form": form, "found": others})


@require_POST
@login_required
def letter(request: ActorRequest, ref: Ref) -> HttpResponse:
    pupil = pupil_for(request, ref, INVITE_PUPIL)
    person = known_person(pupil.school_id, ref_in(request, "person", "person"))
    made = issue_letter(actor=request.actor, card=pupil, person=person)
    stay = present_class(pupil.school_id, pupil.person_id, request.actor.on)
    return letters_answer(request, pupil.school_id, [made], {pupil.person_id: stay.group.name} if stay else {})


@require_http_methods(FORM)
@login_required
def close(request: ActorRequest, ref: Ref) -> HttpResponse:
    pupil = pupil_for(request, ref, MANAGE_ACCOUNTS)
    person = known_person(pupil.school_id, ref_in(request, "person", "person"))
    form = row_form(request, pupil.school_id, extra={"reason": reason_field()})

    def act(values: dict[str, Any]) -> None:
        close_access(actor=request.actor, card=pupil, person=person, reason=values["reason"])

    hint = _("Nobody signs in by this account until a new letter is given; open sessions end at once.")
    title = _("Close the access: %(name)s") % {"name": (person or pupil.person).full_name}
    page = _page(pupil, title, _("Close the access"), _("The access is closed."), hint=hint, danger=True)
    return form_page(request, page, form, act)
