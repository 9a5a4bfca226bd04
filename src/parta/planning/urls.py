from __future__ import annotations

from django.urls import path

from parta.planning import views

app_name = "planning"
urlpatterns = [
    path("<course:ref>/edit/", views.edit, name="edit"),
    path("<course:ref>/paste/", views.paste, name="paste"),
    path("<course:ref>/join/", views.join, name="join"),
    path("<course:ref>/copy/", views.copy, name="copy"),
    path("<course:ref>/hand-in/", views.submit, name="submit"),
    path("<course:ref>/take-back/", views.take_back, name="take_back"),
    path("<course:ref>/approve/", views.approve, name="approve"),
    path("<course:ref>/return/", views.give_back, name="return"),
    path("<course:ref>/corrections/", views.corrections, name="corrections"),
    path("<course:ref>/edition/<int:number>/", views.edition, name="edition"),
]
