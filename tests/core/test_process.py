"""The process graph: what is sound, how a matter walks through it, what a new version changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from congvu.core.process import (
    ChoiceMissing,
    IllegalMove,
    Join,
    NoSuchStep,
    NotAtStep,
    Process,
    ReasonMissing,
    RunEnded,
    Severity,
    Stage,
    Step,
    TimeAllowed,
    TimeUnit,
    Token,
    Transition,
    Verb,
    WaitsFor,
    compare,
    default_process,
    is_sound,
    next_steps,
    run_at,
    soundness,
    start,
    time_needed,
)
from tests.core.process_generator import TooManyStates, judge, mutants, sound_processes

FORWARD, SEND_BACK, HAND_OUT = Verb.FORWARD, Verb.SEND_BACK, Verb.HAND_OUT
RESUME, REFUSE, FINISH = Verb.RESUME, Verb.REFUSE, Verb.FINISH


def days(value, unit=TimeUnit.WORKING_DAY):
    return TimeAllowed(Decimal(value), unit)


def step(code, name=None, **facts):
    return Step(code, name or f"Bước {code}", allowance=facts.pop("allowance", days(1)), **facts)


def process(steps, ways, **facts):
    return Process("p", "Quy trình", steps[0].code, tuple(steps), tuple(Transition(*way) for way in ways), **facts)


def opinions(needs=None, **facts):
    """Asked of tax, commune and construction side by side, then brought together."""
    return process(
        [
            step("take"),
            step("ask"),
            step("tax"),
            step("commune"),
            step("build"),
            step("sum", join=Join(needs)),
            step("give"),
        ],
        [
            ("take", FORWARD, ("ask",)),
            ("ask", HAND_OUT, ("tax", "commune", "build")),
            *((office, FORWARD, ("sum",)) for office in ("tax", "commune", "build")),
            ("tax", SEND_BACK, ("take",)),
            ("build", REFUSE, ()),
            ("sum", FORWARD, ("give",)),
            ("sum", SEND_BACK, ("ask",)),
            ("give", FINISH),
        ],
        **facts,
    )


def codes(of):
    return [finding.code for finding in soundness(of)]


def at(run):
    return sorted(token.step for token in run.active)


# --- Soundness -------------------------------------------------------------------------------------------------------


def test_the_default_process_is_sound_and_says_that_nobody_approved_it():
    default = default_process()
    assert default.is_default
    assert [step.name for step in default.steps] == [
        *("Tiếp nhận hồ sơ", "Thẩm định hồ sơ", "Phê duyệt kết quả", "Trả kết quả"),
    ]
    assert [(f.severity, f.code) for f in soundness(default)] == [(Severity.WARNING, "default_process")]


@pytest.mark.parametrize("needs", [None, 1, 2, 3])
def test_handing_out_and_bringing_together_is_sound(needs):
    assert soundness(opinions(needs)) == []
    assert judge(opinions(needs)) == ""


def without(of, source, verb):
    kept = tuple(way for way in of.transitions if (way.source, way.verb) != (source, verb))
    assert kept != of.transitions
    return replace(of, transitions=kept)


def plus(of, *ways, steps=()):
    added = tuple(Transition(*way) for way in ways)
    return replace(of, transitions=of.transitions + added, steps=of.steps + tuple(steps))


@pytest.mark.parametrize(
    ("broken", "code", "place", "sentence"),
    [
        pytest.param(
            *(opinions(4), "dead_join", "sum"),
            "Bước gộp “Bước sum” chờ 4 nhánh nhưng chỉ 3 nhánh tới được: không bao giờ chạy.",
            id="the join expects more branches than were handed out",
        ),
        pytest.param(
            *(without(opinions(), "build", FORWARD), "dead_join", "sum"),
            "Bước gộp “Bước sum” chờ 3 nhánh nhưng chỉ 2 nhánh tới được: không bao giờ chạy.",
            id="one branch never arrives",
        ),
        pytest.param(
            *(
                plus(
                    opinions(),
                    ("tax", FORWARD, ("other",)),
                    ("other", FORWARD, ("give",)),
                    steps=[step("other", join=Join())],
                ),
            ),
            *("branches_part", "ask", "Các nhánh từ bước “Bước ask” đi về 2 bước gộp khác nhau nên không gặp nhau."),
            id="branches that cannot meet",
        ),
        pytest.param(
            *(plus(opinions(), ("tax", FORWARD, ("give",))), "mixed_branches", "give"),
            "Bước “Bước give” tới được cả từ trong nhánh lẫn ngoài nhánh: các nhánh không gặp nhau trước đó.",
            id="a branch slips past the join",
        ),
        pytest.param(
            *(plus(opinions(), ("tax", FINISH)), "finish_in_branch", "tax"),
            "Bước “Bước tax” kết thúc trong khi các nhánh khác còn làm dở.",
            id="finished while others still work",
        ),
        pytest.param(
            *(plus(opinions(), ("take", FORWARD, ("sum",))), "join_without_branch", "sum"),
            "Bước “Bước sum” chờ gộp nhánh nhưng bước “Bước take” chuyển tới không nằm trong nhánh nào.",
            id="a join entered from the main line waits for ever",
        ),
        pytest.param(
            *(plus(opinions(), ("give", SEND_BACK, ("tax",))), "into_branch", "give"),
            "Bước “Bước give” trả lại bước trước vào giữa một nhánh khác (“Bước tax”).",
            id="sent back into the middle of a branch",
        ),
        pytest.param(
            *(plus(opinions(), steps=[step("lost")]), "unreachable", "lost"),
            "Không có lối nào dẫn tới bước “Bước lost”.",
            id="nothing leads there",
        ),
        pytest.param(
            *(plus(opinions(), ("take", FORWARD, ("trap",)), steps=[step("trap")]), "no_end", "trap"),
            "Từ bước “Bước trap” không bao giờ kết thúc được.",
            id="no way out",
        ),
        pytest.param(
            *(without(opinions(), "give", FINISH), "no_finish", "", "Quy trình không có bước nào kết thúc."),
            id="only refusal ends it",
        ),
        pytest.param(
            *(plus(opinions(), ("take", FORWARD, ("nowhere",))), "unknown_target", "take"),
            "Bước “Bước take” chuyển tiếp tới bước “nowhere” không có.",
            id="unknown target",
        ),
        pytest.param(
            *(plus(opinions(), ("nobody", FORWARD, ("take",))), "unknown_source", "nobody"),
            "Lối đi bắt đầu từ bước “nobody” không có.",
            id="unknown source",
        ),
        pytest.param(
            *(plus(opinions(), steps=[step("tax")]), "duplicate_step", "tax", "Mã bước “tax” dùng cho 2 bước."),
            id="one code for two steps",
        ),
        pytest.param(
            *(replace(opinions(), start="zero"), "unknown_start", "zero", "Bước bắt đầu “zero” không có."),
            id="unknown start",
        ),
        pytest.param(
            *(plus(opinions(), ("take", SEND_BACK, ("give",))), "back_to_later", "take"),
            "Bước “Bước take” trả lại bước “Bước give” không đứng trước nó.",
            id="sent back to what comes later",
        ),
        pytest.param(
            *(plus(opinions(), ("take", HAND_OUT, ("ask",))), "wrong_targets", "take"),
            "Bước “Bước take”: “giao cho nhiều nơi cùng làm” có 1 nơi đến, không hợp lệ.",
            id="handed out to one",
        ),
        pytest.param(
            *(plus(opinions(), ("take", RESUME, ("ask",))), "waiting_mismatch", "take"),
            "Bước “Bước take”: bước chờ chỉ ra bằng “làm tiếp sau khi chờ”, bước khác thì không.",
            id="resumed where nothing waits",
        ),
        pytest.param(
            *(plus(opinions(), ("take", FORWARD, ("ask",))), "duplicate_way", "take"),
            "Lối “chuyển tiếp” từ “take” ghi hai lần.",
            id="one way twice",
        ),
        pytest.param(
            *(plus(opinions(), ("give", FORWARD, ("far",)), ("far", FINISH), steps=[step("far", stage=3)]),),
            *("unknown_stage", "far", "Bước “Bước far” thuộc giai đoạn 3 chưa khai báo."),
            id="unknown stage",
        ),
        pytest.param(
            *(without(plus(opinions(), ("tax", REFUSE, ())), "tax", FORWARD), "dead_join", "sum"),
            "Bước gộp “Bước sum” chờ 3 nhánh nhưng chỉ 2 nhánh tới được: không bao giờ chạy.",
            id="a branch that can only refuse",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(broken, code, place, sentence):
    found = [finding for finding in soundness(broken) if finding.severity is Severity.ERROR]
    assert (code, place, sentence) in [(finding.code, finding.place, str(finding)) for finding in found]
    assert not is_sound(broken)
    if code in {"dead_join", "branches_part", "mixed_branches", "finish_in_branch", "join_without_branch", "no_end"}:
        assert judge(broken) != ""


def test_a_process_without_steps_is_an_error_not_a_crash():
    assert codes(Process("p", "", "s1", (), ())) == ["unknown_start", "empty_stage"]


def test_two_ways_of_asking_may_share_a_join():
    shared = plus(
        opinions(),
        ("take", FORWARD, ("ask2",)),
        ("ask2", HAND_OUT, ("land", "fire")),
        ("land", FORWARD, ("sum",)),
        ("fire", FORWARD, ("sum",)),
        steps=[step("ask2"), step("land"), step("fire")],
    )
    assert soundness(shared) == []
    assert judge(shared) == ""


@pytest.mark.parametrize(
    ("changed", "warnings"),
    [
        pytest.param({"limit": days(5)}, [], id="the longest branch counts, not the sum of branches"),
        pytest.param({"limit": days(4)}, ["sum_above_limit"], id="more than the limit"),
        pytest.param({"limit": days(6)}, ["sum_below_limit"], id="less than the limit"),
        pytest.param({"limit": days(40, TimeUnit.HOUR)}, [], id="eight hours are a working day"),
        pytest.param({"limit": days(5, TimeUnit.DAY)}, ["units_differ"], id="calendar days are not compared"),
        pytest.param({"stages": (Stage(1), Stage(2))}, ["empty_stage"], id="a stage without steps"),
    ],
)
def test_warnings_keep_no_process_out(changed, warnings):
    assert codes(opinions(**changed)) == warnings
    assert is_sound(opinions(**changed))


def test_a_step_without_time_is_a_warning_and_nought_is_a_time():
    timed = process([step("a", allowance=None), step("b", allowance=days(0))], [("a", FORWARD, ("b",)), ("b", FINISH)])
    assert [(f.code, f.place) for f in soundness(timed)] == [("step_without_time", "a")]


def test_time_needed():
    assert time_needed(opinions()) == days(5)
    assert time_needed(default_process()) is None


@settings(max_examples=150, deadline=None)
@given(sound_processes(), st.data())
def test_in_a_sound_process_every_random_run_can_reach_the_end(generated, data):
    assert [str(f) for f in soundness(generated) if f.severity is Severity.ERROR] == []
    run = start(generated)
    for _ in range(60):
        if run.has_ended:
            assert run.tokens == ()
            return
        moves = list(run.moves())
        assert moves, f"stuck at {run.tokens}"
        run = run.after(*data.draw(st.sampled_from(moves)))
    try:
        assert judge(generated) == ""
    except TooManyStates:
        assume(False)


@settings(max_examples=250, deadline=None)
@given(mutants())
def test_what_no_run_survives_is_found_by_soundness(mutant):
    sound = is_sound(mutant)
    if not sound:
        return
    try:
        verdict = judge(mutant)
    except TooManyStates:
        assume(False)
    assert verdict == ""


# --- Runs ------------------------------------------------------------------------------------------------------------


def test_a_matter_walks_through_the_default_process():
    run = start(default_process())
    for code in ("receive", "appraise", "approve"):
        assert at(run) == [code]
        run = run.move(code, FORWARD)
    run = run.move("return", FINISH)
    assert run.has_ended
    assert run.ended_by is FINISH


def test_the_join_waits_for_all():
    run = start(opinions()).move("take", FORWARD).move("ask", HAND_OUT)
    assert at(run) == ["build", "commune", "tax"]
    run = run.move("tax", FORWARD).move("build", FORWARD)
    assert at(run) == ["commune"]
    assert sum(token.arrived for token in run.tokens) == 2
    run = run.move("commune", FORWARD)
    assert run.tokens == (Token("sum"),)


def test_a_counted_join_begins_with_enough_and_withdraws_the_rest():
    run = start(opinions(2)).move("take", FORWARD).move("ask", HAND_OUT).move("tax", FORWARD).move("build", FORWARD)
    assert run.tokens == (Token("sum"),)
    with pytest.raises(NotAtStep, match="Bước sum"):
        run.move("commune", FORWARD)


def test_sending_back_before_the_handing_out_withdraws_all_branches():
    run = start(opinions()).move("take", FORWARD).move("ask", HAND_OUT).move("commune", FORWARD)
    assert run.move("tax", SEND_BACK, reason="Thiếu bản vẽ").tokens == (Token("take"),)


def test_refusing_in_a_branch_ends_the_whole():
    run = start(opinions()).move("take", FORWARD).move("ask", HAND_OUT).move("build", REFUSE, reason="Sai quy hoạch")
    assert run.ended_by is REFUSE
    with pytest.raises(RunEnded):
        run.move("tax", FORWARD)


@pytest.mark.parametrize("reason", ["", "  "])
def test_sending_back_and_refusing_need_a_reason(reason):
    run = start(default_process()).move("receive", FORWARD)
    with pytest.raises(ReasonMissing):
        run.move("appraise", SEND_BACK, reason=reason)
    with pytest.raises(ReasonMissing):
        run.move("appraise", REFUSE, reason=reason)
    assert at(run.move("appraise", SEND_BACK, reason="Thiếu giấy tờ")) == ["receive"]


def test_several_ways_ask_for_a_choice():
    two = process(
        [step("a"), step("b"), step("c")],
        [
            ("a", FORWARD, ("b",)),
            ("a", FORWARD, ("c",)),
            ("a", REFUSE, ()),
            ("a", REFUSE, ("c",)),
            ("b", FINISH),
            ("c", FINISH),
        ],
    )
    assert next_steps(two, "a", FORWARD) == (("b",), ("c",))
    with pytest.raises(ChoiceMissing, match="Bước b, Bước c"):
        start(two).move("a", FORWARD)
    assert at(start(two).move("a", FORWARD, target="c")) == ["c"]
    assert start(two).move("a", REFUSE, target="", reason="x").has_ended
    assert at(start(two).move("a", REFUSE, target="c", reason="x")) == ["c"]
    with pytest.raises(IllegalMove):
        start(two).move("a", FORWARD, target="a")


def test_one_step_open_in_two_branches_asks_for_the_branch():
    both = process(
        [step("a"), step("b"), step("c"), step("d"), step("j", join=Join())],
        [
            ("a", HAND_OUT, ("b", "c")),
            ("b", FORWARD, ("d",)),
            ("c", FORWARD, ("d",)),
            ("d", FORWARD, ("j",)),
            ("j", FINISH),
        ],
    )
    assert is_sound(both)
    run = start(both).move("a", HAND_OUT).move("b", FORWARD).move("c", FORWARD)
    with pytest.raises(ChoiceMissing):
        run.move("d", FORWARD)
    run = run.move("d", FORWARD, branch=("a:1/2",)).move("d", FORWARD)
    assert run.tokens == (Token("j"),)


def test_a_refused_verb_says_what_is_possible():
    with pytest.raises(IllegalMove) as refused:
        start(default_process()).move("receive", FINISH)
    assert str(refused.value) == "Bước “Tiếp nhận hồ sơ” không cho kết thúc. Có thể: chuyển tiếp, từ chối giải quyết."
    with pytest.raises(NoSuchStep):
        next_steps(default_process(), "sign", FORWARD)


def test_a_waiting_step_is_left_by_resuming():
    waiting = process(
        [step("a"), step("w", waits_for=WaitsFor.FINANCIAL_DUTY, allowance=None), step("b")],
        [("a", FORWARD, ("w",)), ("w", RESUME, ("b",)), ("b", FINISH)],
    )
    assert soundness(waiting) == []
    assert at(start(waiting).move("a", FORWARD).move("w", RESUME)) == ["b"]
    with pytest.raises(IllegalMove):
        start(waiting).move("a", FORWARD).move("w", FORWARD)


def test_a_stored_run_goes_on_where_it_stood():
    run = start(opinions()).move("take", FORWARD).move("ask", HAND_OUT).move("tax", FORWARD)
    again = run_at(run.process, run.tokens)
    assert again.move("build", FORWARD).move("commune", FORWARD).tokens == (Token("sum"),)


# --- Versions --------------------------------------------------------------------------------------------------------


def sequence(*names, **facts):
    steps = [step(f"s{n}", name, **facts.get(name, {})) for n, name in enumerate(names, start=1)]
    ways = [(f"s{n}", FORWARD, (f"s{n + 1}",)) for n in range(1, len(names))]
    return process(steps, [*ways, (f"s{len(names)}", FINISH)])


def test_compare_finds_nothing_in_equal_processes():
    assert compare(opinions(), opinions()) == []


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        pytest.param(
            sequence("Tiếp nhận", "Phê duyệt"),
            sequence("Tiếp nhận", "Thẩm định", "Phê duyệt"),
            ["Thêm bước “Thẩm định”.", "Bỏ lối: từ “Tiếp nhận” chuyển tiếp → “Phê duyệt”."],
            id="a step put in between renames nothing",
        ),
        pytest.param(
            sequence("Tiếp nhận", "Thẩm định", "Phê duyệt"),
            sequence("Tiếp nhận", "Phê duyệt"),
            ["Bỏ bước “Thẩm định”.", "Thêm lối: từ “Tiếp nhận” chuyển tiếp → “Phê duyệt”."],
            id="a step taken out",
        ),
        pytest.param(
            sequence("Tiếp nhận", "Thẩm định"),
            sequence("Tiếp nhận", "Thẩm định", **{"Thẩm định": {"allowance": days("0.5")}}),
            ["Bước “Thẩm định”: thời hạn 1 ngày làm việc → 0,5 ngày làm việc."],
            id="its time",
        ),
        pytest.param(
            sequence("Tiếp nhận", "Thẩm tra"),
            sequence("Tiếp nhận", "Thẩm định"),
            ["Bước “Thẩm tra” đổi tên thành “Thẩm định”."],
            id="its name",
        ),
        pytest.param(
            opinions(), opinions(2), ["Bước “Bước sum”: gộp nhánh tất cả → 2."], id="how many branches are awaited"
        ),
        pytest.param(
            opinions(limit=days(5)),
            opinions(limit=days(6)),
            ["Thời hạn của thủ tục: 5 ngày làm việc → 6 ngày làm việc."],
            id="the limit",
        ),
    ],
)
def test_compare(old, new, sentences):
    assert [str(change) for change in compare(old, new)] == sentences
