from django.utils.translation import gettext_lazy as _

from congvu.faces import navigation


def register_all() -> None:
    navigation.register(
        navigation.Item(
            key="plans", label=_("Kế hoạch"), short=_("Kế hoạch"), url_name="plans:list", icon="target",
            group=navigation.UNIT, order=30, permission="plans.see",
        )
    )  # fmt: skip
