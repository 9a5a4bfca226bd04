from __future__ import annotations

from django.urls import path

from parta.timetable import views

app_name = "timetable"
urlpatterns = [
    path("", views.index, name="index"),
    path("versions/", views.versions, name="versions"),
    path("<version:ref>/draft/", views.open_draft, name="open_draft"),
    path("<version:ref>/delete/", views.delete_draft, name="delete_draft"),
    path("<version:ref>/compare/", views.compare, name="compare"),
    path("<version:ref>/load/", views.load, name="load"),
    path("<version:ref>/edit/", views.editor, name="editor"),
    path("<version:ref>/edit/card/", views.card, name="card"),
    path("<version:ref>/edit/issues/", views.issues, name="issues"),
    path("<version:ref>/edit/act/", views.act, name="act"),
]
