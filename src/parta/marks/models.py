"""Work types of a school, works of a lesson, marks of a work; planned assessment procedures and their schedule."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.classes.models import Course, Group
from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.lessons.models import Lesson
from parta.marks.arithmetic import SYSTEMS
from parta.marks.arithmetic.procedures import SHORTEST
from parta.people.models import Person
from parta.school.models import AcademicYear, Branch

SYSTEM_TITLES = {
    "five": _("Five-point"),
    "pass": _("Pass or fail"),
    "ten": _("Ten-point"),
    "twelve": _("Twelve-point"),
    "hundred": _("Hundred-point"),
    "letters": _("Letters"),
}
SYSTEM_CHOICES = [(key, SYSTEM_TITLES[key]) for key in SYSTEMS]


class WorkType(SchoolModel):
    """A kind of work with its weight (a local act of the school, domain.md 4.2).

    The type marked `is_default` takes the marks that are put without naming a work.
    """

    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=10)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    is_important = models.BooleanField(_("important"), default=False)
    is_default = models.BooleanField(_("for answers at the lesson"), default=False)
    system = models.CharField(_("mark system"), max_length=10, choices=SYSTEM_CHOICES, default="five")
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "name", name="one_work_type_per_name"),
            models.UniqueConstraint(
                "school", condition=models.Q(is_default=True), name="one_default_work_type_per_school"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Work(SchoolModel):
    """A column of marks at a lesson. Weight, importance and system are copied from the type and may differ.

    `due` is the day by which its marks stand; `group` the subgroup it is for (none: everybody in the lesson);
    `retake_of` the work that it gives a second chance for.
    """

    lesson = SchoolForeignKey(Lesson, related_name="works")
    type = SchoolForeignKey(WorkType, related_name="works", verbose_name=_("kind of work"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    is_important = models.BooleanField(_("important"), default=False)
    system = models.CharField(_("mark system"), max_length=10, choices=SYSTEM_CHOICES, default="five")
    due = models.DateField(_("marks stand by"), null=True, blank=True)
    group = SchoolForeignKey(Group, related_name="works", null=True, blank=True, verbose_name=_("subgroup"))
    retake_of = SchoolForeignKey("self", related_name="retakes", null=True, blank=True, verbose_name=_("re-take of"))
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint("school", "lesson", "position", name="one_work_per_position")]

    def __str__(self) -> str:
        return self.title or str(self.type_id)


class Mark(SchoolModel):
    """A pupil's mark for a work. `part` counts marks of one pupil for one work: "4/5" is parts 1 and 2.

    The row stays when the mark is taken back (value empty, next version).
    """

    work = SchoolForeignKey(Work, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="marks")
    part = models.PositiveSmallIntegerField(default=1)
    value = models.CharField(max_length=5, blank=True)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("school", "work", "person", "part", name="one_mark_per_part")]
        indexes = [models.Index("school", "person", name="mark_by_person")]

    def __str__(self) -> str:
        return self.value


class Level(models.TextChoices):
    SCHOOL = "school", _("of the school")
    REGIONAL = "regional", _("regional")
    FEDERAL = "federal", _("federal (ВПР)")


class Procedure(SchoolModel):
    """A planned assessment procedure (domain.md 4.4): a work of the whole class of half an hour or more.

    It stands at a day and, where the timetable knows it, a lesson; `work` is the column of the grid that it became.
    """

    course = SchoolForeignKey(Course, related_name="procedures")
    date = models.DateField(_("date"))
    number = models.PositiveSmallIntegerField(_("lesson"), null=True, blank=True)
    type = SchoolForeignKey(WorkType, related_name="procedures", verbose_name=_("kind of work"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.SCHOOL)
    note = models.CharField(_("note"), max_length=300, blank=True)
    work = SchoolForeignKey(Work, related_name="procedures", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__gte=SHORTEST), name="procedure_lasts_half_an_hour")
        ]
        indexes = [models.Index("school", "course", "date", name="procedure_by_course")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.date}"


class ScheduleEdition(SchoolModel):
    """The schedule of a branch for a half-year as it was approved: never changed, a later edition replaces it."""

    branch = SchoolForeignKey(Branch, related_name="schedules", verbose_name=_("branch"))
    year = SchoolForeignKey(AcademicYear, related_name="schedules", verbose_name=_("academic year"))
    half = models.PositiveSmallIntegerField(_("half-year"))
    version = models.PositiveSmallIntegerField(_("edition"))
    number = models.CharField(_("number of the order"), max_length=60)
    dated = models.DateField(_("date of the order"))
    rows = models.JSONField(default=list)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "branch", "year", "half", "version", name="one_schedule_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.dated}"
