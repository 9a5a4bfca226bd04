from __future__ import annotations

from django.urls import URLPattern, path

from parta.supervision.views import remarks, timeliness

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("", remarks.index, name="index"),
    path("timeliness/", timeliness.table, name="timeliness"),
    path("timeliness/lessons/", timeliness.late, name="late"),
    path("timeliness/file/", timeliness.timeliness_file, name="timeliness_file"),
    path("checks/", remarks.checks, name="checks"),
    path("accept/", remarks.accept_many, name="accept_many"),
    path("check/", remarks.check, name="check"),
    path("new/", remarks.choose, name="choose"),
    path("new/<course:ref>/", remarks.new, name="new"),
    path("<remark:ref>/", remarks.remark, name="remark"),
    path("<remark:ref>/answer/", remarks.answer, name="answer"),
    path("<remark:ref>/accept/", remarks.accept, name="accept"),
    path("<remark:ref>/return/", remarks.give_back, name="return"),
]
