from __future__ import annotations

from django.urls import path

from parta.school import views

app_name = "school"
urlpatterns = [
    path("", views.index, name="index"),
    path("school/", views.school, name="school"),
    path("policy/", views.policy, name="policy"),
    path("policy/<slug:key>/", views.setting, name="setting"),
    path("<slug:key>/", views.register, name="register"),
    path("<slug:key>/new/", views.put, name="new"),
    path("<slug:key>/<str:code>/", views.put, name="put"),
    path("<slug:key>/<str:code>/remove/", views.remove, name="remove"),
]
