"""The timetable comes in from other programmes and goes out to them; addresses beside those of the timetable."""

from __future__ import annotations

from django.urls import path

from parta.exchange.views import timetables, weeks

app_name = "timetables"
urlpatterns = [
    path("asc/", timetables.index, name="index"),
    path("asc/<timetablefile:ref>/", timetables.file, name="file"),
    path("asc/<timetablefile:ref>/names/", timetables.choose, name="choose"),
    path("asc/<timetablefile:ref>/draft/", timetables.draft, name="draft"),
    path("<version:ref>/timetable.xml", weeks.asc, name="asc"),
    path("<version:ref>/timetable.xlsx", weeks.xlsx, name="xlsx"),
    path("<version:ref>/timetable.pdf", weeks.pdf, name="pdf"),
]
