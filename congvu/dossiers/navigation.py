from django.utils.translation import gettext_lazy as _

from congvu.faces import navigation


def register_all() -> None:
    navigation.register(
        navigation.Item(
            key="dossiers", label=_("Hồ sơ một cửa"), short=_("Hồ sơ"), url_name="dossiers:list", icon="stack-2",
            group=navigation.UNIT, order=10, permission="dossiers.see", phone={"*": 2},
        )
    )  # fmt: skip
    navigation.register(
        navigation.Item(
            key="intake", label=_("Tiếp nhận hồ sơ"), short=_("Tiếp nhận"), url_name="dossiers:intake", icon="receipt",
            group=navigation.UNIT, order=5, permission="dossiers.receive", phone={"receiving_officer": 1},
        )
    )  # fmt: skip
