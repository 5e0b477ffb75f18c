"""A closed round of the departments for 2025 and a running one for 2026, by an invented set in the usual eight fields;
and the official sets of QĐ 766 and TT 01/2018. Names of fields are the usual ones, criteria and points are invented."""

import json
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from congvu.core.clock import day_of
from congvu.core.loading import Row
from congvu.demo.units import DEPARTMENTS
from congvu.indexes import checks, commands
from congvu.indexes.commands import Days
from congvu.indexes.entrants import entrants_of
from congvu.indexes.load import Options, load_criteria, load_scores
from congvu.indexes.load.packaged import load_packaged
from congvu.indexes.models import CriteriaSet, Round, RoundUnit, Score
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person
from congvu.orgs.units import unit_by_code

Rule = dict[str, Any]

SET = "CCHC-SO"
DECISION = "Bộ tiêu chí trình diễn, không phải văn bản thật"
_TIMELY: Rule = {"type": "ordinal", "steps": [
    {"code": "timely", "label": "kịp thời", "points": "1"},
    {"code": "late", "label": "không kịp thời", "points": "0.5"},
    {"code": "none", "label": "không ban hành", "points": "0"}]}  # fmt: skip
_ON_TIME: Rule = {"type": "bands", "of": "dossiers_on_time_rate", "when_nothing": "excluded", "bands": [
    {"min": "98", "points": "4"}, {"min": "95", "max": "98", "points": "3"}, {"min": "90", "max": "95", "points": "2"},
    {"max": "90", "points": "0"}]}  # fmt: skip
_ONLINE: Rule = {
    "type": "ratio_to_threshold",
    "of": "dossiers_online_rate",
    "threshold": "50",
    "when_nothing": "excluded",
}
_SHARE: Rule = {"type": "ratio_to_threshold", "of": "share_done", "threshold": "100", "when_nothing": "zero"}

# field, maximum, criteria (name, maximum, rule, source of the points)
FIELDS: tuple[tuple[str, str, tuple[tuple[str, str, Rule | None, str], ...]], ...] = (
    ("Chỉ đạo, điều hành cải cách hành chính", "9", (
        ("Ban hành kế hoạch cải cách hành chính năm", "1", _TIMELY, "self"),
        ("Thực hiện nhiệm vụ trong kế hoạch", "3", _SHARE, "self"), ("Kiểm tra cải cách hành chính", "2", None, "self"),
        ("Tuyên truyền cải cách hành chính", "1", None, "self"), ("Sáng kiến, cách làm mới", "2", None, "self"))),
    ("Tham mưu, xây dựng và thực hiện văn bản quy phạm pháp luật", "8", (
        ("Xây dựng văn bản theo chương trình", "3", _SHARE, "self"), ("Kiểm tra, rà soát văn bản", "3", None, "self"),
        ("Theo dõi thi hành pháp luật", "2", None, "self"))),
    ("Cải cách thủ tục hành chính", "14", (
        ("Kiểm soát thủ tục hành chính", "3", None, "self"), ("Công khai thủ tục hành chính", "2", None, "self"),
        ("Hồ sơ giải quyết đúng hạn", "4", _ON_TIME, "live"), ("Xin lỗi khi trả trễ", "2", None, "self"),
        ("Xử lý phản ánh, kiến nghị", "3", None, "self"))),
    ("Cải cách tổ chức bộ máy hành chính", "10", (
        ("Sắp xếp tổ chức, biên chế", "4", None, "self"), ("Phân cấp quản lý", "3", None, "self"),
        ("Quy chế làm việc", "3", None, "self"))),
    ("Cải cách chế độ công vụ", "12", (
        ("Vị trí việc làm", "4", None, "self"), ("Đào tạo, bồi dưỡng", "4", _SHARE, "self"),
        ("Kỷ luật, kỷ cương", "4", None, "self"))),
    ("Cải cách tài chính công", "10", (
        ("Giải ngân vốn đầu tư công", "5", _SHARE, "self"), ("Công khai tài chính", "2", None, "self"),
        ("Tự chủ của đơn vị sự nghiệp", "3", None, "self"))),
    ("Xây dựng và phát triển chính quyền điện tử, chính quyền số", "17", (
        ("Hồ sơ nộp trực tuyến", "6", _ONLINE, "live"), ("Văn bản điện tử ký số", "6", None, "self"),
        ("Dữ liệu mở, kết nối", "5", None, "self"))),
    ("Tác động của cải cách hành chính", "20", (
        ("Khảo sát cán bộ", "10", None, "survey"), ("Hài lòng của người dân, tổ chức", "10", None, "survey"))),
)  # fmt: skip


def load(now: datetime) -> None:
    """Deterministic for a given day."""
    clock = Actor.clock()
    _official(now)
    _own_set(now)
    chance = random.Random(2025)
    load_scores(_scores(chance, 2025), actor=clock, at=now - timedelta(days=270))
    found = Round.objects.get(code=f"{SET}-2025")
    Round.objects.filter(pk=found.pk).update(
        name="Chỉ số cải cách hành chính 2025 của sở, ngành", owner=unit_by_code("local:SNV")
    )
    commands.publish_round(code=found.code, actor=_person("chiso", now), at=now - timedelta(days=260))
    _running(now, chance)


def _official(now: datetime) -> None:
    """Figures the installation does not count are accepted in writing: the boards name them."""
    officer = _person("chiso", now)
    for code in ("QD766", "TT01"):
        found, _report = load_packaged(code, actor=Actor.clock(), at=now)
        for doubt in checks.unaccepted(found):
            commands.accept_finding(
                set_id=found.pk, digest=doubt.digest, actor=officer, at=now,
                reason="Số liệu do Cổng Dịch vụ công quốc gia tính; nhập từ ngoài khi có.",
            )  # fmt: skip
        if not found.is_published:
            commands.publish_set(set_id=found.pk, actor=officer, at=now)


def _own_set(now: datetime) -> None:
    cells = [{"code": "0", "name_vi": "Chỉ số cải cách hành chính của sở, ngành", "max_score": "100", "level": "total"}]
    for n, (name, most, criteria) in enumerate(FIELDS, start=1):
        cells.append({"code": str(n), "parent_code": "0", "name_vi": name, "max_score": most, "level": "field"})
        for m, (title, worth, rule, source) in enumerate(criteria, start=1):
            cells.append(
                {
                    "code": f"{n}.{m}", "parent_code": str(n), "name_vi": title, "max_score": worth,
                    "level": "criterion", "source_kind": source, "evidence": "Kế hoạch, báo cáo, quyết định liên quan",
                    "rule": json.dumps(rule, ensure_ascii=False) if rule else "",
                }
            )  # fmt: skip
    rows = [Row(line, each) for line, each in enumerate(cells, start=2)]
    options = Options(set=SET, set_kind="cchc", unit_kind="so,van-phong", decision=DECISION)
    report = load_criteria(rows, actor=Actor.clock(), at=now, options=options)
    if report.errors:
        raise RuntimeError(str(report.errors[0]))
    classes = [
        {"code": "excellent", "label": "Xuất sắc", "min": "90"},
        {"code": "good", "label": "Tốt", "min": "80", "max": "90"},
        {"code": "fair", "label": "Khá", "min": "70", "max": "80"},
        {"code": "average", "label": "Trung bình", "min": "50", "max": "70"},
        {"code": "weak", "label": "Yếu", "max": "50"},
    ]  # fmt: skip
    CriteriaSet.objects.filter(code=SET).update(options={"classes": {"classes": classes, "by_index": True}})


def _scores(chance: random.Random, year: int) -> list[Row]:
    """Every department has its strengths; about one criterion in three is cut a little by the appraisal."""
    made: list[Row] = []
    for code, *_names in DEPARTMENTS:
        strength = chance.uniform(0.70, 0.97)
        for n, (_field, _most, criteria) in enumerate(FIELDS, start=1):
            for m, (_title, worth, rule, source) in enumerate(criteria, start=1):
                claimed = _points(chance, Decimal(worth), strength, rule)
                given = max(claimed - Decimal("0.5"), Decimal(0)) if not rule and chance.random() < 0.3 else claimed
                own = "" if source == "survey" else f"{claimed:f}"
                cells = {
                    "round": f"{SET}-{year}", "unit": f"local:{code}", "criterion": f"{n}.{m}", "self_score": own,
                    "appraised_score": f"{given:f}", "note": "Thiếu tài liệu kiểm chứng." if given != claimed else "",
                }  # fmt: skip
                made.append(Row(len(made) + 2, cells))
    return made


def _points(chance: random.Random, worth: Decimal, strength: float, rule: Rule | None) -> Decimal:
    if rule is _TIMELY:
        return chance.choice([Decimal(1), Decimal(1), Decimal("0.5")])
    if rule is _ON_TIME:
        return chance.choice([Decimal(4), Decimal(3), Decimal(2)])
    share = min(1.0, max(0.3, chance.gauss(strength, 0.12)))
    return min(worth, (worth * Decimal(f"{share:.3f}") * 4).quantize(Decimal(1)) / 4)


def _running(now: datetime, chance: random.Random) -> None:
    """Opened two weeks ago: one unit waits for appraisal, some are half-way, most have not begun."""
    officer, opened = _person("chiso", now), now - timedelta(days=14)
    today = day_of(now)
    made = commands.plan_round(
        criteria_set=CriteriaSet.objects.filter(code=SET).order_by("-version")[0], period=str(today.year),
        name=f"Chỉ số cải cách hành chính {today.year} của sở, ngành", plan="Kế hoạch trình diễn", actor=officer,
        at=opened,
    )  # fmt: skip
    window = Days(today + timedelta(days=20), today + timedelta(days=50), today + timedelta(days=65))
    commands.set_days(code=made.code, days=[window], actor=officer, at=opened)
    codes = [f"local:{code}" for code, *_names in DEPARTMENTS]
    entrants = entrants_of(codes, today, since=date(today.year, 1, 1))
    commands.add_units(code=made.code, entrants=entrants, actor=officer, at=opened)
    for body, criteria in (("SNV", ["1", "2", "3", "4", "5", "7"]), ("STC", ["6"])):
        body_id = unit_by_code(f"local:{body}").pk
        commands.assign_appraiser(code=made.code, body_id=body_id, criteria=criteria, actor=officer, at=opened)
    commands.open_round(code=made.code, actor=officer, at=opened)
    for code, share in (("SXD", 0.7), ("SCT", 1.0), ("STP", 1.0), ("SYT", 0.4)):
        _self_score(made, code, share, chance, now)


def _self_score(made: Round, code: str, share: float, chance: random.Random, now: datetime) -> None:
    unit = RoundUnit.objects.select_related("unit").get(round=made, unit__code=code)
    leader = _leader(code, now)
    scores = unit.present.exclude(criterion__source_kind="survey").select_related("criterion")
    rows = list(scores.order_by("criterion__position"))
    for n, score in enumerate(rows):
        if n >= len(rows) * share:
            return
        _score(score, leader, chance, now - timedelta(days=3, minutes=2 * (len(rows) - n)))
    commands.approve_self_score(round_unit_id=unit.pk, actor=leader, at=now - timedelta(days=2))


def _score(score: Score, leader: Actor, chance: random.Random, at: datetime) -> None:
    names = (score.criterion.rule or {}).get("of", "")
    answer: Rule | None = None
    points = _points(chance, score.criterion.out_of, 0.85, None)
    if score.criterion.rule and score.criterion.rule["type"] == "ordinal":
        answer = {"step": chance.choice(["timely", "timely", "late"])}
    elif names == "share_done":
        answer = {"share_done": {"numerator": str(chance.randint(16, 20)), "denominator": "20"}}
    elif score.criterion.rule:
        points = min(points, Decimal(3))
        if score.criterion.rule["type"] == "bands":
            points = chance.choice([Decimal(3), Decimal(2)])
    commands.self_score(
        score_id=score.pk, points=None if answer else points, answer=answer, revision=None, actor=leader, at=at,
        explanation="Theo báo cáo của Sở, kèm trong hồ sơ tự chấm.", override_reason="Số liệu của Sở đã đối chiếu.",
    )  # fmt: skip


def _leader(code: str, now: datetime) -> Actor:
    return _person(f"{code.lower()}-leader1", now)


def _person(username: str, now: datetime) -> Actor:
    return actor_for(Person.objects.get(username=username), at=now)
