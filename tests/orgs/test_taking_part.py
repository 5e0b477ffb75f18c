"""Vertical agencies at a place: with dates and paper, by command and on the page."""

from datetime import date

import pytest
from django.test import Client

from congvu.ledger.models import Event
from congvu.orgs import units as questions
from congvu.orgs.actor import Actor
from congvu.orgs.commands import positions, taking_part, units
from congvu.orgs.everywhere import answers_for_all
from congvu.orgs.models import TakesPart, Unit
from congvu.orgs.policy import NotAllowed
from tests.orgs.conftest import CLOCK, NOW, PAPER, TODAY, make_unit
from tests.orgs.test_people import Office, account

pytestmark = pytest.mark.django_db
by_clock = {"actor": CLOCK, "at": NOW}


def test_an_agency_works_at_a_place_until_its_last_day(office: Office) -> None:
    part = _taken(office["xa1"], office["phong"])
    assert questions.parts_taken(office["xa1"].pk, TODAY) == [office["phong"].pk]
    with pytest.raises(taking_part.AlreadyTakesPart):
        _taken(office["xa1"], office["phong"])
    taking_part.end_part(part_id=part.pk, last=date(2026, 6, 30), document="QĐ 2", **by_clock)
    assert questions.parts_taken(office["xa1"].pk, date(2026, 6, 30))
    assert not questions.parts_taken(office["xa1"].pk, date(2026, 7, 1))
    with pytest.raises(positions.AlreadyEnded):
        taking_part.end_part(part_id=part.pk, last=date(2026, 8, 1), document="QĐ 3", **by_clock)
    story = Event.objects.filter(subject_kind="unit", subject_id=office["xa1"].pk, kind__startswith="orgs.part")
    assert list(story.order_by("seq").values_list("kind", flat=True)) == ["orgs.part_taken", "orgs.part_ended"]
    row = questions.unit_page(office["xa1"].pk, on=TODAY).agencies[0]
    assert (row.last, row.document) == (date(2026, 6, 30), f"{PAPER}; QĐ 2")


def test_who_belongs_to_the_place_does_not_take_part(office: Office) -> None:
    for unit in ("tinh", "xa1"):
        with pytest.raises(taking_part.BelongsThere):
            _taken(office["xa1"], office[unit])
    with pytest.raises(units.DocumentMissing):
        _taken(office["xa1"], office["so"], document=" ")
    with pytest.raises(positions.EndsBeforeItBegins):
        _taken(office["xa1"], office["so"], last=date(2025, 1, 1))


def test_a_place_that_ends_earlier_is_refused(office: Office) -> None:
    units.merge_units(source_ids=[office["xa1"].pk], into=office["xa2"].pk, on=TODAY, document=PAPER, **by_clock)
    with pytest.raises(units.UnitNotThere):
        _taken(office["xa1"], office["so"])


def test_only_who_reorganises_the_place(office: Office) -> None:
    leader = account("leader", office["xa1"], "leader")
    with pytest.raises(NotAllowed):
        _taken(office["xa1"], office["so"], actor=Actor(leader.pk, None, TODAY))


def test_by_page(office: Office) -> None:
    admin, reader = Client(), Client()
    admin.force_login(account("quan.tri", office["tinh"], "admin"))
    reader.force_login(account("xem", office["xa1"], "leader"))
    base = f"/don-vi/{office['xa1'].pk}/"
    assert "Ghi cơ quan tham gia" in admin.get(base).content.decode()
    assert "Ghi cơ quan tham gia" not in reader.get(base).content.decode()
    sent = {"unit_id": office["so"].pk, "since": "2026-01-01", "last": "", "document": ""}
    refused = admin.post(f"{base}tham-gia/", sent)
    assert refused.status_code == 422
    assert 'value="2026-01-01"' in refused.content.decode(), "what was typed is kept"
    assert admin.post(f"{base}tham-gia/", sent | {"document": PAPER}).status_code == 302
    assert "trùng nhau" in admin.post(f"{base}tham-gia/", sent | {"document": PAPER}).content.decode()
    assert reader.post(f"{base}tham-gia/", sent | {"document": PAPER}).status_code == 403
    part = TakesPart.objects.get()
    ends = f"{base}tham-gia/{part.pk}/cham-dut/"
    assert admin.post(ends, {"last": "2025-01-01", "document": PAPER}).status_code == 422
    assert admin.post(ends, {"last": "2026-12-31"}).status_code == 422
    assert admin.post(ends, {"last": "2026-12-31", "document": PAPER}).status_code == 302
    part.refresh_from_db()
    assert part.during.upper == date(2027, 1, 1)
    assert admin.post(f"{base}tham-gia/999/cham-dut/", {"last": "2026-12-31", "document": "x"}).status_code == 404


def _taken(place: Unit, unit: Unit, **other) -> TakesPart:  # type: ignore[no-untyped-def]
    known = {"since": date(2026, 1, 1), "last": None, "document": PAPER, **by_clock}
    return taking_part.take_part(place_id=place.pk, unit_id=unit.pk, **known | other)


def test_guests_do_not_keep_the_administrator_from_answering_for_all(office: Office) -> None:
    admin = Actor(account("quan.tri", office["tinh"], "admin").pk, None, TODAY)
    below = Actor(account("quan.tri.so", office["so"], "admin").pk, None, TODAY)
    assert answers_for_all(admin, "calendars.manage")
    tax = make_unit("thue", kind="so")
    make_unit("thue1", tax, kind="phong")
    admin = Actor(admin.person_id, None, TODAY)
    assert not answers_for_all(admin, "calendars.manage"), "a stranger, until it takes part somewhere here"
    _taken(office["tinh"], tax)
    assert answers_for_all(admin, "calendars.manage")
    assert not answers_for_all(below, "calendars.manage")
    assert not answers_for_all(admin, "obligations.decide"), "a permission the role does not have"
    assert not admin.may("calendars.manage", tax.pk), "the guest itself stays out of reach"
