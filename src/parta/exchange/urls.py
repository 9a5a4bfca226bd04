from __future__ import annotations

from django.urls import URLPattern, path

from parta.exchange.views import workbook as views

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("template/", views.template, name="template"),
    path("export/", views.export, name="export"),
    path("<importrun:ref>/", views.run, name="run"),
    path("<importrun:ref>/apply/", views.apply, name="apply"),
]
