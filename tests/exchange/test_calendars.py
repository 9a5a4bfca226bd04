"""Lessons under a secret address: what a calendar gets, who may make one, when it stops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from parta.classes.models import GroupKind
from parta.classes.services import Order, end_membership
from parta.common import clock
from parta.common.codes import code_of
from parta.common.errors import NotFound
from parta.exchange.calendar import limits
from parta.exchange.calendar.pages import calendars_of
from parta.exchange.calendar.secrets import secret_of
from parta.exchange.models import CalendarFeed, FeedKind
from parta.exchange.services import make_feed, revoke_feed
from parta.ledger.models import Entry
from parta.lessons.models import Lesson, Status
from parta.lessons.services import LessonRecord, cancel_lesson, write_lessons
from parta.people.models import Guardianship
from parta.people.services import put_guardian
from parta.school.models import School
from tests.world import NOW, TODAY, World, add_course, add_group

Sign = Callable[[str], Client]
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture(autouse=True)
def no_counted_tries() -> None:
    cache.clear()


def feed_of(world: World, who: str, *, pupil: str = "", group: str = "") -> CalendarFeed:
    kind = FeedKind.PUPIL if pupil else FeedKind.GROUP if group else FeedKind.TEACHER
    person = None if group else world.people[pupil or who].pk
    return make_feed(
        actor=world.actor(who),
        school_id=world.school.pk,
        kind=kind,
        group=world.groups[group] if group else None,
        person_id=person,
    )


def address(feed: CalendarFeed) -> str:
    return reverse("calendar:read", kwargs={"ref": feed, "secret": secret_of(feed)})


def events(feed: CalendarFeed, on: date | None = None) -> list[icalendar.Event]:
    response = Client().get(address(feed))
    assert response.status_code == 200
    found = list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))
    return [one for one in found if on is None or one.decoded("dtstart").date() == on]


def said(event: icalendar.Event) -> tuple[str, ...]:
    names = ("summary", "location", "description", "status")
    return tuple(str(event.get(name, "")) for name in names)


def test_a_family_gets_the_lessons_of_the_child(world: World) -> None:
    found = events(feed_of(world, "Мария", pupil="Ваня"), TODAY)
    assert [said(event) for event in found] == [
        ("Алгебра", "каб. 21", "Учитель: Алгебраева А. П.", "CONFIRMED"),
        ("История", "каб. 12", "Учитель: Историков Б. Е.", "CONFIRMED"),
    ]
    assert found[0].decoded("dtstart") == datetime(2026, 11, 24, 8, 30, tzinfo=MOSCOW)
    assert found[0].decoded("dtend") == datetime(2026, 11, 24, 9, 15, tzinfo=MOSCOW)


def test_a_subgroup_is_only_for_its_pupils(world: World) -> None:
    """Оля is in the English group, Ваня is not; the class as a whole shows it by name."""
    assert "Английский язык" not in {said(event)[0] for event in events(feed_of(world, "Мария", pupil="Ваня"))}
    titles = [said(event)[0] for event in events(feed_of(world, "Анна", group="7А"), TODAY)]
    assert titles == ["Алгебра", "История", "Английский язык, 7А англ. 1"]


def test_a_substitution_is_seen_by_everybody(world: World) -> None:
    monday = date(2026, 11, 23)
    assert said(events(feed_of(world, "Мария", pupil="Ваня"), monday)[0])[2:] == ("Замена: Заменова З. А.", "CONFIRMED")
    assert said(events(feed_of(world, "Анна"), monday)[0])[3] == "CANCELLED"
    assert [said(event) for event in events(feed_of(world, "Зоя"))] == [("Алгебра, 7А", "каб. 21", "", "CONFIRMED")]
    text = Client().get(address(feed_of(world, "Мария", pupil="Ваня"))).content.decode()
    assert "Болезнь" not in text


def test_a_cancelled_lesson_says_so(world: World) -> None:
    cancel_lesson(actor=world.system, lesson=world.lesson("История 7А"), reason="Карантин")
    found = events(feed_of(world, "Мария", pupil="Ваня"), TODAY)
    assert [(said(event)[0], said(event)[3]) for event in found] == [("Алгебра", "CONFIRMED"), ("История", "CANCELLED")]
    assert "Карантин" not in str(found)


def test_a_moved_lesson_is_off_at_its_old_place(world: World) -> None:
    Lesson.objects.filter(school=world.school, pk=world.lesson("История 7А").pk).update(status=Status.MOVED)
    assert [said(event)[3] for event in events(feed_of(world, "Анна", group="7А"), TODAY)][1] == "CANCELLED"


def test_a_joint_lesson_is_one_for_its_teacher(world: World) -> None:
    assert [said(event)[0] for event in events(feed_of(world, "Вера"), TODAY)] == ["Математика, 2В, 4В"]


def test_nothing_of_the_child_stands_there(world: World) -> None:
    lesson = world.lesson("Алгебра 7А")
    record = LessonRecord(lesson.pk, "Дроби и проценты")
    write_lessons(actor=world.actor("Анна"), school_id=world.school.pk, records=[record])
    response = Client().get(address(feed_of(world, "Мария", pupil="Ваня")))
    text = response.content.decode().replace("\r\n ", "")
    assert "X-WR-CALNAME:Уроки 7А" in text
    for word in ("Зайцев", "Ваня", "Мария", "Дроби"):
        assert word not in text
    assert not response.cookies and response["Content-Type"] == "text/calendar; charset=utf-8"


def test_a_pupil_taught_apart_is_not_in_the_calendar_of_the_class(world: World) -> None:
    """The teacher's own calendar names the class alone: schools call such groups after the child."""
    add_group(world, "7А, на дому: Зайцев В.", kind=GroupKind.HOME, parts=("7А",))
    course = add_course(world, "Физика", "7А, на дому: Зайцев В.", "Борис")
    boris = world.people["Борис"]
    day = {"date": TODAY, "number": 3, "teacher": boris, "actual_teacher": boris}
    Lesson.objects.create(school=world.school, course=course, **day)
    assert "Физика" not in str(events(feed_of(world, "Анна", group="7А")))
    titles = [str(event["summary"]) for event in events(feed_of(world, "Борис"))]
    assert "3. Физика, 7А, на дому" in titles
    assert "Зайцев" not in Client().get(address(feed_of(world, "Борис"))).content.decode().replace("\r\n ", "")


def test_unchanged_lessons_are_not_sent_again(world: World) -> None:
    feed = feed_of(world, "Мария", pupil="Ваня")
    tag = Client().get(address(feed))["ETag"]
    again = Client().get(address(feed), headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert Client().get(address(feed), headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    cancel_lesson(actor=world.system, lesson=world.lesson("История 7А"), reason="Карантин")
    changed = Client().get(address(feed), headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed["ETag"] != tag
    assert Client().head(address(feed))["ETag"] == changed["ETag"]


def test_a_revoked_address_is_not_found(world: World) -> None:
    feed = feed_of(world, "Мария", pupil="Ваня")
    revoke_feed(actor=world.actor("Мария"), feed=feed)
    assert Client().get(address(feed)).status_code == 404
    fresh = feed_of(world, "Мария", pupil="Ваня")
    assert address(fresh) != address(feed) and len(events(fresh, TODAY)) == 2
    actions = Entry.objects.filter(school=world.school, action__startswith="exchange.calendarfeed").order_by("pk")
    found = list(actions.values_list("action", "subject"))
    vanya = world.people["Ваня"].pk
    names = ("made", "revoked", "made")
    assert found == [(f"exchange.calendarfeed.{name}", vanya) for name in names]


def test_a_wrong_secret_is_not_found(world: World) -> None:
    feed, other = feed_of(world, "Мария", pupil="Ваня"), feed_of(world, "Анна")
    where = reverse("calendar:read", kwargs={"ref": feed, "secret": secret_of(other)})
    assert Client().get(where).status_code == 404
    assert Client().get(address(feed).replace(".ics", "x.ics")).status_code == 404
    assert Client().get(where.replace(code_of(feed), code_of(world.main))).status_code == 404


def test_an_address_ends_with_the_right_to_see(world: World) -> None:
    feed, own = feed_of(world, "Мария", pupil="Ваня"), feed_of(world, "Мария", pupil="Даша")
    put_guardian(
        actor=world.system,
        pupil=world.pupils["Ваня"],
        guardian=world.people["Мария"],
        person={},
        values={"has_access": False, "basis": "Решение суда"},
    )
    assert Client().get(address(feed)).status_code == 404
    assert Client().get(address(own)).status_code == 200


def test_an_address_ends_with_the_account(world: World) -> None:
    feed = feed_of(world, "Борис")
    account = world.accounts["Борис"]
    account.is_active = False
    account.save()
    assert Client().get(address(feed)).status_code == 404


@pytest.mark.parametrize(
    ("who", "target"),
    [
        ("Фёдор", {"pupil": "Ваня"}),
        ("Мария", {"pupil": "Петя"}),
        ("Мария", {"group": "7А"}),
        ("Мария", {}),
        ("Анна", {"pupil": "Ваня"}),
        ("Ваня", {"group": "7А"}),
    ],
)
def test_nobody_makes_an_address_for_others(world: World, who: str, target: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        feed_of(world, who, **target)
    assert not CalendarFeed.objects.filter(school=world.school).exists()


def test_a_teacher_of_another_school_sees_nothing_here(world: World) -> None:
    assert world.other
    with pytest.raises(NotFound):
        make_feed(
            actor=world.other.actor("Чеслав"), school_id=world.school.pk, kind=FeedKind.GROUP, group=world.groups["7А"]
        )


def test_only_the_owner_ends_an_address(world: World) -> None:
    feed = feed_of(world, "Анна", group="7А")
    with pytest.raises(NotFound):
        revoke_feed(actor=world.actor("Борис"), feed=feed)
    assert Client().get(address(feed)).status_code == 200


def test_lessons_keep_their_hour_when_clocks_change(world: World) -> None:
    """Berlin goes back an hour on 25 October 2026: the lesson is at 8:30 by the clock before and after."""
    School.objects.filter(pk=world.school.pk).update(time_zone="Europe/Berlin")
    feed = feed_of(world, "Анна")
    with clock.at(datetime(2026, 10, 20, 8, 0, tzinfo=ZoneInfo("UTC"))):
        content = Client().get(address(feed)).content
    found = icalendar.Calendar.from_ical(content)
    starts = {
        event.decoded("dtstart").date(): event.decoded("dtstart")
        for event in found.walk("VEVENT")
        if "Алгебра" in event["summary"]
    }
    before, after = starts[date(2026, 10, 22)], starts[date(2026, 11, 2)]
    assert (before.time(), after.time()) == (time(8, 30), time(8, 30))
    assert after.utcoffset() - before.utcoffset() == timedelta(hours=-1)
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert b"DTSTART;TZID=Europe/Berlin:20261022T083000" in content


def test_today_is_that_of_the_school(world: World) -> None:
    """At half past eleven in the evening in Moscow it is the next day in Kamchatka; the window moves with it."""
    feed = feed_of(world, "Борис")
    with clock.at(datetime(2026, 11, 24, 20, 30, tzinfo=ZoneInfo("UTC"))):
        first = Client().get(address(feed))["ETag"]
        School.objects.filter(pk=world.school.pk).update(time_zone="Asia/Kamchatka")
        content = Client().get(address(feed)).content
    assert b"DTSTAMP:20261124T120000Z" in content
    assert first not in content.decode()


def test_a_lesson_without_bells_lies_on_its_day(world: World) -> None:
    Lesson.objects.filter(school=world.school, course=world.courses["История 7А"]).update(starts=None, ends=None)
    found = [event for event in events(feed_of(world, "Мария", pupil="Ваня")) if "История" in event["summary"]]
    assert str(found[0]["summary"]) == "2. История"
    assert found[0].decoded("dtend") - found[0].decoded("dtstart") == timedelta(days=1)


def test_only_days_in_the_class_are_shown(world: World) -> None:
    feed = feed_of(world, "Мария", pupil="Ваня")
    stay = world.people["Ваня"].memberships.get(school=world.school)
    end_membership(actor=world.system, membership=stay, order=Order("transferred", TODAY))
    assert max(event.decoded("dtstart").date() for event in events(feed)) == date(2026, 11, 23)


def test_who_asks_too_often_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READS", 2)
    monkeypatch.setattr(limits, "WRONG", 2)
    feed, other = feed_of(world, "Мария", pupil="Ваня"), feed_of(world, "Анна")
    assert [Client().get(address(feed)).status_code for _ in range(3)] == [200, 200, 429]
    wrong = address(feed).replace(".ics", "x.ics")
    assert [Client().get(wrong).status_code for _ in range(3)] == [404, 404, 429]
    assert Client().get(address(other)).status_code == 200
    with clock.at(NOW + timedelta(hours=1)):
        assert Client().get(address(feed)).status_code == 200


def test_the_page_offers_what_is_ones_own(world: World, client_of: Sign) -> None:
    html = client_of("Мария").get(reverse("calendar:index")).content.decode()
    assert "Ваня, 7А" in html and "Даша, 4В" in html
    assert "Мои уроки" not in html and "Сделать адрес" not in html
    html = client_of("Анна").get(reverse("calendar:index")).content.decode()
    assert "Мои уроки" in html and "Сделать адрес" in html and "Ваня" not in html
    assert [wish.title for wish in calendars_of(world.actor("Анна"), "https://x/").own] == ["Мои уроки", "7А"]
    found = calendars_of(world.actor("Фёдор"), "https://x/")
    assert (found.own, found.groups, found.addresses) == ([], [], [])


def test_an_address_is_made_shown_and_ended_on_the_page(world: World, client_of: Sign) -> None:
    maria, where = client_of("Мария"), reverse("calendar:index")
    html = maria.get(where).content.decode()
    what = html.partition('name="what" value="')[2].partition('"')[0]
    html = maria.post(reverse("calendar:make"), {"what": what}, follow=True).content.decode()
    feed = CalendarFeed.objects.get(school=world.school)
    assert f'value="http://testserver{address(feed)}"' in html and f'href="webcal://testserver{address(feed)}"' in html
    maria.post(reverse("calendar:make"), {"what": what})
    assert CalendarFeed.objects.filter(school=world.school).count() == 1
    html = maria.post(reverse("calendar:revoke", args=[feed]), follow=True).content.decode()
    assert address(feed) not in html
    assert Client().get(address(feed)).status_code == 404


@pytest.mark.parametrize("what", ["", "self", "group x", "person", "room 1"])
def test_the_form_takes_nothing_else(world: World, client_of: Sign, what: str) -> None:
    assert client_of("Мария").post(reverse("calendar:make"), {"what": what}).status_code == 404


def test_an_address_that_works_no_more_is_told(world: World, client_of: Sign) -> None:
    feed_of(world, "Мария", pupil="Ваня"), feed_of(world, "Мария", pupil="Даша")
    tie = Guardianship.objects.get(guardian=world.people["Мария"], child=world.people["Ваня"])
    put_guardian(
        actor=world.system,
        pupil=world.pupils["Ваня"],
        guardian=tie.guardian,
        person={},
        values={"has_access": False, "basis": "Решение суда"},
    )
    html = client_of("Мария").get(reverse("calendar:index")).content.decode()
    assert html.count("больше не работает") == 1


def test_reading_takes_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    for feed in (feed_of(world, "Мария", pupil="Ваня"), feed_of(world, "Анна"), feed_of(world, "Анна", group="7А")):
        with django_assert_max_num_queries(22):
            Client().get(address(feed))


def test_the_page_takes_a_fixed_number_of_queries(
    world: World, client_of: Sign, django_assert_max_num_queries: Any
) -> None:
    for group in ("7А", "7Б", "1А"):
        feed_of(world, "Анна", group=group)
    anna = client_of("Анна")
    with django_assert_max_num_queries(22):
        anna.get(reverse("calendar:index"))
