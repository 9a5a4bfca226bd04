"""Every address of Parta, by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from parta.common import codes
from parta.config import views

codes.register(
    "academicyear",
    "account",
    "appointment",
    "attendance",
    "authenticator",
    "bellday",
    "bellset",
    "branch",
    "calendarfeed",
    "course",
    "courseteacher",
    "dayact",
    "debt",
    "employee",
    "entry",
    "finalmark",
    "group",
    "homework",
    "homeworkfile",
    "importrun",
    "invitation",
    "lesson",
    "membership",
    "person",
    "plan",
    "procedure",
    "pupil",
    "regulation",
    "remark",
    "scheduleedition",
    "school",
    "solverrun",
    "subject",
    "teacherabsence",
    "term",
    "timetablefile",
    "unlock",
    "usersession",
    "version",
    "work",
    "worktype",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", views.home, name="home"),
    path("school/<school:ref>/switch/", views.switch_school, name="switch_school"),
    path("appearance/", views.appearance, name="appearance"),
    path("account/", include("parta.accounts.urls")),
    path("office/school/", include("parta.school.urls")),
    path("office/people/", include("parta.classes.people_urls")),
    path("office/classes/", include("parta.classes.urls")),
    path("office/timetable/", include("parta.timetable.urls")),
    path("office/timetable/", include("parta.lessons.urls")),
    path("office/timetable/", include("parta.exchange.timetable_urls")),
    path("office/exchange/", include("parta.exchange.urls")),
    path("calendar/", include("parta.exchange.calendar_urls")),
    path("control/", include("parta.supervision.urls")),
    path("plans/", include("parta.planning.urls")),
    path("journal/", include("parta.journal.urls")),
    path("diary/", include("parta.diary.urls")),
    path("", include("parta.service.urls")),
]

handler403 = "parta.config.views.forbidden"
handler404 = "parta.config.views.not_found"
