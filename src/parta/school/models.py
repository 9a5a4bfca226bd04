"""The school (a legal entity) with its branches, places, subjects, policy and calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parta.common.tenancy import SchoolForeignKey, SchoolModel

YEAR_LEVELS = range(1, 12)


class School(models.Model):
    """The legal entity: holds the licence, signs orders, owns every row below it."""

    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Moscow")
    founder = models.CharField(_("founder"), max_length=300, blank=True)
    week_days = models.PositiveSmallIntegerField(
        _("school week"), choices=[(5, _("five days")), (6, _("six days"))], default=5
    )

    def __str__(self) -> str:
        return self.short_name

    @property
    def school_id(self) -> int:
        return self.pk


class Branch(SchoolModel):
    """The main school or a филиал: no legal entity, but with a head, an address and a site of its own."""

    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100)
    is_main = models.BooleanField(_("main school"), default=False)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    site = models.URLField(_("site"), blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "short_name", name="one_branch_per_name")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def branch_id(self) -> int:
        return self.pk


class Building(SchoolModel):
    branch = SchoolForeignKey(Branch, related_name="buildings", verbose_name=_("branch"))
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "branch", "name", name="one_building_per_name")]

    def __str__(self) -> str:
        return self.name


class RoomKind(models.TextChoices):
    """What a room is made for; what no lesson needs by itself is "other"."""

    ORDINARY = "ordinary", _("Ordinary classroom")
    GYM = "gym", _("Gym, sports ground")
    COMPUTER = "computer", _("Computer room")
    PHYSICS = "physics", _("Physics laboratory")
    CHEMISTRY = "chemistry", _("Chemistry laboratory")
    BIOLOGY = "biology", _("Biology laboratory")
    WORKSHOP = "workshop", _("Workshop")
    LANGUAGE = "language", _("Language room")
    MUSIC = "music", _("Music room")
    ART = "art", _("Art room")
    OTHER = "other", _("Not for lessons: hall, library, canteen")


class Room(SchoolModel):
    building = SchoolForeignKey(Building, related_name="rooms", verbose_name=_("building"))
    name = models.CharField(_("number or name"), max_length=40)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    kind = models.CharField(_("kind of room"), max_length=12, choices=RoomKind, default=RoomKind.ORDINARY)
    at_once = models.PositiveSmallIntegerField(
        _("lessons at once"), default=1, help_text=_("2 for a gym where two classes train at a time.")
    )

    class Meta:
        constraints = [models.UniqueConstraint("school", "building", "name", name="one_room_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """ "каб. 21", but "Спортзал" as it is."""
        return gettext("room %(number)s") % {"number": self.name} if self.name[:1].isdigit() else self.name


class Subject(SchoolModel):
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    area = models.CharField(_("knowledge area"), max_length=100, blank=True)
    homework_minutes = models.PositiveSmallIntegerField(_("a task takes, minutes"), null=True, blank=True)
    room_kind = models.CharField(
        _("needs a room"),
        max_length=12,
        choices=RoomKind,
        blank=True,
        help_text=_("Nothing chosen: any room will do."),
    )

    class Meta:
        constraints = [models.UniqueConstraint("school", "name", name="one_subject_per_name")]

    def __str__(self) -> str:
        return self.name


class Policy(SchoolModel):
    """One setting of the school from a date on; older versions stay as the history."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    since = models.DateField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("school", "key", "since", name="one_policy_per_day")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class AcademicYear(SchoolModel):
    title = models.CharField(_("title"), max_length=20)
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"))

    class Meta:
        constraints = [models.UniqueConstraint("school", "title", name="one_year_per_title")]

    def __str__(self) -> str:
        return self.title


class TermKind(models.TextChoices):
    QUARTERS = "quarters", _("Quarters")
    TRIMESTERS = "trimesters", _("Trimesters")
    HALVES = "halves", _("Half-years")
    MODULES = "modules", _("Modules")


class TermScheme(SchoolModel):
    """How a year is cut for some of the classes."""

    year = SchoolForeignKey(AcademicYear, related_name="schemes", verbose_name=_("academic year"))
    kind = models.CharField(_("kind"), max_length=12, choices=TermKind)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint("school", "year", "name", name="one_scheme_per_name")]

    def __str__(self) -> str:
        return self.name


class TermState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


class Term(SchoolModel):
    scheme = SchoolForeignKey(TermScheme, related_name="terms", verbose_name=_("term scheme"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=40)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=TermState, default=TermState.OPEN)

    class Meta:
        constraints = [models.UniqueConstraint("school", "scheme", "number", name="one_term_per_number")]

    def __str__(self) -> str:
        return self.title


class Holiday(SchoolModel):
    """Days without lessons, for all classes or for the named year levels."""

    year = SchoolForeignKey(AcademicYear, related_name="holidays", verbose_name=_("academic year"))
    title = models.CharField(_("title"), max_length=100)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    year_levels = models.JSONField(_("only for year levels"), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "year", "title", "since", name="one_holiday_per_day")]

    def __str__(self) -> str:
        return self.title


class MovedDay(SchoolModel):
    """A date taught by the timetable of another weekday (0 = Monday), as after a moved day off."""

    year = SchoolForeignKey(AcademicYear, related_name="moved_days", verbose_name=_("academic year"))
    date = models.DateField(_("date"))
    as_weekday = models.PositiveSmallIntegerField(_("by the timetable of"))

    class Meta:
        constraints = [models.UniqueConstraint("school", "date", name="one_move_per_day")]

    def __str__(self) -> str:
        return str(self.date)


class BellSet(SchoolModel):
    """Bell times for a branch, or one building of it, one shift and some weekdays."""

    branch = SchoolForeignKey(Branch, related_name="bell_sets", verbose_name=_("branch"))
    building = SchoolForeignKey(Building, related_name="bell_sets", null=True, blank=True, verbose_name=_("building"))
    name = models.CharField(_("name"), max_length=60)
    shift = models.PositiveSmallIntegerField(_("shift"), default=1)
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True)
    only_named_days = models.BooleanField(_("only on days named for it"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint("school", "branch", "name", name="one_bell_set_per_name")]

    def __str__(self) -> str:
        return self.name


class Bell(SchoolModel):
    bell_set = SchoolForeignKey(BellSet, related_name="bells", verbose_name=_("bell set"))
    number = models.PositiveSmallIntegerField(_("lesson"))
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))

    class Meta:
        constraints = [models.UniqueConstraint("school", "bell_set", "number", name="one_bell_per_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.starts:%H:%M}"
