"""The public site: the start page by its own name, the rest as `service:…`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from parta.service import views

room = [
    path("schools/<school:ref>/", views.school, name="school"),
    path("schedule/<scheduleedition:ref>/", views.schedule, name="schedule"),
    path("schedule/<scheduleedition:ref>/xlsx/", views.schedule_xlsx, name="schedule_xlsx"),
    path("regulation/<regulation:ref>/", views.regulation, name="regulation"),
    path("regulation/<regulation:ref>/pdf/", views.regulation_pdf, name="regulation_pdf"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("", include((room, "service"))),
]
