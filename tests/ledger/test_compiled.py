"""A compiled queryset answers what the plain one answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congvu.ledger.compiled import Compiled, Given

pytestmark = pytest.mark.django_db


def sessions(number: int) -> list[Session]:
    now = timezone.now()
    return [
        Session.objects.create(session_key=uuid4().hex, session_data=str(i), expire_date=now + timedelta(days=i))
        for i in range(number)
    ]


def test_it_answers_what_the_queryset_answers_for_each_value() -> None:
    kept = sessions(4)
    compiled = Compiled(lambda: Session.objects.filter(expire_date__gte=Given("since")).order_by("-expire_date"))
    for one in kept:
        plain = Session.objects.filter(expire_date__gte=one.expire_date).order_by("-expire_date")
        found = compiled.rows(since=one.expire_date)
        assert [(s.pk, s.session_data, s.expire_date) for s in found] == [
            (s.pk, s.session_data, s.expire_date) for s in plain
        ]
    assert compiled.first(since=timezone.now() + timedelta(days=99)) is None


def test_the_key_chooses_the_text_and_its_values() -> None:
    first, second = sessions(2)
    compiled = Compiled(lambda keys: Session.objects.filter(session_key__in=keys, expire_date__lt=Given("until")))
    late = timezone.now() + timedelta(days=99)
    assert [s.pk for s in compiled.rows((first.pk,), until=late)] == [first.pk]
    assert [s.pk for s in compiled.rows((second.pk,), until=late)] == [second.pk]
    assert not compiled.rows((second.pk,), until=first.expire_date)


def test_a_found_row_can_be_saved_like_any_other() -> None:
    (kept,) = sessions(1)
    found = Compiled(lambda: Session.objects.filter(pk=Given("key"))).first(key=kept.pk)
    assert found is not None
    found.session_data = "changed"
    found.save(update_fields=["session_data"])
    kept.refresh_from_db()
    assert kept.session_data == "changed"


def test_it_is_one_statement_and_counted() -> None:
    compiled = Compiled(lambda: Session.objects.filter(pk=Given("key")))
    with CaptureQueriesContext(connection) as queries:
        compiled.rows(key="none")
    assert len(queries) == 1


def test_only_plain_rows_of_one_model() -> None:
    with pytest.raises(TypeError):
        Compiled(lambda: Session.objects.annotate(n=Count("pk"))).rows()
