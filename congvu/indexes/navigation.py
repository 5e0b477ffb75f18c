from django.utils.translation import gettext_lazy as _

from congvu.faces import navigation


def register_all() -> None:
    navigation.register(
        navigation.Item(
            key="indexes", label=_("Chỉ số, chấm điểm"), short=_("Chỉ số"), url_name="indexes:rounds", icon="chart-bar",
            group=navigation.UNIT, order=40, permission="indexes.see", phone={"index_officer": 1},
        )
    )  # fmt: skip
