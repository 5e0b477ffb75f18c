"""The charts of scores: a ranking, fields, two periods, who lost where."""

from decimal import Decimal

from congvu.faces.parts.scores import (
    DotPlot,
    DotRow,
    HeatCell,
    HeatMap,
    HeatRow,
    ScoreBar,
    ScoreBars,
    SlopeChart,
    SlopeLine,
    heat_level,
)

UNITS = (
    ("Sở Nội vụ", "86.42", "84.10", ("0.5", "2.1", "0")),
    ("Sở Tài chính", "81.05", "82.30", ("1.2", "3.4", "0.8")),
    ("Sở Xây dựng", "73.63", "77.93", ("3.0", "5.6", "2.2")),
)


def bars() -> ScoreBars:
    scored = [ScoreBar(name, Decimal(now), str(place)) for place, (name, now, _, _) in enumerate(UNITS, start=1)]
    unranked = ScoreBar("Thanh tra tỉnh", None, "–", note="chấm, không xếp hạng")
    return ScoreBars("Chỉ số của các sở", [*scored, unranked], Decimal(100), "Đơn vị", "Chỉ số", Decimal("80.37"))


def dots() -> DotPlot:
    fields = (("Cải cách thủ tục hành chính", "92"), ("Tài chính công", "71"), ("Chuyển đổi số", "60"))
    rows = [
        DotRow(name, [Decimal(own) + step for step in (-12, -5, 0, 6)], Decimal(own), "#linh-vuc")
        for name, own in fields
    ]
    return DotPlot("Sở Xây dựng so với khối sở, theo lĩnh vực", rows, "Lĩnh vực", "Sở Xây dựng")


def slope() -> SlopeChart:
    lines = [SlopeLine(name, Decimal(before), Decimal(now), "#don-vi") for name, now, before, _ in UNITS]
    return SlopeChart("Sở Xây dựng giảm 4,30 điểm", "2025", "2026", lines, "Đơn vị")


def heat() -> HeatMap:
    rows = [
        HeatRow(
            name,
            [HeatCell(lost.replace(".", ","), heat_level(Decimal(lost), Decimal("5.6")), "#mat") for lost in losses],
            str(sum(map(Decimal, losses))).replace(".", ","),
        )
        for name, _, _, losses in UNITS
    ]
    columns = (("I", "Chỉ đạo, điều hành"), ("II", "Thủ tục hành chính"), ("III", "Tài chính công"))
    return HeatMap("Điểm mất theo đơn vị và lĩnh vực", "Đơn vị", columns, rows, "Cộng", "Cộng", ("4,7", "11,1", "3,0"))
