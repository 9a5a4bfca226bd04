from __future__ import annotations

from django.urls import path

from parta.classes.views import groups, history

app_name = "classes"
urlpatterns = [
    path("", groups.groups, name="groups"),
    path("new/", groups.put, name="new"),
    path("history/", history.history, name="history"),
    path("<group:ref>/", groups.group, name="group"),
    path("<group:ref>/change/", groups.put, name="change"),
    path("<group:ref>/leader/", groups.lead, name="lead"),
    path("<group:ref>/course/", groups.add_course, name="add_course"),
    path("<group:ref>/members/", groups.add_member, name="add_member"),
    path("<group:ref>/letters/", groups.letters, name="letters"),
    path("course/<course:ref>/change/", groups.change_course, name="change_course"),
    path("course/<course:ref>/teacher/", groups.assign, name="assign"),
    path("teaching/<courseteacher:ref>/end/", groups.end_course_teaching, name="end_teaching"),
    path("membership/<membership:ref>/end/", groups.end_stay, name="end_stay"),
]
