"""Carrying a run over to another version of its process: to the same desk, or not at all, with the reason."""

from collections.abc import Iterable, Mapping

from congvu.core.errors import N_, DomainError
from congvu.core.process.compare import matched
from congvu.core.process.model import Process, Step, Verb, scopes
from congvu.core.process.run import Run, Token, run_at


class CannotCarry(DomainError):
    """What all these refusals have in common: the matter stays in its version."""

    code = "cannot_carry"
    sentence = N_("Hồ sơ ở lại quy trình cũ.")


class StepIsGone(CannotCarry):
    code = "carry_step_gone"
    sentence = N_(
        "Đang ở bước “%(step)s”, bước này không có trong quy trình mới. Hãy chọn bước thay thế hoặc làm xong bước "
        "này trước."
    )


class StepDiffers(CannotCarry):
    """The same place would be another kind of work: somebody else's desk, or a wait."""

    code = "carry_step_differs"
    sentence = N_("Bước “%(step)s” do %(before)s làm, ở quy trình mới là %(after)s. Hãy làm xong bước này trước.")


class BranchesDiffer(CannotCarry):
    code = "carry_branches_differ"
    sentence = N_(
        "Đang có nhiều nhánh cùng làm từ bước “%(step)s”; quy trình mới chia nhánh khác. Hãy gộp nhánh trước."
    )


def same_steps(old: Process, new: Process, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Old code → new code: as the versions are compared, overruled by what a person has named."""
    return {before: after for after, before in matched(old, new).items()} | dict(given or {})


def carry(tokens: Iterable[Token], old: Process, new: Process, given: Mapping[str, str] | None = None) -> Run:
    """The same standing in the new version. Raises StepIsGone, StepDiffers, BranchesDiffer."""
    same = same_steps(old, new, given)
    known = {step.code for step in new.steps}
    places = scopes(new)
    carried = []
    for token in tokens:
        before = old.step(token.step)
        code = same.get(token.step, "")
        if code not in known:
            raise StepIsGone(step=before.name)
        _require_same_work(before, new.step(code), token)
        branch = tuple(_branch(entry, old, new, same) for entry in token.branch)
        scope = tuple(entry.rpartition(":")[0] for entry in branch)
        standing = (*scope[:-1],) if token.arrived else scope
        if standing not in places[code]:
            raise BranchesDiffer(step=before.name)
        carried.append(Token(code, branch, token.arrived))
    return run_at(new, carried)


def _require_same_work(before: Step, after: Step, token: Token) -> None:
    same_wait = before.waits_for is after.waits_for
    if not same_wait or before.role is not after.role or (token.arrived and after.join is None):
        raise StepDiffers(step=before.name, before=_said(before), after=_said(after))


def _said(step: Step) -> str:
    from congvu.core.errors import Said

    return Said(step.waits_for.label if step.waits_for else step.role.label)


def _branch(entry: str, old: Process, new: Process, same: Mapping[str, str]) -> str:
    source, _, part = entry.rpartition(":")
    here = same.get(source, "")
    way = next((way for way in new.transitions if way.source == here and way.verb is Verb.HAND_OUT), None)
    position, _, many = part.partition("/")
    was = next((w for w in old.transitions if w.source == source and w.verb is Verb.HAND_OUT), None)
    if way is None or was is None or len(way.targets) != int(many):
        raise BranchesDiffer(step=old.step(source).name)
    first = was.targets[int(position) - 1]
    if same.get(first) not in way.targets:
        raise BranchesDiffer(step=old.step(source).name)
    return f"{here}:{way.targets.index(same[first]) + 1}/{many}"
