"""Sample figures and charts."""

from congvu.faces.parts import (
    Bar,
    BarChart,
    Column,
    Figure,
    Link,
    Num,
    Rate,
    Row,
    Series,
    SumRow,
    Table,
    Trend,
    TrendChart,
)


def figures() -> list[Figure]:
    return [
        Figure(
            "Hồ sơ trả đúng hạn",
            "#dung-han",
            "hồ sơ đã trả",
            numerator=41806,
            denominator=43046,
            trend=Trend("up", "tăng 0,46 điểm so quý III", True),
        ),
        Figure(
            "Hồ sơ đang quá hạn",
            "#qua-han",
            "hồ sơ đang mở",
            value=214,
            denominator=9874,
            trend=Trend("up", "thêm 37 trong 7 ngày", False),
        ),
        Figure(
            "Nhiệm vụ quá hạn",
            "#nhiem-vu",
            "nhiệm vụ đang mở",
            value=14,
            denominator=486,
            trend=Trend("down", "bớt 5 trong 7 ngày", True),
        ),
    ]


def trend() -> TrendChart:
    weeks = ("20/10", "27/10", "03/11", "10/11", "17/11", "24/11", "01/12", "08/12", "15/12", "22/12", "29/12", "05/01")
    received = (3310, 3402, 3275, 3388, 3460, 3391, 3505, 3580, 3622, 3240, 1985, 3415)
    finished = (3255, 3370, 3301, 3342, 3418, 3440, 3476, 3533, 3601, 3312, 2040, 3190)
    late = (101, 92, 88, 95, 84, 90, 79, 86, 102, 121, 74, 133)
    return TrendChart(
        sentence="Tuần 05/01: nhận 3.415, xong 3.190, trả trễ 133, cao nhất 12 tuần",
        axis=weeks,
        axis_head="Tuần từ",
        lines=(Series("Nhận", received, ["#tuan"] * 12), Series("Xong", finished, ["#tuan"] * 12)),
        bars=Series("Trả trễ", late, ["#tuan"] * 12),
        bars_note="cao nhất 12 tuần",
        notes=((10, "Tết Dương lịch"),),
    )


def age_bars() -> BarChart:
    ages = (
        ("0–5 ngày", 5210, 0),
        ("6–10 ngày", 2418, 12),
        ("11–20 ngày", 1542, 61),
        ("21–30 ngày", 498, 73),
        ("trên 30 ngày", 206, 68),
    )
    return BarChart(
        caption="Số hồ sơ đang mở theo tuổi, trong đó quá hạn",
        bars=[Bar(label, count, "#tuoi", overdue, "#tuoi") for label, count, overdue in ages],
        name_head="Tuổi",
        value_head="Đang mở",
        part_word="quá hạn",
        sum_label="Cộng",
    )


def cause_bars() -> BarChart:
    return BarChart(
        caption="Hồ sơ trả trễ theo nơi làm mất nhiều thời gian nhất",
        bars=[
            Bar("Chờ cơ quan phối hợp", 412, "#1"),
            Bar("Bước phê duyệt", 338, "#2"),
            Bar("Bước thẩm định", 301, "#3"),
            Bar("Tiếp nhận chậm", 118, "#4"),
            Bar("Hệ thống, có bằng chứng", 71, "#5", tone="system"),
        ],
        name_head="Nơi",
        value_head="Hồ sơ",
        share=True,
        sum_label="Cộng",
    )


def units_table() -> Table:
    units = (
        ("Xã Bến Lức", "gồm phần huyện Bến Lức cũ", 6758, 7222, 641, 38),
        ("Xã Bình Đức", "gồm phần huyện Bến Lức cũ", 1124, 1174, 71, 1),
        ("Xã An Thạnh", "gồm phần huyện Bến Lức cũ", 1723, 1792, 96, 4),
        ("Phường Tân An", "gồm phần TP Tân An cũ", 4293, 4438, 305, 9),
        ("Phường Khánh Hậu", "gồm phần TP Tân An cũ", 2530, 2606, 188, 2),
        ("Phường Kiến Tường", "gồm thị xã Kiến Tường cũ", 4078, 4180, 240, 3),
        ("Phường Long An", "gồm phần TP Tân An cũ", 5743, 5885, 412, 6),
    )
    on_time, returned, still_open, overdue = (sum(unit[n] for unit in units) for n in (2, 3, 4, 5))  # type: ignore[misc]
    return Table(
        key="gallery-units",
        caption="Hồ sơ theo đơn vị, năm 2025, xếp theo tỷ lệ đúng hạn tăng dần",
        columns=(
            Column("unit", "Đơn vị", phone="title", fixed=True),
            Column(
                "rate", "Đúng hạn", unit="đúng hạn / đã trả (vạch từ 90 %)", figures=True, width="xxl", phone="todo"
            ),
            Column("open", "Đang mở", figures=True, width="s", phone="hide"),
            Column("overdue", "Quá hạn", figures=True, width="s", phone="side"),
        ),
        rows=[
            Row(
                name,
                name,
                {
                    "unit": Link(name, "#don-vi", note),
                    "rate": Rate(good, all_, "#ho-so", bar=True, bar_from=90),
                    "open": Num(opened, "#mo"),
                    "overdue": Num(late, "#qua-han", hot=late > 30),
                },
            )
            for name, note, good, all_, opened, late in units
        ],
        sums=SumRow(
            "Cộng 7 đơn vị hiện nay",
            {"rate": Rate(on_time, returned), "open": Num(still_open), "overdue": Num(overdue)},
        ),
        chooses_columns=False,
        keys_help=False,
    )
