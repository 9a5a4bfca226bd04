from __future__ import annotations

from django.urls import path

from parta.timetable import views

app_name = "timetable"
urlpatterns = [path("", views.index, name="index")]
