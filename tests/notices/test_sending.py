"""The outbox: every mail goes out, none twice, none is lost unseen, a bad one stops nobody."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import connection

from congvu.ledger.models import Event
from congvu.notices import commands, defer, jobs, retention, sending
from congvu.notices.models import MailState, Notice, OutgoingMail
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed
from tests.notices.conftest import NOON, Told


def queue(name: str, at=NOON) -> int:
    return defer.defer_mail(address=f"{name}@x.vn", subject=name, body="Nội dung", key=name, at=at)


def send(at=NOON) -> int:
    return sending.send_due(lambda: at)


def state(pk: int) -> str:
    return OutgoingMail.objects.get(pk=pk).state


@pytest.mark.django_db
def test_due_mails_go_out_oldest_first_over_one_connection(server):
    queue("hai", NOON)
    queue("một", NOON - timedelta(hours=1))
    queue("mai", NOON + timedelta(days=1))
    assert send() == 2
    assert [message.subject for message in server.sent] == ["một", "hai"]
    assert server.sent[0].to == ["một@x.vn"]
    assert send() == 0


@pytest.mark.django_db
def test_the_job_sends(server):
    pk = queue("a")
    jobs.send_due_mail.func()
    assert state(pk) == "sent"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        pytest.param(
            smtplib.SMTPRecipientsRefused({"b@x.vn": (550, b"no such user b@x.vn")}), "failed", id="no such user"
        ),
        pytest.param(smtplib.SMTPRecipientsRefused({"b@x.vn": (451, b"later")}), "queued", id="greylisted"),
        pytest.param(smtplib.SMTPDataError(554, b"spam"), "failed", id="refused for good"),
        pytest.param(smtplib.SMTPDataError(452, b"full"), "queued", id="mailbox full"),
        pytest.param(TimeoutError("timed out"), "unsure", id="the line broke while sending"),
        pytest.param(smtplib.SMTPServerDisconnected("gone"), "unsure", id="the server hung up"),
        pytest.param(KeyError("bug"), "failed", id="a fault of ours"),
    ],
)
def test_one_bad_mail_stops_no_other_and_says_why(server, fault, expected):
    def refuse(message) -> None:
        if message.subject == "b":
            raise fault

    server.fault = refuse
    first, bad, last = queue("a"), queue("b"), queue("c")
    assert send() == 2
    assert (state(first), state(bad), state(last)) == ("sent", expected, "sent")
    mail = OutgoingMail.objects.get(pk=bad)
    assert mail.error.startswith(("550 no such user", "451", "554", "452", type(fault).__name__))
    assert "@x.vn" not in mail.error


@pytest.mark.django_db
def test_an_address_that_cannot_be_decrypted_is_named_and_stops_no_other(server):
    bad, good = queue("a"), queue("b")
    OutgoingMail.objects.filter(pk=bad).update(address="00000000:xyz")
    assert send() == 1
    assert (state(bad), state(good)) == ("failed", "sent")
    assert "keys_do_not_fit" in OutgoingMail.objects.get(pk=bad).error


@pytest.mark.django_db
def test_after_a_refusal_for_now_it_is_tried_later_and_later_and_then_given_to_a_person(server):
    def refuse(message) -> None:
        raise smtplib.SMTPDataError(451, b"later")

    server.fault = refuse
    pk, now, waits = queue("a"), NOON, []
    while state(pk) == "queued":
        due = OutgoingMail.objects.get(pk=pk).next_at
        assert send(due - timedelta(seconds=1)) == 0
        waits.append(due - now)
        now = due
        send(now)
    assert waits == [timedelta(0), *sending.DELAYS]
    mail = OutgoingMail.objects.get(pk=pk)
    assert (mail.state, mail.attempts) == ("failed", len(sending.DELAYS) + 1)


@pytest.mark.django_db
def test_while_the_server_is_away_everything_waits_and_nothing_fails(server):
    server.away = ConnectionRefusedError(111, "refused")
    first, second = queue("a"), queue("b")
    for hours in range(0, 24 * 20, 24):
        assert send(NOON + timedelta(hours=hours)) == 0
    assert (state(first), state(second)) == ("queued", "queued")
    server.away = None
    assert send(NOON + timedelta(days=30)) == 2


@pytest.mark.django_db
def test_a_mail_claimed_by_a_process_that_died_is_not_sent_again_by_itself(server):
    pk = queue("a")
    assert sending.claim(NOON) is not None
    assert send() == 0
    assert sending.name_the_stuck(NOON + timedelta(minutes=14)) == 0
    assert sending.name_the_stuck(NOON + timedelta(minutes=16)) == 1
    assert (state(pk), send()) == ("unsure", 0)


@pytest.mark.django_db
def test_a_process_that_wakes_too_late_changes_nothing(server):
    queue("a")
    claimed = sending.claim(NOON)
    sending.name_the_stuck(NOON + timedelta(hours=1))
    sending.settle(claimed, sending.Outcome(sending.Ending.AGAIN, "late"), NOON + timedelta(hours=2))
    assert state(claimed.pk) == "unsure"


@pytest.mark.django_db
def test_the_message_id_follows_from_the_key(settings):
    settings.DEFAULT_FROM_EMAIL = "Công Vụ <congvu@tinh.gov.vn>"
    first, second = OutgoingMail.objects.get(pk=queue("a")), OutgoingMail.objects.get(pk=queue("b"))
    headers = [sending.message_of(mail).message()["Message-ID"] for mail in (first, first, second)]
    assert headers[0] == headers[1] != headers[2]
    assert headers[0].endswith("@tinh.gov.vn>")


@pytest.mark.django_db
def test_only_who_looks_after_mail_sends_again(server, people):
    pk = queue("a")
    OutgoingMail.objects.filter(pk=pk).update(state="failed", next_at=None, error="x")
    with pytest.raises(NotAllowed):
        commands.send_again(mail_ids=[pk], actor=Actor(people["an"], None, NOON.date()), at=NOON)
    sent = queue("b")
    OutgoingMail.objects.filter(pk=sent).update(state="sent", next_at=None, sent_at=NOON)
    assert commands.send_again(mail_ids=[pk, sent], actor=Actor.clock(), at=NOON) == 1
    assert list(Event.objects.filter(kind="notices.mail_sent_again").values_list("subject_id", flat=True)) == [pk]
    assert send() == 1
    assert [message.subject for message in server.sent] == ["a"]


@pytest.mark.django_db
def test_old_rows_go_but_not_what_a_citizen_was_told_nor_what_is_unread(people):
    from congvu.notices.models import Channel

    defer.notify([people["an"], people["binh"]], Told("H"), about=("dossier", 1), key="1", at=NOON)
    commands.mark_read(person_id=people["an"], at=NOON)
    for pk in (queue("a"), queue("b")):
        OutgoingMail.objects.filter(pk=pk).update(state="sent", next_at=None, sent_at=NOON)
    defer.tell_citizen(
        dossier_code="H", kind="k", text="t", channel=Channel.EMAIL, address="a@b.vn", subject="s", key="k", at=NOON
    )
    OutgoingMail.objects.filter(key="citizen:k").update(state="sent", next_at=None, sent_at=NOON)
    assert retention.forget_old(NOON + timedelta(days=90)) == (0, 0)
    assert retention.forget_old(NOON + timedelta(days=366)) == (1, 2)
    assert OutgoingMail.objects.get().key == "citizen:k"
    assert Notice.objects.get().person_id == people["binh"]


@pytest.mark.usefixtures("live_database")
def test_four_workers_at_once_send_each_mail_once(server):
    keys = [queue(f"m{number:02}") for number in range(40)]
    gate = threading.Barrier(4)

    def work() -> None:
        try:
            gate.wait()
            send()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(message.subject for message in server.sent) == [f"m{number:02}" for number in range(40)]
    assert set(OutgoingMail.objects.filter(pk__in=keys).values_list("state", flat=True)) == {MailState.SENT}
