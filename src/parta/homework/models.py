"""Tasks given at a lesson, due at a later one, for all or for named pupils."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parta.common.tenancy import SchoolForeignKey, SchoolModel
from parta.lessons.models import Lesson
from parta.people.models import Person


class Homework(SchoolModel):
    lesson = SchoolForeignKey(Lesson, related_name="homework")
    text = models.TextField(_("homework"), max_length=4000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("about how many minutes"), null=True, blank=True)
    due = SchoolForeignKey(Lesson, related_name="homework_due", null=True, blank=True, verbose_name=_("due at"))
    for_all = models.BooleanField(_("for everybody"), default=True)
    withdrawn_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index("school", "lesson", name="homework_by_lesson"),
            models.Index("school", "due", name="homework_by_due"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class HomeworkFor(SchoolModel):
    """A pupil whom the task is for, when it is not for everybody."""

    homework = SchoolForeignKey(Homework, related_name="addressees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("school", "homework", "person", name="one_task_per_pupil")]

    def __str__(self) -> str:
        return f"{self.homework_id} for {self.person_id}"


class HomeworkLink(SchoolModel):
    homework = SchoolForeignKey(Homework, related_name="links")
    url = models.URLField(_("link"), max_length=500)
    title = models.CharField(_("title"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("school", "homework", "url", name="one_link_per_homework")]

    def __str__(self) -> str:
        return self.title or self.url


class HomeworkFile(SchoolModel):
    """A file of a task; the stored name is made by Parta, the shown one is the teacher's."""

    homework = SchoolForeignKey(Homework, related_name="files")
    file = models.FileField(upload_to="homework")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint("school", "homework", "file", name="one_file_per_homework")]

    def __str__(self) -> str:
        return self.name
