"""Calendars: the own secret addresses, and what stands under one, for programmes that do not sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST, require_safe

from parta.access.reading import row_for
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.exchange.calendar import limits
from parta.exchange.calendar.pages import calendars_of, wish_in
from parta.exchange.calendar.reading import calendar_of, feed_for
from parta.exchange.calendar.writing import tag_of, write
from parta.exchange.models import CalendarFeed
from parta.exchange.rules import OWN_FEED
from parta.exchange.services import make_feed, revoke_feed

if TYPE_CHECKING:
    from parta.config.middleware import ActorRequest


@require_GET
@login_required
def index(request: ActorRequest) -> HttpResponse:
    found = calendars_of(request.actor, request.build_absolute_uri("/"))
    return render(request, "exchange/calendars.html", {"found": found})


@require_POST
@login_required
def make(request: ActorRequest) -> HttpResponse:
    make_feed(actor=request.actor, **wish_in(request.actor, request.POST.get("what", "")))
    return redirect("calendar:index")


@require_POST
@login_required
def revoke(request: ActorRequest, ref: Ref) -> HttpResponse:
    feed: CalendarFeed = row_for(request.actor, CalendarFeed.objects.all(), ref, OWN_FEED)
    revoke_feed(actor=request.actor, feed=feed)
    return redirect("calendar:index")


@require_safe
def read(request: HttpRequest, ref: Ref, secret: str) -> HttpResponseBase:
    """The lessons; 304 where the calendar has them already. Whoever asks too often waits.

    Wrong addresses of a network never shut out right ones: many families share one.
    """
    feed = feed_for(ref, secret)
    if feed is None:
        if not limits.within(f"wrong-{get_adapter().origin_of(request).address}", limits.WRONG):
            return _too_many()
        raise NotFound
    return _answer(request, feed) if limits.within(f"{feed.school_id}-{feed.pk}", limits.READS) else _too_many()


def _answer(request: HttpRequest, feed: CalendarFeed) -> HttpResponseBase:
    """Whoever asks is a programme, so the words are in the language of the installation."""
    with override(settings.LANGUAGE_CODE):
        calendar = calendar_of(feed)
        tag = tag_of(calendar)
        response = get_conditional_response(request, etag=tag)
        response = response or HttpResponse(write(calendar), content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _too_many() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "3600"})
