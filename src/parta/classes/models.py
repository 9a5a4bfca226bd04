"""Groups and who is in them, courses and who teaches them, appointments and what they open."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from parta.access.roles import Role
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.people.models import Person
from parta.school.models import AcademicYear, Branch, Room, Subject, TermScheme


class GroupKind(models.TextChoices):
    CLASS = "class", _("Class")
    SUBGROUP = "subgroup", _("Subgroup")
    COMBINED = "combined", _("Combined class")
    ACTIVITY = "activity", _("Extracurricular group")
    INDIVIDUAL = "individual", _("Individual teaching")
    HOME = "home", _("Teaching at home")


DRAWN = (GroupKind.SUBGROUP, GroupKind.ACTIVITY, GroupKind.INDIVIDUAL, GroupKind.HOME)
"""Groups whose pupils come from the classes that are their parts, each with its own journal page."""


class Group(SchoolModel):
    """A class ("7А"), a subgroup of one or several classes, or a класс-комплект of several grades.

    Extracurricular groups and those of pupils who are taught individually or at home are drawn from classes too.

    A combined class has no pupils of its own: its parts are classes, each with its own journal page.
    """

    branch = SchoolForeignKey(Branch, related_name="groups", verbose_name=_("branch"))
    year = SchoolForeignKey(AcademicYear, related_name="groups", verbose_name=_("academic year"))
    kind = models.CharField(_("kind"), max_length=10, choices=GroupKind, default=GroupKind.CLASS)
    year_level = models.PositiveSmallIntegerField(_("year level"), null=True, blank=True)
    letter = models.CharField(_("letter"), max_length=15, blank=True)
    name = models.CharField(_("name"), max_length=60)
    scheme = SchoolForeignKey(TermScheme, related_name="groups", null=True, blank=True, verbose_name=_("term scheme"))
    shift = models.PositiveSmallIntegerField(_("shift"), default=1)
    room = SchoolForeignKey(Room, related_name="groups", null=True, blank=True, verbose_name=_("room"))

    class Meta:
        constraints = [models.UniqueConstraint("school", "year", "branch", "name", name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name


class GroupPart(SchoolModel):
    """A class that a subgroup is drawn from or that a combined class is made of."""

    whole = SchoolForeignKey(Group, related_name="parts")
    part = SchoolForeignKey(Group, related_name="wholes")

    class Meta:
        constraints = [models.UniqueConstraint("school", "whole", "part", name="one_part_per_group")]

    def __str__(self) -> str:
        return f"{self.part_id} in {self.whole_id}"


class MoveKind(models.TextChoices):
    ADMITTED = "admitted", _("Admitted")
    TRANSFERRED = "transferred", _("Transferred to another class")
    PROMOTED = "promoted", _("Promoted")
    CONDITIONALLY = "conditionally", _("Promoted conditionally")
    REPEATING = "repeating", _("Repeating the year")
    LEFT = "left", _("Left the school")
    EXPELLED = "expelled", _("Expelled")


class Membership(SchoolModel):
    """A pupil in a group from a day (inclusive) until a day (exclusive), each by an order."""

    group = SchoolForeignKey(Group, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    came_by = models.CharField(_("came by"), max_length=14, choices=MoveKind, default=MoveKind.ADMITTED)
    came_order = models.CharField(_("order"), max_length=60, blank=True)
    came_order_date = models.DateField(_("order of"), null=True, blank=True)
    left_by = models.CharField(_("left by"), max_length=14, choices=MoveKind, blank=True)
    left_order = models.CharField(_("order of leaving"), max_length=60, blank=True)
    left_order_date = models.DateField(_("order of leaving dated"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "group", "person", "since", name="one_membership_per_day"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_began",
            ),
        ]
        indexes = [models.Index("school", "person", name="membership_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class Course(SchoolModel):
    """A subject taught to a group: the page of the journal."""

    group = SchoolForeignKey(Group, related_name="courses", verbose_name=_("class or group"))
    subject = SchoolForeignKey(Subject, related_name="courses", verbose_name=_("subject"))
    hours_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=2, default=1)

    class Meta:
        constraints = [models.UniqueConstraint("school", "group", "subject", name="one_course_per_subject")]

    def __str__(self) -> str:
        return f"{self.subject_id} of {self.group_id}"


class CourseTeacher(SchoolModel):
    """Who teaches a course, from a day (inclusive) until a day (exclusive)."""

    course = SchoolForeignKey(Course, related_name="teachers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="taught")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "course", "person", "since", name="one_teacher_per_course_day")
        ]
        indexes = [models.Index("school", "person", name="course_teacher_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} teaches {self.course_id}"


class Appointment(SchoolModel):
    """A role of a person, for the school, one branch or (class teacher) one class."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    branch = SchoolForeignKey(Branch, related_name="appointments", null=True, blank=True, verbose_name=_("branch"))
    group = SchoolForeignKey(Group, related_name="appointments", null=True, blank=True, verbose_name=_("class"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    order = models.CharField(_("order"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school",
                "person",
                "role",
                Coalesce("branch", 0, output_field=models.BigIntegerField()),
                Coalesce("group", 0, output_field=models.BigIntegerField()),
                "since",
                name="one_appointment_per_day",
            )
        ]
        indexes = [models.Index("school", "person", name="appointment_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
