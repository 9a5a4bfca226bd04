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
    path("<version:ref>/solver/", views.solver, name="solver"),
    path("solver/<solverrun:ref>/", views.run, name="run"),
    path("solver/<solverrun:ref>/stop/", views.stop_run, name="stop_run"),
    path("solver/<solverrun:ref>/apply/", views.apply_run, name="apply_run"),
    path("solver/<solverrun:ref>/back/", views.take_back_run, name="take_back_run"),
    path("wishes/", views.wishes, name="wishes"),
    path("wishes/<employee:ref>/", views.wish, name="wish"),
]
