"""Keeping, naming and dropping one's own views of lists. A bookmark is no act of the office: no event."""

from datetime import datetime

from django.db import transaction

from congvu.core.errors import N_, DomainError
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, SavedView
from congvu.orgs.policy import NotInSight

MOST = 20
LONGEST_NAME, LONGEST_QUERY = 60, 2000


class ViewNameTaken(DomainError):
    code = "view_name_taken"
    sentence = N_("Bạn đã có một cách xem mang tên này. Hãy đặt tên khác.")


class ViewUnfit(DomainError):
    """Without a name, without conditions, or too long."""

    code = "view_unfit"
    sentence = N_("Hãy đặt tên (không quá 60 ký tự) cho cách xem, và chọn ít nhất một điều kiện lọc.")
    status = 422


class TooManyViews(DomainError):
    code = "too_many_views"
    sentence = N_("Mỗi danh sách giữ được 20 cách xem. Hãy bỏ bớt một cách xem cũ.")


@transaction.atomic
def keep_view(*, list_key: str, name: str, query: str, default: bool, actor: Actor, at: datetime) -> SavedView:
    """Raises ViewUnfit, ViewNameTaken, TooManyViews."""
    del at
    person_id = _lock(actor)
    if not query or len(query) > LONGEST_QUERY:
        raise ViewUnfit(field="name")
    own = SavedView.objects.filter(person_id=person_id, list_key=list_key)
    if own.count() >= MOST:
        raise TooManyViews
    view = SavedView(person_id=person_id, list_key=list_key, query=query)
    view.name = _free_name(view, name)
    view.save()
    if default:
        _only_default(view)
    return view


@transaction.atomic
def rename_view(*, view_id: int, name: str, actor: Actor, at: datetime) -> SavedView:
    """Raises NotInSight, ViewUnfit, ViewNameTaken."""
    del at
    view = _own(view_id, actor)
    view.name = _free_name(view, name)
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def remove_view(*, view_id: int, actor: Actor, at: datetime) -> None:
    """Raises NotInSight."""
    del at
    _own(view_id, actor).delete()


@transaction.atomic
def set_default_view(*, view_id: int, default: bool, actor: Actor, at: datetime) -> SavedView:
    """The bare address of the list shows this view, or again the whole list. Raises NotInSight."""
    del at
    view = _own(view_id, actor)
    if default:
        _only_default(view)
    else:
        SavedView.objects.filter(pk=view.pk).update(is_default=False)
    return view


def _lock(actor: Actor) -> int:
    """One change of a person's views at a time; who it is."""
    person = Person.objects.select_for_update(of=("self",)).filter(pk=actor.person_id or 0).first()
    if person is None:
        raise NotInSight
    return int(person.pk)


def _own(view_id: int, actor: Actor) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, person_id=_lock(actor)).first()
    if view is None:
        raise NotInSight
    return view


def _free_name(view: SavedView, name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME:
        raise ViewUnfit(field="name")
    same = SavedView.objects.filter(person_id=view.person_id, list_key=view.list_key, name=wanted)
    if same.exclude(pk=view.pk).exists():
        raise ViewNameTaken(field="name")
    return wanted


def _only_default(view: SavedView) -> None:
    SavedView.objects.filter(person_id=view.person_id, list_key=view.list_key).update(is_default=False)
    SavedView.objects.filter(pk=view.pk).update(is_default=True)
