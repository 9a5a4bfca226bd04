"""Addresses of people: their pages show memberships, so they live in this room."""

from __future__ import annotations

from django.urls import path

from parta.classes.views import history, pupils, staff

app_name = "people"
urlpatterns = [
    path("", pupils.pupils, name="pupils"),
    path("new/", pupils.admit, name="admit"),
    path("pupil/<pupil:ref>/", pupils.pupil, name="pupil"),
    path("pupil/<pupil:ref>/change/", pupils.change_pupil, name="change_pupil"),
    path("pupil/<pupil:ref>/enrol/", pupils.enrol_pupil, name="enrol"),
    path("pupil/<pupil:ref>/transfer/", pupils.transfer_pupil, name="transfer"),
    path("pupil/<pupil:ref>/leave/", pupils.leave, name="leave"),
    path("pupil/<pupil:ref>/representative/", pupils.guardian, name="new_guardian"),
    path("pupil/<pupil:ref>/representative/<person:holder>/", pupils.guardian, name="guardian"),
    path("pupil/<pupil:ref>/letter/", pupils.letter, name="letter"),
    path("pupil/<pupil:ref>/close/", pupils.close, name="close"),
    path("pupil/<pupil:ref>/history/", history.pupil_history, name="history"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.hire_employee, name="hire"),
    path("staff/<employee:ref>/", staff.employee, name="employee"),
    path("staff/<employee:ref>/change/", staff.change_employee, name="change_employee"),
    path("staff/<employee:ref>/appoint/", staff.new_appointment, name="appoint"),
    path("staff/<employee:ref>/letter/", staff.staff_letter, name="staff_letter"),
    path("staff/<employee:ref>/close/", staff.close_employee, name="close_employee"),
    path("appointment/<appointment:ref>/end/", staff.finish_appointment, name="end_appointment"),
]
