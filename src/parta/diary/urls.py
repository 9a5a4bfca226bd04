from __future__ import annotations

from django.urls import path

from parta.diary import views

app_name = "diary"
urlpatterns = [
    path("", views.week, name="week"),
    path("marks/", views.marks, name="marks"),
    path("file/<homeworkfile:ref>/<person:person>/", views.file, name="file"),
    path("<person:ref>/", views.week, name="week_of"),
    path("<person:ref>/average/<subject:subject>/", views.average, name="average"),
    path("<person:ref>/marks/", views.marks, name="marks_of"),
]
