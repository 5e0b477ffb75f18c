"""People: who may sign in. What someone may do is in positions, never here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.core.text import query_grams, search_grams
from congvu.orgs.reach import within

if TYPE_CHECKING:
    from congvu.orgs.actor import Actor


class NameSortKey(Func):
    """Vietnamese order of people: by given name, then the whole name (SQL function of the first migration)."""

    function = "vi_name_key"
    arity = 1


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if: the actor, someone acted for, or who has or had a position in a unit within
        reach of `orgs.see_people`."""
        reach = actor.reach("orgs.see_people")
        if reach.is_everything:
            return self
        positions = self.model._meta.get_field("positions").related_model
        seen = positions._default_manager.filter(within(reach, category=None)).values("person_id")
        return self.filter(models.Q(pk__in=reach.persons) | models.Q(pk__in=seen))

    def named_like(self, text: str) -> Self:
        """Persons whose name or user name holds these words, with or without diacritics."""
        grams = query_grams(text)
        return self.filter(search__contains=list(grams)) if grams else self


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """`get_by_natural_key` for signing in; accounts are written by `orgs.commands.people`."""


class Person(AbstractBaseUser):
    """An official with an account. Signing in needs `is_active` and a position that is valid today."""

    username = models.TextField(_("tên đăng nhập"), unique=True, db_collation="C")
    full_name = models.TextField(_("họ và tên"))
    email = models.EmailField(_("thư điện tử"), blank=True, default="")
    is_active = models.BooleanField(_("được đăng nhập"), default=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    search = ArrayField(models.TextField(db_collation="C"), default=list, editable=False)
    sort_key = models.GeneratedField(
        expression=NameSortKey(F("full_name")), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        db_table = "person"
        verbose_name = _("người dùng")
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            GinIndex(fields=["search"], name="person_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_username_is_lower_case",
                condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._-]*$"),
                violation_error_message=_("Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.rsplit(" ", 1)[-1]


def search_of(full_name: str, username: str) -> list[str]:
    """The words a person is found by."""
    return list(search_grams(full_name, username))
