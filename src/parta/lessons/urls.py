from __future__ import annotations

from django.urls import path

from parta.lessons import views

app_name = "lessons"
urlpatterns = [path("<version:ref>/publish/", views.publish, name="publish")]
