"""The SQL functions of Vietnamese text agree with core.text."""

import pytest
from django.db import connection

from congvu.core.text import fold, vi_sort_key

NAMES = [
    "Phường 2", "phường 10", "Đặng Thị Hòa", "Đặng Thị Hoà", "Dương Minh Châu", "ấp Bình Ước", "Ô Môn", "Ơ", "Ư", "Ứ",
    "Long An", "12/BC-UBND", "quyển 00000000012345678901", "", "  ", "Ðông", "nguyễn", "NGUYỄN", "a\u0306n", "ăn",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_sort_key_in_sql_is_the_one_of_core(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vi_sort_key(%s)", [name])
        assert cursor.fetchone()[0] == vi_sort_key(name)


@pytest.mark.django_db
def test_people_are_sorted_by_given_name_and_units_by_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT n FROM unnest(%s::text[]) AS n ORDER BY vi_name_key(n) COLLATE "C"',
            [["Trần Văn An", "Lê Văn Đạt", "Nguyễn Thị Dung", "Bùi An", "Ân"]],
        )
        assert [row[0] for row in cursor] == ["Bùi An", "Trần Văn An", "Ân", "Nguyễn Thị Dung", "Lê Văn Đạt"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Đường Nguyễn Huệ", "đ", "Hòa Thành"])
def test_fold_in_sql_is_the_one_of_core(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vi_fold(%s)", [name])
        assert cursor.fetchone()[0] == fold(name)
