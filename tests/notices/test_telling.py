"""Told once, with the act, in the reader's language; mail only to those who have an address."""

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.utils import translation

from congvu.files import secrets
from congvu.ledger.models import Event
from congvu.notices import commands, defer, kinds, selectors
from congvu.notices.models import Channel, CitizenNotice, MailState, Notice, OutgoingMail
from congvu.orgs.actor import Actor
from tests.notices.conftest import NOON, Mailed, Nowhere, Told

pytestmark = pytest.mark.django_db


def tell(people, message=None, key="event:1"):
    return defer.notify(people, message or Told("H01"), about=("dossier", 5), key=key, at=NOON)


def test_each_person_is_told_once_however_often_it_is_said(people):
    assert tell([people["an"], people["binh"], people["an"]]) == 2
    assert tell([people["an"], people["chi"]]) == 1
    assert Notice.objects.filter(person_id=people["an"]).count() == 1


def test_another_thing_about_the_same_matter_is_told(people):
    assert tell([people["an"]]) == 1
    assert tell([people["an"]], key="event:2") == 1


def test_mail_goes_to_those_who_have_an_address_and_are_not_shut_out(people, jobs_deferred):
    from congvu.orgs.models import Person

    Person.objects.filter(pk=people["binh"]).update(is_active=False)
    tell(people.values(), Mailed("H01"))
    mail = OutgoingMail.objects.get()
    assert (mail.person_id, secrets.decrypt(mail.address), mail.state) == (people["an"], "an@tinh.gov.vn", "queued")
    assert mail.body.endswith("/thong-bao/\n")
    assert jobs_deferred() == ["congvu.notices.jobs.send_due_mail"]


def test_told_again_no_second_mail_is_queued(people, jobs_deferred):
    tell([people["an"]], Mailed("H01"))
    tell([people["an"]], Mailed("H01"))
    assert OutgoingMail.objects.count() == 1
    assert len(jobs_deferred()) == 1


def test_what_is_rolled_back_was_never_told(people, jobs_deferred):
    with transaction.atomic():
        tell([people["an"]], Mailed("H01"))
        transaction.set_rollback(True)
    assert (Notice.objects.count(), OutgoingMail.objects.count(), jobs_deferred()) == (0, 0, [])


def test_a_notice_is_put_into_words_for_who_reads_it(people):
    tell([people["an"]], Told("H01"))
    row = selectors.notices_of(Actor(people["an"], None, None)).rows[0]
    assert (row.sentence, row.url, row.icon) == ("Hồ sơ H01: Thông báo", "/thong-bao/", "send")
    with translation.override("en"):
        english = selectors.notices_of(Actor(people["an"], None, None)).rows[0].sentence
    assert english.startswith("Hồ sơ H01: ")


def test_a_notice_of_a_room_that_is_gone_or_has_changed_is_still_shown(people):
    tell([people["an"]])
    actor = Actor(people["an"], None, None)
    Notice.objects.update(body={"code": "H01", "of_an_older_version": 1})
    assert selectors.notices_of(actor).rows[0].sentence == "Hồ sơ H01: Thông báo"
    Notice.objects.update(body={})
    assert "không còn cài đặt" in selectors.notices_of(actor).rows[0].sentence
    Notice.objects.update(kind="gone.room")
    assert "gone.room" in selectors.notices_of(actor).rows[0].sentence


def test_a_page_that_is_not_built_in_is_not_linked(people):
    tell([people["an"]], Nowhere())
    assert selectors.notices_of(Actor(people["an"], None, None)).rows[0].url == ""


def test_only_registered_plain_values_are_told(people):
    @dataclass(frozen=True)
    class Unknown:
        code: str

    with pytest.raises(TypeError):
        tell([people["an"]], Unknown("x"))
    with pytest.raises(TypeError):
        tell([people["an"]], Told(object()))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"probe\.told"):
        kinds.notice("probe.told")(Nowhere)


def test_the_mail_is_written_in_vietnamese_whatever_the_sender_reads(people):
    with translation.override("en"):
        tell([people["an"]], Mailed("H01"))
    assert OutgoingMail.objects.get().subject == "Hồ sơ H01: Thông báo"


def test_telling_forty_costs_no_more_queries_than_telling_two(people, django_assert_max_num_queries):
    from congvu.orgs.models import Person

    many = [Person.objects.create(username=f"p{n}", full_name="P").pk for n in range(40)]
    with django_assert_max_num_queries(4):
        assert tell(many) == 40
    Person.objects.filter(pk__in=many).update(email="x@y.vn")
    with django_assert_max_num_queries(10):
        assert tell(many, Mailed("H02"), key="event:2") == 40
    assert OutgoingMail.objects.count() == 40


def test_a_subject_cannot_smuggle_in_a_header(people):
    pk = defer.defer_mail(address="a@b.vn", subject="Chào\r\nBcc: x@y.vn", body="…", key="k", at=NOON)
    assert OutgoingMail.objects.get(pk=pk).subject == "Chào Bcc: x@y.vn"


def test_an_address_is_stored_encrypted_and_never_shown(people):
    pk = defer.defer_mail(address="lan.nguyen@gmail.com", subject="S", body="B", key="k", at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT outgoing_mail::text FROM outgoing_mail WHERE id = %s", [pk])
        assert "lan.nguyen" not in cursor.fetchone()[0]
    mail = OutgoingMail.objects.get(pk=pk)
    assert "lan" not in repr(mail) + str(mail)


def citizen(channel=Channel.EMAIL, address="lan@gmail.com", key="1"):
    return defer.tell_citizen(
        dossier_code="H01-1", kind="result", text="Hồ sơ H01-1 đã có kết quả.", channel=channel, address=address,
        subject="Kết quả", key=key, at=NOON,
    )  # fmt: skip


def test_a_citizen_is_told_once_and_the_mail_knows_how_far_it_is():
    first, again = citizen(), citizen()
    assert first.pk == again.pk
    assert CitizenNotice.objects.count() == OutgoingMail.objects.count() == 1
    row = selectors.citizen_notices("H01-1")[0]
    assert (row.state, row.address) == (MailState.QUEUED, "l…@gmail.com")
    OutgoingMail.objects.update(state="sent", sent_at=NOON, next_at=None)
    assert selectors.citizen_notices("H01-1")[0].state == "sent"


def test_by_phone_an_official_tells_and_notes_it_once(people):
    actor = Actor(people["an"], None, None)
    notice = citizen(Channel.PHONE, "0912345326")
    assert not OutgoingMail.objects.exists()
    assert [(r.state, r.address) for r in selectors.citizen_notices("H01-1")] == [("to_tell", "09•• ••• 326")]
    commands.note_told(notice_id=notice.pk, actor=actor, at=NOON)
    assert selectors.citizen_notices("H01-1")[0].state == "told"
    told = Event.objects.get(kind="notices.citizen_told")
    assert (told.subject_kind, told.subject_id, told.actor_id) == ("citizen_notice", notice.pk, people["an"])
    with pytest.raises(commands.AlreadyTold):
        commands.note_told(notice_id=notice.pk, actor=actor, at=NOON)


def test_what_went_by_mail_cannot_be_noted_as_told_by_phone(people):
    with pytest.raises(commands.AlreadyTold):
        commands.note_told(notice_id=citizen().pk, actor=Actor(people["an"], None, None), at=NOON)
