from __future__ import annotations

from django.urls import path

from parta.journal.views import finals, history, kept, lists, locking, operations, pages, plans, watch, works, writing

app_name = "journal"
urlpatterns = [
    path("", lists.courses, name="courses"),
    path("day/", lists.day, name="day"),
    path("school/", lists.school, name="school"),
    path("school/<branch:ref>/", lists.school, name="branch"),
    path("class/", lists.my_class, name="class"),
    path("class/<group:ref>/", lists.my_class, name="group"),
    path("class/<group:ref>/results/", finals.results, name="results"),
    path("course/<course:ref>/", pages.course, name="course"),
    path("course/<course:ref>/finals/", finals.finals, name="finals"),
    path("course/<course:ref>/average/<person:person>/", pages.average, name="average"),
    path("lesson/<lesson:ref>/", pages.lesson, name="lesson"),
    path("file/<homeworkfile:ref>/", pages.file, name="file"),
    path("worker.js", kept.worker, name="worker"),
    path("operations/", operations.operations, name="operations"),
    path("cell/history/", history.cell, name="cell_history"),
    path("course/<course:ref>/open/", locking.open_course, name="open"),
    path("course/<course:ref>/ask/", locking.ask_course, name="ask"),
    path("plans/", plans.plans, name="plans"),
    path("plans/fulfilment/", plans.fulfilment, name="fulfilment"),
    path("plans/<course:ref>/", plans.plan, name="plan"),
    path("unlocks/", locking.unlocks, name="unlocks"),
    path("unlocks/<unlock:ref>/give/", locking.give, name="give_unlock"),
    path("unlocks/<unlock:ref>/decline/", locking.decline, name="decline_unlock"),
    path("unlocks/<unlock:ref>/revoke/", locking.revoke, name="revoke_unlock"),
    path("alerts/", watch.alerts, name="alerts"),
    path("alerts/seen/", watch.seen, name="alert_seen"),
    path("rollback/", watch.rollback, name="rollback"),
    path("periods/", locking.terms, name="terms"),
    path("periods/<term:ref>/", locking.term, name="term"),
    path("lesson/<lesson:ref>/text/", writing.text, name="text"),
    path("lesson/<lesson:ref>/list/", writing.roster, name="roster"),
    path("lesson/<lesson:ref>/present/", writing.present, name="present"),
    path("lesson/<lesson:ref>/work/", writing.new_work, name="new_work"),
    path("lesson/<lesson:ref>/task/", writing.new_task, name="new_task"),
    path("lesson/<lesson:ref>/substitute/", writing.substitute, name="substitute"),
    path("work/<work:ref>/", works.work, name="work"),
    path("work/<work:ref>/withdraw/", writing.drop_work, name="drop_work"),
    path("task/<homework:ref>/withdraw/", writing.drop_task, name="drop_task"),
]
