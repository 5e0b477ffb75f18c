"""A draft version as forms and rows, and two versions side by side in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog import selectors
from congvu.catalog.commands.versions import missing_parts
from congvu.catalog.differences import compare_versions
from congvu.catalog.editing import EditColumn, EditTable, Rows, edit_table, filled_rows
from congvu.catalog.facts import BasisFacts, ChannelFacts, PaperFacts, ResultFacts, VersionFacts, facts_of
from congvu.catalog.models import Channel, LegalBasis, OnlineLevel, ProcedureVersion, Process
from congvu.catalog.pages.processes import changes, days_text
from congvu.faces.errors import filled

WIDE = {"rows": 2}
DAY = {"type": "date"}
YES = (("", gettext_lazy("không")), ("1", gettext_lazy("có")))
TABLES: dict[str, tuple[Any, Any, tuple[EditColumn, ...]]] = {
    "channels": (
        gettext_lazy("Cách thức thực hiện, thời hạn"), gettext_lazy("cách nộp"),
        (
            EditColumn("channel", gettext_lazy("Cách nộp"), "select", Channel.choices, "m"),
            EditColumn("limit", gettext_lazy("Thời hạn")),
            EditColumn("for_difficult_area", gettext_lazy("Chỉ vùng khó khăn"), "select", YES, "m"),
            EditColumn("text", "", "hidden"),
        ),
    ),
    "papers": (
        gettext_lazy("Thành phần hồ sơ"), gettext_lazy("giấy tờ"),
        (
            EditColumn("name", gettext_lazy("Giấy tờ"), width="l"),
            EditColumn("originals", gettext_lazy("Bản chính"), "number", width="s"),
            EditColumn("copies", gettext_lazy("Bản sao"), "number", width="s"),
            EditColumn("condition", gettext_lazy("Chỉ cần khi")),
            EditColumn("form_no", gettext_lazy("Mẫu số"), width="m"),
            EditColumn("form_url", gettext_lazy("Tệp mẫu (địa chỉ)"), width="m"),
            EditColumn("reuse_code", gettext_lazy("Kết quả thay được"), width="m"),
            EditColumn("conditional", "", "hidden"),
        ),
    ),
    "results": (
        gettext_lazy("Kết quả"), gettext_lazy("kết quả"),
        (
            EditColumn("name", gettext_lazy("Kết quả"), width="l"),
            EditColumn("code", gettext_lazy("Mã kết quả"), width="l"),
        ),
    ),
    "bases": (
        gettext_lazy("Căn cứ pháp lý"), gettext_lazy("căn cứ"),
        (
            EditColumn("number", gettext_lazy("Số văn bản")),
            EditColumn("part", gettext_lazy("Là"), "select", LegalBasis.Part.choices, "m"),
            EditColumn("article", gettext_lazy("Điều, khoản")),
        ),
    ),
}  # fmt: skip


class VersionForm(forms.Form):
    """What stands once in a version; the rows stand beside it."""

    name = forms.CharField(label=gettext_lazy("Tên thủ tục"), max_length=2000, widget=forms.Textarea(WIDE))
    field = forms.CharField(label=gettext_lazy("Lĩnh vực"), max_length=200)
    level = forms.CharField(label=gettext_lazy("Cấp thực hiện"), max_length=200, required=False)
    limit = forms.CharField(label=gettext_lazy("Thời hạn giải quyết"), max_length=60, required=False)
    agency = forms.CharField(label=gettext_lazy("Cơ quan có thẩm quyền"), max_length=2000, required=False)
    fee = forms.CharField(label=gettext_lazy("Phí, lệ phí như công bố"), max_length=2000, required=False)
    online_level = forms.ChoiceField(label=gettext_lazy("Mức trực tuyến"), choices=OnlineLevel.choices, required=False)
    no_paper = forms.BooleanField(label=gettext_lazy("Không nhận hồ sơ giấy"), required=False)
    decision_no = forms.CharField(label=gettext_lazy("Quyết định công bố, số"), max_length=200, required=False)
    decided_on = forms.DateField(label=gettext_lazy("Ngày quyết định"), required=False, widget=forms.DateInput(DAY))
    announced_on = forms.DateField(label=gettext_lazy("Ngày công khai"), required=False, widget=forms.DateInput(DAY))
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=4000, required=False)
    source_url = forms.CharField(label=gettext_lazy("Trang nguồn"), max_length=500, required=False)


def rows_of_facts(facts: VersionFacts) -> dict[str, Rows]:
    return {
        "channels": [
            {
                "channel": c.channel, "limit": c.limit, "text": c.text,
                "for_difficult_area": "1" if c.for_difficult_area else "",
            } for c in facts.channels
        ],
        "papers": [
            {
                "name": p.name, "originals": str(p.originals), "copies": str(p.copies), "condition": p.condition,
                "form_no": p.form_no, "form_url": p.form_url, "reuse_code": p.reuse_code,
                "conditional": "1" if p.conditional else "",
            } for p in facts.papers
        ],
        "results": [{"name": r.name, "code": r.code} for r in facts.results],
        "bases": [{"number": b.number, "part": b.part, "article": b.article} for b in facts.bases],
    }  # fmt: skip


def facts_typed(form: VersionForm, tables: dict[str, Rows]) -> VersionFacts:
    """The form is valid. Numbers that are none count as 0; a choice that is none falls back to the first."""
    data = form.cleaned_data
    rows = {key: filled_rows(tables[key], TABLES[key][2]) for key in TABLES}
    rows["channels"] = tables["channels"]  # a way in without a limit of its own is a way in
    return VersionFacts(
        **{**data, "no_paper": bool(data["no_paper"])},
        channels=tuple(
            ChannelFacts(
                r["channel"] if r["channel"] in Channel.values else Channel.DIRECT.value, r["limit"],
                "" if r["limit"] else r["text"],
                for_difficult_area=bool(r["for_difficult_area"]),
            ) for r in rows["channels"]
        ),
        papers=tuple(
            PaperFacts(
                r["name"], _whole(r["originals"]), _whole(r["copies"]), bool(r["condition"] or r["conditional"]),
                r["condition"], r["form_no"], r["form_url"], r["reuse_code"],
            ) for r in rows["papers"] if r["name"]
        ),
        results=tuple(ResultFacts(r["name"], r["code"]) for r in rows["results"] if r["name"]),
        bases=tuple(
            BasisFacts(
                r["number"], r["part"] if r["part"] in LegalBasis.Part.values else LegalBasis.Part.BASIS.value,
                r["article"],
            ) for r in rows["bases"] if r["number"]
        ),
    )  # fmt: skip


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@dataclass(frozen=True, slots=True)
class DraftPage:
    code: str
    number: int
    form: VersionForm
    tables: list[EditTable]
    missing: list[str]
    changes: list[str]
    against: int
    may_publish: bool


def draft_page(
    draft: ProcedureVersion,
    *,
    actor: Any,
    form: VersionForm | None = None,
    tables: dict[str, Rows] | None = None,
    focus: tuple[str, int] = ("", 0),
) -> DraftPage:
    """The draft as saved, or as typed (`form`, `tables`)."""
    facts = facts_of(draft)
    typed = tables if tables is not None else rows_of_facts(facts)
    code = draft.procedure.code
    before = draft.procedure.versions.exclude(during=None).order_by("-number").first()
    return DraftPage(
        code=code, number=draft.number,
        form=form or VersionForm(initial={name: getattr(facts, name) for name in VersionForm.base_fields}),
        tables=[
            edit_table(key, label, noun, columns, typed[key], focus=focus[1] if focus[0] == key else 0)
            for key, (label, noun, columns) in TABLES.items()
        ],
        missing=[_(what) for what in missing_parts(facts)],
        changes=version_changes(facts_of(before), facts) if before else [], against=before.number if before else 0,
        may_publish=actor.may("catalog.publish"),
    )  # fmt: skip


def version_changes(old: VersionFacts, new: VersionFacts) -> list[str]:
    return [filled(one.sentence, one.data) for one in compare_versions(old, new)]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    code: str
    name: str
    old: str
    new: str
    changes: list[str]
    process_changes: list[str]
    process_old: str
    process_new: str
    versions: list[tuple[int, str, bool, bool]]


def comparison_page(code: str, *, old: int | None, new: int | None, day: date) -> ComparisonPage:
    """Version against version, and the processes that held with them. Without numbers: the latest two.

    Raises VersionUnknown, ProcedureNotFound.
    """
    present = selectors.version_on(code, day)
    procedure = present.procedure
    rows = list(procedure.versions.order_by("-number"))
    numbers = [row.number for row in rows]
    newer = selectors.version_numbered(code, new or numbers[0])
    older = selectors.version_numbered(code, old or next((n for n in numbers if n < newer.number), newer.number))
    said = {row.number: days_text(row) for row in rows}
    processes = list(
        procedure.processes.filter(state=Process.State.PUBLISHED).exclude(during__isempty=True).order_by("-number")[:2]
    )
    pair = len(processes) == 2
    return ComparisonPage(
        code=code, name=present.name, old=f"{older.number} ({said[older.number]})",
        new=f"{newer.number} ({said[newer.number]})", changes=version_changes(facts_of(older), facts_of(newer)),
        process_changes=changes(processes[1], processes[0]) if pair else [],
        process_old=str(processes[1].number) if pair else "", process_new=str(processes[0].number) if pair else "",
        versions=[(n, said[n], n == older.number, n == newer.number) for n in numbers],
    )  # fmt: skip
