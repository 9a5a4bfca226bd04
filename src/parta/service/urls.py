"""The public site: the start page by its own name, the rest as `service:…`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from parta.service import views

room = [
    path("schools/<school:ref>/", views.school, name="school"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("", include((room, "service"))),
]
