"""What changed between two versions of a process, in sentences a person can check against the decision."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from congvu.core.errors import N_, Said
from congvu.core.process.model import Process, Step, Transition
from congvu.core.text import fold


@dataclass(frozen=True)
class Difference:
    """One change. `place` is the step's code in the new version, or in the old one when it went."""

    code: str
    place: str
    sentence: str
    data: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.data


def compare(old: Process, new: Process) -> list[Difference]:
    """Readable differences: the process, then steps in the order of the new version, then steps that went, then ways.

    Steps are recognised by name and unit, so that a step put in between does not rename all that follow; what is left
    over is matched by its code.
    """
    pairs = matched(old, new)
    return [
        *_whole(old, new),
        *(change for step in new.steps for change in _step_changes(step, pairs, old)),
        *(
            Difference("step_removed", step.code, N_("Bỏ bước “%(step)s”."), {"step": step.name})
            for step in old.steps
            if step.code not in pairs.values()
        ),
        *_way_changes(old, new, pairs),
    ]


def _key(step: Step) -> tuple[str, str]:
    return fold(step.name), fold(step.role_unit)


def matched(old: Process, new: Process) -> dict[str, str]:
    """New code → old code: the same step by name and unit in order, what is left over by its code."""
    matcher = SequenceMatcher(a=[_key(s) for s in old.steps], b=[_key(s) for s in new.steps], autojunk=False)
    pairs = {
        new.steps[block.b + n].code: old.steps[block.a + n].code
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }
    free = {step.code for step in old.steps} - set(pairs.values())
    for step in new.steps:
        if step.code not in pairs and step.code in free:
            pairs[step.code] = step.code
    return pairs


def _text(value: object) -> str:
    if isinstance(value, Said):
        return value
    return str(value) if value not in (None, "") else "—"


def _whole(old: Process, new: Process) -> Iterator[Difference]:
    before, after = (process.limit.text if process.limit else "" for process in (old, new))
    if before != after:
        data: dict[str, object] = {"before": _text(before), "after": _text(after)}
        yield Difference("limit", "", N_("Thời hạn của thủ tục: %(before)s → %(after)s."), data)
    if old.name != new.name:
        data = {"before": old.name, "after": new.name}
        yield Difference("name", "", N_("Tên quy trình: %(before)s → %(after)s."), data)


_STEP_SENTENCES = {
    "step_name": N_("Bước “%(before)s” đổi tên thành “%(after)s”."),
    "step_unit": N_("Bước “%(step)s”: người, đơn vị làm %(before)s → %(after)s."),
    "step_time": N_("Bước “%(step)s”: thời hạn %(before)s → %(after)s."),
    "step_stage": N_("Bước “%(step)s”: giai đoạn %(before)s → %(after)s."),
    "step_join": N_("Bước “%(step)s”: gộp nhánh %(before)s → %(after)s."),
    "step_output": N_("Bước “%(step)s”: sản phẩm %(before)s → %(after)s."),
    "step_role": N_("Bước “%(step)s”: vai trò %(before)s → %(after)s."),
    "step_wait": N_("Bước “%(step)s”: chờ %(before)s → %(after)s."),
}


def _facts(step: Step) -> dict[str, object]:
    join = "" if step.join is None else step.join.needs or N_("tất cả")
    return {
        "step_name": step.name,
        "step_unit": step.role_unit,
        "step_time": step.allowance.text if step.allowance else "",
        "step_stage": step.stage,
        "step_join": join,
        "step_output": step.output,
        "step_role": Said(step.role.label),
        "step_wait": Said(step.waits_for.label) if step.waits_for else "",
    }


def _step_changes(step: Step, pairs: dict[str, str], old: Process) -> Iterator[Difference]:
    if step.code not in pairs:
        yield Difference("step_added", step.code, N_("Thêm bước “%(step)s”."), {"step": step.name})
        return
    before, after = _facts(old.step(pairs[step.code])), _facts(step)
    for what, sentence in _STEP_SENTENCES.items():
        if before[what] != after[what]:
            data: dict[str, object] = {"step": step.name, "before": _text(before[what]), "after": _text(after[what])}
            yield Difference(what, step.code, sentence, data)


def _way_changes(old: Process, new: Process, pairs: dict[str, str]) -> Iterator[Difference]:
    """Ways between steps that both versions have; ways of steps that came or went are told by the step itself."""
    new_code = {before: after for after, before in pairs.items()}
    before = {
        Transition(new_code[way.source], way.verb, tuple(new_code[target] for target in way.targets)): None
        for way in old.transitions
        if new_code.keys() >= {way.source, *way.targets}
    }
    after = {way: None for way in new.transitions if pairs.keys() >= {way.source, *way.targets}}
    for way in after:
        if way not in before:
            yield _way("way_added", N_("Thêm lối: từ “%(step)s” %(verb)s%(targets)s."), way, new)
    for way in before:
        if way not in after:
            yield _way("way_removed", N_("Bỏ lối: từ “%(step)s” %(verb)s%(targets)s."), way, new)


def _way(code: str, sentence: str, way: Transition, process: Process) -> Difference:
    targets = ", ".join(f"“{process.step(target).name}”" for target in way.targets)
    data: dict[str, object] = {
        "step": process.step(way.source).name,
        "verb": way.verb.label,
        "targets": f" → {targets}" if targets else "",
    }
    return Difference(code, way.source, sentence, data)
