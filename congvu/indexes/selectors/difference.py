"""What changed from one version of a set to another, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.indexes.load.criteria import Line, lines_of
from congvu.indexes.models import CriteriaSet
from congvu.indexes.pages.points import points


@dataclass(frozen=True, slots=True)
class Changed:
    place: str
    text: str


def difference(one: CriteriaSet, two: CriteriaSet) -> list[Changed]:
    """In the order of the newer annex; what is gone stands last. Two queries."""
    before, after = {c.code: c for c in lines_of(one)}, {c.code: c for c in lines_of(two)}
    made = [changed for line in after.values() for changed in _changed(before.get(line.code), line)]
    gone = [
        Changed(code, _("bỏ tiêu chí “%(name)s” (%(points)s điểm)") % {"name": c.name, "points": points(c.maximum)})
        for code, c in before.items() if code not in after
    ]  # fmt: skip
    return made + gone


def _changed(old: Line | None, new: Line) -> Iterator[Changed]:
    if old is None:
        said = _("thêm tiêu chí “%(name)s” (%(points)s điểm)") % {"name": new.name, "points": points(new.maximum)}
        yield Changed(new.code, said)
        return
    if old.maximum != new.maximum:
        said = _("điểm tối đa %(old)s → %(new)s") % {"old": points(old.maximum), "new": points(new.maximum)}
        yield Changed(new.code, said)
    if old.name != new.name:
        yield Changed(new.code, _("tên “%(old)s” → “%(new)s”") % {"old": old.name, "new": new.name})
    if old.parent != new.parent:
        said = _("chuyển từ %(old)s sang %(new)s") % {"old": old.parent or "–", "new": new.parent or "–"}
        yield Changed(new.code, said)
    if (old.rule, old.formula, old.when_nothing) != (new.rule, new.formula, new.when_nothing):
        yield Changed(new.code, _("quy tắc tính điểm thay đổi"))
    if old.scoring_rule != new.scoring_rule:
        said = _("cách chấm “%(old)s” → “%(new)s”") % {"old": old.scoring_rule, "new": new.scoring_rule}
        yield Changed(new.code, said)
    if old.evidence != new.evidence:
        yield Changed(new.code, _("tài liệu kiểm chứng thay đổi"))
    if old.counts != new.counts:
        yield Changed(new.code, _("cách tính vào tổng thay đổi"))
