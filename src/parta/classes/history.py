"""Words for the ledger: what was done, to what, which value. Later rooms say how their rows are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = dict[int, str]
Describe = Callable[[int, Iterable[int]], Names]

ACTIONS: dict[str, str | Promise] = {
    "accounts.account.made": _("Account made"),
    "accounts.account.closed": _("Access closed"),
    "accounts.letter.issued": _("Letter with a code printed"),
    "accounts.letter.used": _("Signed in by a letter"),
    "accounts.password.changed": _("Password changed"),
    "accounts.signed_in": _("Signed in"),
    "accounts.signed_out": _("Signed out"),
    "accounts.sign_in.failed": _("Wrong password at sign-in"),
    "accounts.session.ended": _("A device signed out"),
    "accounts.sessions.ended": _("All other devices signed out"),
    "accounts.guards.dropped": _("Second step and passkeys taken away"),
    "accounts.app.added": _("Second step added"),
    "accounts.app.removed": _("Second step removed"),
    "accounts.passkey.added": _("Passkey added"),
    "accounts.passkey.removed": _("Passkey removed"),
    "accounts.spare_codes.made": _("Spare codes made"),
    "school.policy.set": _("Rule of the school changed"),
    "classes.group.parts": _("Group: classes it is made of"),
    "timetable.version.slots": _("Timetable: lessons of the week"),
    "timetable.version.copied": _("Timetable: draft made of another version"),
    "timetable.version.deleted": _("Timetable: draft deleted"),
    "timetable.slot.placed": _("Timetable: lesson put into the week"),
    "timetable.slot.moved": _("Timetable: lesson moved"),
    "timetable.slot.swapped": _("Timetable: lessons changed places"),
    "timetable.slot.removed": _("Timetable: lesson taken out of the week"),
    "timetable.slot.furnished": _("Timetable: teacher and room"),
    "timetable.slot.pinned": _("Timetable: lesson pinned"),
    "timetable.slot.released": _("Timetable: lesson released"),
    "timetable.solverrun.started": _("Timetable: search for a week begun"),
    "timetable.solverrun.stopped": _("Timetable: search for a week stopped"),
    "timetable.solverrun.applied": _("Timetable: the week of a search put into the draft"),
    "timetable.solverrun.taken_back": _("Timetable: the week of a search taken back"),
    "lessons.timetable.published": _("Timetable published"),
    "lessons.lesson.written": _("Lesson: topic"),
    "lessons.lesson.cancelled": _("Lesson cancelled"),
    "lessons.attendance.checked": _("Attendance of the lesson checked"),
    "lessons.teacher.substituted": _("Substitution"),
    "lessons.teacher.returned": _("Substitution taken back"),
    "lessons.lesson.restored": _("Lesson takes place after all"),
    "lessons.lesson.remote": _("Lesson is remote"),
    "lessons.lesson.moved": _("Lesson moved"),
    "lessons.lesson.moved_back": _("Lesson moved back"),
    "lessons.absence.noted": _("Absence of a teacher noted"),
    "lessons.absence.changed": _("Absence of a teacher changed"),
    "lessons.absence.withdrawn": _("Absence of a teacher taken back"),
    "lessons.days.decided": _("Quarantine, frost or distance days"),
    "lessons.days.taken_back": _("Quarantine, frost or distance days taken back"),
    "lessons.bells.set": _("Bells of a day"),
    "lessons.unlock.asked": _("Asked to open the journal"),
    "lessons.unlock.given": _("Journal opened for a time"),
    "lessons.unlock.declined": _("Journal not opened"),
    "lessons.unlock.revoked": _("Opened journal closed again"),
    "journal.alert.seen": _("Unusual edits looked at"),
    "journal.edits.rolled_back": _("Edits taken back"),
    "school.term.state": _("Term: state"),
    "attendance.code.put": _("Absence put"),
    "attendance.code.changed": _("Absence changed"),
    "homework.task.given": _("Homework given"),
    "homework.task.changed": _("Homework changed"),
    "homework.task.withdrawn": _("Homework taken back"),
    "homework.file.attached": _("File added to homework"),
    "marks.mark.put": _("Mark put"),
    "marks.mark.changed": _("Mark changed"),
    "marks.work.added": _("Work added"),
    "marks.work.changed": _("Work changed"),
    "marks.work.withdrawn": _("Work taken back"),
    "marks.procedure.planned": _("Assessment procedure planned"),
    "marks.procedure.changed": _("Assessment procedure changed"),
    "marks.procedure.withdrawn": _("Assessment procedure withdrawn"),
    "marks.procedure.written": _("Assessment procedure made a work of the journal"),
    "marks.procedure.freed": _("Assessment procedure without its work again"),
    "marks.schedule.approved": _("Schedule of assessment procedures approved"),
    "grading.final.put": _("Term or year mark put"),
    "grading.final.changed": _("Term or year mark changed"),
}
NOUNS: dict[str, str | Promise] = {
    "school.school": _("School"),
    "school.branch": _("Branch"),
    "school.building": _("Building"),
    "school.room": _("Room"),
    "school.subject": _("Subject"),
    "school.academicyear": _("Academic year"),
    "school.termscheme": _("Term scheme"),
    "school.term": _("Term"),
    "school.holiday": _("Holidays"),
    "school.movedday": _("Moved day"),
    "school.bellset": _("Bell set"),
    "school.bell": _("Bell"),
    "people.person": _("Personal data"),
    "people.pupil": _("Pupil's card"),
    "people.employee": _("Employee's card"),
    "people.guardianship": _("Representative"),
    "classes.group": _("Class or group"),
    "classes.membership": _("Being in a class"),
    "classes.course": _("Course"),
    "classes.courseteacher": _("Teacher of a course"),
    "classes.appointment": _("Appointment"),
    "timetable.version": _("Timetable"),
    "timetable.wishes": _("Wishes for the timetable"),
    "attendance.code": _("Attendance code"),
    "marks.worktype": _("Kind of work"),
}
VERBS: dict[str, str | Promise] = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
AREAS: dict[str, str | Promise] = {
    "marks": _("Marks and works"),
    "grading": _("Term and year marks"),
    "attendance": _("Absences"),
    "homework": _("Tasks for home"),
    "lessons": _("Lessons"),
    "journal": _("Watch over edits"),
    "classes": _("Classes and courses"),
    "people": _("People"),
    "accounts": _("Sign-in"),
    "school": _("Set-up"),
    "timetable": _("Timetable"),
}
KEYS: dict[str, str | Promise] = {
    "topic": _("Topic"),
    "status": _("Status"),
    "marks": _("Mark"),
    "comment": _("Comment"),
    "proposed": _("Proposed"),
    "average": _("Average"),
    "code": _("Code"),
    "teacher": _("Teacher"),
    "text": _("Task"),
    "minutes": _("Minutes"),
    "due": _("Due lesson"),
    "kind": _("Kind"),
    "title": _("Title"),
    "weight": _("Weight"),
    "important": _("Important"),
    "due_day": _("Marks stand by"),
    "retake_of": _("Re-take of"),
    "lesson": _("Lesson"),
    "place": _("Weekday and lesson"),
    "room": _("Room"),
    "made": _("New lessons"),
    "changed": _("Lessons with another teacher, room or bell"),
    "kept": _("Lessons kept, as somebody has written in them"),
    "stale": _("Lessons taken away"),
    "slots": _("Lessons in the week"),
    "date": _("Date"),
    "level": _("Level"),
    "note": _("Note"),
    "half": _("Half-year"),
    "number": _("Number of the order"),
    "rows": _("Lines"),
    "since": _("From"),
    "name": _("Name"),
    "size": _("Size"),
}
DESCRIBERS: dict[str, Describe] = {}
"""By kind of row: names of rows by their ids."""


def describe(kind: str, names: Describe) -> None:
    DESCRIBERS[kind] = names


def action_words(action: str) -> str:
    """ "Отметка изменена"; for small rows "Предмет: добавлено"; a new action stands as it is."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    noun, _dot, verb = action.rpartition(".")
    return f"{NOUNS[noun]}: {VERBS[verb]}" if noun in NOUNS and verb in VERBS else action
