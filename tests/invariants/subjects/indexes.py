"""Units of a round: seen by who sees indexes there, by the bodies that appraise in it, by the office that owns it."""

import io
import re
from decimal import Decimal

from congvu.core.loading import TableWithoutRows, rows_of
from congvu.files import store
from congvu.files.models import Attachment
from congvu.indexes.models import (
    Appraiser,
    CriteriaSet,
    Criterion,
    Evidence,
    Repair,
    Round,
    RoundUnit,
    RoundVersion,
    Score,
)
from congvu.orgs.actor import Actor
from tests.invariants import making, oracle
from tests.invariants.oracle import ANY, Fact
from tests.invariants.subject import Detail, Reader, Subject, Viewer
from tests.invariants.subjects.dossiers import PNG
from tests.invariants.world import World

VIEWS, API, SEE = "congvu.indexes.views.", "congvu.indexes.api.", "indexes.see"
CODE = "KIN-2026"
BASE = f"/chi-so/dot/{CODE}/"
ONE_STOP = "/chi-so/truc-tiep/mot-cua/"
LINK = re.compile(r"/don-vi/(\d+)/")


def make(world: World) -> list[Fact]:
    """Every unit there is, was or will be; one body appraises, another unit owns the round."""
    sets = CriteriaSet.objects.create(code="KIN", name="Bộ", kind="own", made_at=making.LONG_AGO, digest="x")
    leaf = Criterion.objects.create(set=sets, code="1", position=1, name="Một", maximum=Decimal(10))
    bodies = sorted(world.units)
    found = Round.objects.create(
        code=CODE, name="Đợt kín", criteria_set=sets, period="2026", made_at=making.LONG_AGO, state="open",
        owner_id=bodies[2],
    )  # fmt: skip
    RoundVersion.objects.create(round=found, criteria_set=sets, since_at=making.LONG_AGO)
    Appraiser.objects.create(round=found, unit_id=bodies[1], criteria=["1"])
    stored = store.put(
        io.BytesIO(PNG), name="a.png", declared_type="image/png", actor=Actor.clock(), at=making.LONG_AGO
    )
    facts = []
    for unit in world.units:
        row = RoundUnit.objects.create(round=found, unit_id=unit, state="appraising")
        score = Score.objects.create(
            round_unit=row, criterion=leaf, appraiser_id=bodies[1], self_points=Decimal(5), first_points=Decimal(4)
        )
        kept = Attachment.objects.create(
            subject_kind="index_score", subject_id=score.pk, role="evidence", stored_file=stored, name="a.png",
            attached_at=making.LONG_AGO,
        )  # fmt: skip
        Evidence.objects.create(score=score, attachment_id=kept.pk, sha256=stored.sha256, added_at=making.LONG_AGO)
        Repair.objects.create(
            score=score, lost=Decimal(6), why="x", what="y", due_on=world.today, made_at=making.LONG_AGO
        )
        facts.append(Fact(str(row.pk), ((unit, ANY, None),)))
    return facts


def sees(world: World, reader: int, fact: Fact) -> bool:
    bodies = sorted(world.units)
    return (
        oracle.may_see(world, reader, SEE, fact)
        or oracle.may_see(world, reader, "indexes.appraise", Fact("", ((bodies[1], ANY, None),)))
        or oracle.may_see(world, reader, "indexes.manage", Fact("", ((bodies[2], ANY, None),)))
    )


def inspects(world: World, reader: int, fact: Fact) -> bool:
    """By the permission, or through the body that appraises, which never comes upon its own signs."""
    body = sorted(world.units)[1]
    appraises = oracle.may_see(world, reader, "indexes.appraise", Fact("", ((body, ANY, None),)))
    return oracle.may_see(world, reader, "indexes.inspect", fact) or (appraises and fact.places[0][0] != body)


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    return {str(pk) for pk in RoundUnit.objects.visible_to(actor).values_list("pk", flat=True)}


def shown(viewer: Viewer, address: str) -> set[str]:
    response = viewer.client.get(address)
    if response.status_code != 200:
        return set()
    return set(LINK.findall(response.content.decode().partition("<main")[2]))


def by_unit_code(codes: set[str]) -> set[str]:
    return {str(row.pk) for row in RoundUnit.objects.filter(unit__code__in=codes)}


def from_file(viewer: Viewer) -> set[str]:
    response = viewer.client.get(BASE + "ket-qua/tai-ve/")
    if response.status_code != 200:
        return set()
    try:
        rows = rows_of(response.content, name="x.xlsx")
    except TableWithoutRows:
        return set()
    return by_unit_code({row.get("mã") for row in rows})


def from_api(viewer: Viewer) -> set[str]:
    response = viewer.client.get(f"/api/v1/rounds/{CODE}/units")
    return {str(row["id"]) for row in response.json()} if response.status_code == 200 else set()


def results_by_api(viewer: Viewer) -> set[str]:
    response = viewer.client.get(f"/api/v1/rounds/{CODE}/results")
    return by_unit_code({row["unit"] for row in response.json()["rows"]}) if response.status_code == 200 else set()


def evidence_of(code: str, world: World) -> str:
    return f"{BASE}don-vi/{code}/tep/{Evidence.objects.get(score__round_unit=int(code)).pk}/"


def make_live(world: World) -> list[Fact]:
    for kind in ("766", "one_stop"):
        sets = CriteriaSet.objects.create(code=f"K{kind}", name="Bộ", kind=kind, made_at=making.LONG_AGO, digest=kind)
        Criterion.objects.create(set=sets, code="1", position=1, name="Một", maximum=Decimal(10))
    alive = [u for u, (since, until) in world.units.items() if oracle.runs(since, until, world.today)]
    return [Fact(str(unit), ((unit, ANY, None),)) for unit in alive]


SUBJECTS = (
    Subject(
        name="index units",
        permission=SEE,
        make=make,
        sees=sees,
        readers=(
            Reader("selector", from_selector, guard="none"),
            Reader("board", lambda viewer: shown(viewer, BASE), door=VIEWS + "rounds.board_page"),
            Reader("lost", lambda viewer: shown(viewer, BASE + "diem-mat/"), door=VIEWS + "lost.lost_map"),
            Reader("repairs", lambda viewer: shown(viewer, BASE + "khac-phuc/"), door=VIEWS + "lost.repairs"),
            Reader("ranking", lambda viewer: shown(viewer, BASE + "ket-qua/"), door=VIEWS + "results.ranking"),
            Reader("ranking file", from_file, door=VIEWS + "results.ranking_file"),
            Reader("api", from_api, door=API + "list_units"),
            Reader("results by api", results_by_api, door=API + "list_results"),
        ),
        details=(
            Detail(VIEWS + "desk.desk_view", lambda code, world: f"{BASE}don-vi/{code}/", "permission"),
            Detail(VIEWS + "desk.evidence_file", evidence_of, "permission"),
            Detail(VIEWS + "results.unit_report", lambda code, world: f"{BASE}don-vi/{code}/phieu/", "permission"),
            Detail(VIEWS + "results.unit_file", lambda code, world: f"{BASE}don-vi/{code}/phieu/tai-ve/", "permission"),
            Detail(API + "read_unit", lambda code, world: f"/api/v1/rounds/{CODE}/units/{code}", "permission"),
        ),
    ),
    Subject(
        name="index signs",
        permission=SEE,
        make=make,
        sees=inspects,
        readers=(Reader("signs", lambda viewer: shown(viewer, BASE + "dau-hieu/"), door=VIEWS + "signs.doubts"),),
    ),
    Subject(
        name="live units",
        permission=SEE,
        make=make_live,
        readers=(
            Reader("766", lambda viewer: shown(viewer, "/chi-so/truc-tiep/766/"), door=VIEWS + "live.qd766"),
            Reader(
                "one-stop", lambda viewer: shown(viewer, "/chi-so/truc-tiep/mot-cua/"), door=VIEWS + "live.one_stop"
            ),
        ),
    ),
)
