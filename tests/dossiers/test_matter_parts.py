"""Other apps of the room hang their parts on the dossier page, and only what they give is shown."""

from typing import Any

import pytest
from django.utils import timezone

from congvu.dossiers import matter_parts
from congvu.dossiers.matter_parts import Asked, Card, Dialog, Place, Told
from congvu.faces.parts import Action, Fact, Tip
from tests.dossiers.test_pages_walk import client_of
from tests.dossiers.world import World, moment

MON_9H = moment("2026-01-05 09:00")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_parts, "_PARTS", {place: list(found) for place, found in matter_parts._PARTS.items()})
    monkeypatch.setattr(matter_parts, "_TOLD", dict(matter_parts._TOLD))
    monkeypatch.setattr(timezone, "now", lambda: MON_9H)


def test_every_place_of_the_page_takes_parts(world: World) -> None:
    dossier = world.receive("1.012784", MON_9H)
    client = client_of(world.people["dung"])
    url = f"/ho-so/{dossier.code}/"
    before = client.get(url).content.decode()
    tip = "dossiers/dialogs/supplied.html"
    hung: dict[Place, Any] = {
        Place.TIPS: Tip("mảnh-gợi-ý"),
        Place.ACTIONS: Action("mảnh-việc", target="d-them"),
        Place.PRINTS: Action("mảnh-in", "/in/"),
        Place.TOP: Card("tren", "mảnh-trên", tip, {"typed": ""}, note="ghi chú nhỏ"),
        Place.MAIN: Card("giua", "mảnh-giữa", tip),
        Place.ASIDE: Card("ben", "mảnh-bên", tip, action=Action("mảnh-nút", target="d-them")),
        Place.FACTS: Fact("mảnh-nhãn", "mảnh-giá-trị"),
        Place.DIALOGS: Dialog("d-them", "mảnh-hộp", "/gui/", tip, "mảnh-đồng-ý"),
    }
    asked: list[Asked] = []
    for place, value in hung.items():

        def build(ask: Asked, value: Any = value) -> list[Any]:
            asked.append(ask)
            return [value]

        matter_parts.part(place, 50, build)
    after = client.get(url).content.decode()
    words = ("mảnh-gợi-ý", "mảnh-việc", "mảnh-in", "mảnh-trên", "mảnh-giữa", "mảnh-bên", "mảnh-nút", "mảnh-nhãn",
             "mảnh-giá-trị", "mảnh-hộp", "mảnh-đồng-ý", 'action="/gui/"', 'id="d-them"', "ghi chú nhỏ")  # fmt: skip
    for text in words:
        assert text in after, text
        assert text not in before, text
    assert {(one.matter.dossier.pk, one.actor.person_id, one.now) for one in asked} == {
        (dossier.pk, world.people["dung"].pk, MON_9H)
    }


def test_parts_stand_in_their_order_and_the_same_builder_hangs_once(world: World) -> None:
    dossier = world.receive("1.012784", MON_9H)

    def late(ask: Asked) -> list[Tip]:
        return [Tip("phần sau")]

    def early(ask: Asked) -> list[Tip]:
        return [Tip("phần trước")]

    for order, build in ((90, late), (10, early), (90, late)):
        matter_parts.part(Place.TIPS, order, build)
    page = client_of(world.people["dung"]).get(f"/ho-so/{dossier.code}/").content.decode()
    assert page.index("phần trước") < page.index("phần sau")
    assert page.count("phần sau") == 1


def test_the_act_of_the_process_stands_before_one_that_hangs_there(world: World) -> None:
    dossier = world.receive("1.012784", MON_9H)
    matter_parts.part(Place.PRIMARY, 50, lambda ask: [Action("thu phí trước", "/thu/")])
    url = f"/ho-so/{dossier.code}/"
    assert "thu phí trước" not in client_of(world.people["dung"]).get(url).content.decode()
    assert "thu phí trước" in client_of(world.people["ld_xa"]).get(url).content.decode()


def test_events_of_an_app_bring_their_free_text(world: World) -> None:
    dossier = world.receive("1.012784", MON_9H)
    kind = "dossier.accepted"
    matter_parts.tell(kind, Told("receipt", quote=lambda m, row: f"lời của hồ sơ {m.dossier.code}"))
    url = f"/ho-so/{dossier.code}/"
    assert f"lời của hồ sơ {dossier.code}" in client_of(world.people["dung"]).get(url).content.decode()
    matter_parts.tell(kind, Told(hidden=True))
    assert "lời của hồ sơ" not in client_of(world.people["dung"]).get(url).content.decode()
