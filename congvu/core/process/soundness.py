"""Can every matter that enters this process come out again? What is wrong is said in words, with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator

from congvu.core.errors import N_
from congvu.core.process.doubts import doubts
from congvu.core.process.findings import Finding, Severity, error
from congvu.core.process.model import Process, Scope, Verb, scopes


def soundness(process: Process) -> list[Finding]:
    """Errors first, then warnings; without errors every run can reach its end from wherever it stands.

    Checked in layers, since a graph with loose ends says nothing about its branches: the parts, the ways, the branches.
    """
    errors = list(_parts(process)) or [*_reach(process), *_branches(process)]
    return [*errors, *doubts(process)]


def is_sound(process: Process) -> bool:
    return not any(finding.severity is Severity.ERROR for finding in soundness(process))


# --- The parts: codes, targets, what each verb asks for --------------------------------------------------------------


def _parts(process: Process) -> Iterator[Finding]:
    codes = Counter(step.code for step in process.steps)
    stages = {stage.no for stage in process.stages}
    for code, times in codes.items():
        if times > 1:
            yield error(
                "duplicate_step", code, N_("Mã bước “%(code)s” dùng cho %(times)s bước."), code=code, times=times
            )
    for number, times in Counter(stage.no for stage in process.stages).items():
        if times > 1:
            yield error("duplicate_stage", str(number), N_("Giai đoạn %(no)s khai báo nhiều lần."), no=number)
    for step in process.steps:
        if step.stage not in stages:
            yield error(
                "unknown_stage", step.code, N_("Bước “%(step)s” thuộc giai đoạn %(no)s chưa khai báo."),
                step=step.name, no=step.stage,
            )  # fmt: skip
    if process.start not in codes:
        yield error("unknown_start", process.start, N_("Bước bắt đầu “%(code)s” không có."), code=process.start)
    elif process.step(process.start).join:
        yield error("joining_start", process.start, N_("Bước bắt đầu không thể chờ gộp nhánh."))
    yield from _ways(process, codes)


_TARGETS_NEEDED = {
    Verb.FORWARD: (1, 1), Verb.SEND_BACK: (1, 1), Verb.RESUME: (1, 1),
    Verb.HAND_OUT: (2, 99), Verb.REFUSE: (0, 1), Verb.FINISH: (0, 0),
}  # fmt: skip


def _ways(process: Process, codes: Counter[str]) -> Iterator[Finding]:
    waiting = {step.code for step in process.steps if step.waits_for}
    for way, times in Counter(process.transitions).items():
        verb = way.verb.label
        if times > 1:
            yield error(
                "duplicate_way", way.source, N_("Lối “%(verb)s” từ “%(code)s” ghi hai lần."), verb=verb, code=way.source
            )
        if way.source not in codes:
            yield error(
                "unknown_source", way.source, N_("Lối đi bắt đầu từ bước “%(code)s” không có."), code=way.source
            )
            continue
        source = process.step(way.source).name
        for target in way.targets:
            if target not in codes:
                yield error(
                    "unknown_target", way.source, N_("Bước “%(step)s” %(verb)s tới bước “%(code)s” không có."),
                    step=source, verb=verb, code=target,
                )  # fmt: skip
        fewest, most = _TARGETS_NEEDED[way.verb]
        if not fewest <= len(way.targets) <= most or len(set(way.targets)) < len(way.targets):
            yield error(
                "wrong_targets", way.source, N_("Bước “%(step)s”: “%(verb)s” có %(count)s nơi đến, không hợp lệ."),
                step=source, verb=verb, count=len(way.targets),
            )  # fmt: skip
        resumes = way.verb is Verb.RESUME
        if resumes != (way.source in waiting) and way.verb is not Verb.REFUSE:
            yield error(
                "waiting_mismatch", way.source,
                N_("Bước “%(step)s”: bước chờ chỉ ra bằng “làm tiếp sau khi chờ”, bước khác thì không."), step=source,
            )  # fmt: skip


# --- The ways: everything reachable, everything able to end ----------------------------------------------------------

_END = ""


def _closure(edges: dict[str, set[str]], start: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    to_visit = list(start)
    while to_visit:
        code = to_visit.pop()
        if code not in seen:
            seen.add(code)
            to_visit += edges.get(code, ())
    return seen


def _edges(process: Process, *verbs: Verb) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {step.code: set() for step in process.steps}
    for way in process.transitions:
        if not verbs or way.verb in verbs:
            edges[way.source] |= set(way.targets) or {_END}
    return edges


def _reversed(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    back: dict[str, set[str]] = {}
    for source, targets in edges.items():
        for target in targets:
            back.setdefault(target, set()).add(source)
    return back


def _reach(process: Process) -> Iterator[Finding]:
    edges = _edges(process)
    met = _closure(edges, [process.start])
    ending = _closure(_reversed(edges), [_END])
    for step in process.steps:
        if step.code not in met:
            yield error("unreachable", step.code, N_("Không có lối nào dẫn tới bước “%(step)s”."), step=step.name)
        elif step.code not in ending:
            yield error("no_end", step.code, N_("Từ bước “%(step)s” không bao giờ kết thúc được."), step=step.name)
    if not any(way.verb is Verb.FINISH and way.source in met for way in process.transitions):
        yield error("no_finish", "", N_("Quy trình không có bước nào kết thúc."))
    onward = _edges(process, Verb.FORWARD, Verb.RESUME, Verb.HAND_OUT)
    for way in process.transitions:
        if way.verb is Verb.SEND_BACK and way.source not in _closure(onward, way.targets):
            yield error(
                "back_to_later", way.source, N_("Bước “%(step)s” trả lại bước “%(target)s” không đứng trước nó."),
                step=process.step(way.source).name, target=process.step(way.targets[0]).name,
            )  # fmt: skip


# --- The branches: what is handed out comes together again -----------------------------------------------------------


def _branches(process: Process) -> Iterator[Finding]:
    places = scopes(process)
    mixed = [step for step in process.steps if len(places[step.code]) > 1]
    for step in mixed:
        yield error(
            "mixed_branches", step.code,
            N_("Bước “%(step)s” tới được cả từ trong nhánh lẫn ngoài nhánh: các nhánh không gặp nhau trước đó."),
            step=step.name,
        )  # fmt: skip
    if mixed:
        return
    scope_of = {code: next(iter(found), None) for code, found in places.items()}
    yield from _ways_out(process, scope_of)
    for way in process.transitions:
        if way.verb is Verb.HAND_OUT:
            yield from _meeting(process, way.source, way.targets, scope_of)


def _ways_out(process: Process, scope_of: dict[str, Scope | None]) -> Iterator[Finding]:
    """Ends and returns must not leave other branches behind; joins must be entered from a branch."""
    for way in process.transitions:
        scope = scope_of[way.source]
        if scope is None:
            continue
        step = process.step(way.source)
        if way.verb is Verb.FINISH and scope:
            yield error(
                "finish_in_branch", step.code, N_("Bước “%(step)s” kết thúc trong khi các nhánh khác còn làm dở."),
                step=step.name,
            )  # fmt: skip
        for target in map(process.step, way.targets):
            onward = way.verb in (Verb.FORWARD, Verb.RESUME)
            if onward and target.join and not scope:
                yield error(
                    "join_without_branch", target.code,
                    N_("Bước “%(target)s” chờ gộp nhánh nhưng bước “%(step)s” chuyển tới không nằm trong nhánh nào."),
                    target=target.name, step=step.name,
                )  # fmt: skip
            landing = scope_of[target.code]
            if way.verb in (Verb.SEND_BACK, Verb.REFUSE) and landing is not None and scope[: len(landing)] != landing:
                yield error(
                    "into_branch", step.code, N_("Bước “%(step)s” %(verb)s vào giữa một nhánh khác (“%(target)s”)."),
                    step=step.name, verb=way.verb.label, target=target.name,
                )  # fmt: skip


def _meeting(
    process: Process,
    source: str,
    targets: tuple[str, ...],
    scope_of: dict[str, Scope | None],
) -> Iterator[Finding]:
    """All branches of one hand-out come to one and the same join, and enough of them can."""
    outer = scope_of[source]
    if outer is None:
        return
    inner = (*outer, source)
    name = process.step(source).name
    onward = _edges(process, Verb.FORWARD, Verb.RESUME, Verb.HAND_OUT, Verb.SEND_BACK)
    joins = {step.code for step in process.steps if step.join}
    into = {
        target
        for step in process.steps
        if scope_of[step.code] == inner
        for way in process.leaving(step.code)
        if way.verb in (Verb.FORWARD, Verb.RESUME)
        for target in way.targets
        if target in joins
    } | (joins & set(targets))
    if len(into) != 1:
        yield error(
            "no_join" if not into else "branches_part", source,
            N_("Bước “%(step)s” giao cho nhiều nơi nhưng không có bước nào gộp lại.")
            if not into
            else N_("Các nhánh từ bước “%(step)s” đi về %(count)s bước gộp khác nhau nên không gặp nhau."),
            step=name, count=len(into),
        )  # fmt: skip
        return
    join = process.step(into.pop())
    inside = {code for code, scope in scope_of.items() if scope is not None and scope[: len(inner)] == inner}
    within = {code: {t for t in onward[code] if t in inside or t == join.code} for code in inside}
    arriving = sum(target == join.code or join.code in _closure(within, [target]) for target in targets)
    needed = len(targets) if join.join is None or join.join.needs is None else join.join.needs
    if not 1 <= needed <= arriving:
        yield error(
            "dead_join", join.code,
            N_("Bước gộp “%(join)s” chờ %(needed)s nhánh nhưng chỉ %(arriving)s nhánh tới được: không bao giờ chạy."),
            join=join.name, needed=needed, arriving=arriving,
        )  # fmt: skip
