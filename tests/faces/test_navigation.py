"""Who sees which way, what is marked as the present place, what stands on the phone."""

import pytest

from congvu.faces import navigation
from congvu.faces.navigation import MINE, OVERVIEW, UNIT, Item

ITEMS = (
    Item("help", "Hướng dẫn", "faces:help_index", "help", navigation.FOOT),
    Item("all", "Mọi việc", "faces:contents", "menu-2", UNIT, 20, phone={"leader": 1}, count=lambda actor: 0),
    Item(
        "parts", "Thành phần", "faces:gallery", "stack-2", MINE, 10, phone={"*": 2, "clerk": 1}, active=("desk:intake",)
    ),
    Item("secret", "Mật", "faces:contents", "lock", OVERVIEW, shown_to=lambda actor: actor == "chief", phone={"*": 9}),
    Item("gone", "Chưa dựng", "nowhere:list", "x", UNIT, phone={"*": 1}),
)


@pytest.fixture(autouse=True)
def _only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    for item in ITEMS:
        navigation.register(item)


def keys(menu: navigation.Menu) -> list[str]:
    return [entry.item.key for section in menu.sections for entry in section.entries]


def test_order_is_by_group_then_order() -> None:
    assert keys(navigation.menu_for("chief")) == ["parts", "all", "secret", "help"]


def test_what_one_may_not_use_is_not_shown() -> None:
    assert "secret" not in keys(navigation.menu_for("clerk"))


class Holder:
    def may(self, permission: str) -> bool:
        return permission == "tasks.see"


def test_a_permission_opens_its_entry() -> None:
    navigation.register(Item("help", "Hướng dẫn", "faces:help_index", "help", navigation.FOOT, permission="tasks.see"))
    assert "help" in keys(navigation.menu_for(Holder()))
    assert "help" not in keys(navigation.menu_for(None))
    navigation.register(Item("help", "Hướng dẫn", "faces:help_index", "help", navigation.FOOT, permission="orgs.edit"))
    assert "help" not in keys(navigation.menu_for(Holder()))


def test_a_page_that_is_not_installed_is_left_out() -> None:
    assert "gone" not in keys(navigation.menu_for("chief"))


def test_a_count_of_zero_is_written() -> None:
    menu = navigation.menu_for("chief")
    assert {e.item.key: e.count for s in menu.sections for e in s.entries} == {
        "parts": None,
        "all": 0,
        "secret": None,
        "help": None,
    }


@pytest.mark.parametrize(
    ("view_name", "key"),
    [("faces:contents", "all"), ("desk:intake", "parts"), ("faces:help", "parts"), ("other:page", None), ("", None)],
)
def test_present_place(view_name: str, key: str | None) -> None:
    menu = navigation.menu_for("clerk", view_name=view_name)
    assert next((e.item.key for s in menu.sections for e in s.entries if e.current), None) == key


def test_the_phone_shows_what_the_role_does_most() -> None:
    assert [entry.item.key for entry in navigation.menu_for("chief", roles=["leader"]).bottom] == [
        "all",
        "parts",
        "secret",
    ]
    assert [entry.item.key for entry in navigation.menu_for("x", roles=["clerk"]).bottom] == ["parts"]


def test_registering_again_replaces() -> None:
    navigation.register(Item("help", "Trợ giúp", "faces:help_index", "help", navigation.FOOT))
    assert [str(item.label) for item in navigation.registered() if item.key == "help"] == ["Trợ giúp"]
