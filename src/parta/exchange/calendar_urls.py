from __future__ import annotations

from django.urls import path

from parta.exchange.views import calendars

app_name = "calendar"
urlpatterns = [
    path("", calendars.index, name="index"),
    path("new/", calendars.make, name="make"),
    path("<calendarfeed:ref>/end/", calendars.revoke, name="revoke"),
    path("<calendarfeed:ref>/<str:secret>.ics", calendars.read, name="read"),
]
