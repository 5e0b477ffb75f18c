"""Online dossiers of several people under one telephone number."""

from congvu.dossiers.contacts import shared_filings
from congvu.dossiers.models import Applicant, Dossier
from tests.dossiers.world import World, moment

SINCE, UNTIL = moment("2026-01-05 00:00"), moment("2026-01-31 23:59")


def file(world: World, who: str, phone: str, *, channel: str = "online", day: int = 6) -> Dossier:
    made = world.receive("1.012784", moment(f"2026-01-{day:02d} 09:00"), channel=channel)
    Applicant.objects.filter(dossier=made).update(identifier_index=who, phone_index=phone)
    return made


def test_three_people_under_one_number_are_shared_and_one_person_three_times_is_not(world: World) -> None:
    shared = [file(world, f"p{n}", "so-1") for n in range(3)]
    for _n in range(3):
        file(world, "q", "so-2")
    file(world, "r", "")
    file(world, "s", "so-1", channel="direct")
    file(world, "t", "so-1", day=4)
    (found,) = shared_filings([world.units["quay"].pk, world.units["quay2"].pk], SINCE, UNTIL, 3)
    assert (found.unit_id, found.online) == (world.units["quay"].pk, 6)
    assert [pk for pk, _at in found.shared] == [one.pk for one in shared]
    assert shared_filings([world.units["quay2"].pk], SINCE, UNTIL, 3) == []
    assert [one.shared for one in shared_filings([world.units["quay"].pk], SINCE, UNTIL, 4)] == [()]
