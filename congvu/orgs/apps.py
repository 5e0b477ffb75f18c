from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "congvu.orgs"
    label = "orgs"
    verbose_name = _("Đơn vị, con người, quyền")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from congvu.faces import lists, shell
        from congvu.orgs import events, reader, saved_views, searching  # noqa: F401  (events: registers the kinds of event)
        from congvu.orgs.calendars.shipped import after_migrate

        post_migrate.connect(after_migrate, sender=self)
        shell.provide(reader.reader_of)
        lists.provide_views(saved_views.views_of)
        searching.register_all()
        _register_navigation()


def _register_navigation() -> None:
    from congvu.faces.navigation import MINE, SETUP, Item, register

    register(
        Item("units", _("Đơn vị"), "orgs:chart", "sitemap", SETUP, 20, permission="orgs.see",
             active=("orgs:unit", "orgs:comparison"))
    )  # fmt: skip
    register(
        Item("people", _("Người dùng"), "orgs:people", "users", SETUP, 30, permission="orgs.see_people",
             active=("orgs:person", "orgs:new_person"))
    )  # fmt: skip
    register(Item("search", _("Tìm"), "orgs:search", "search", MINE, 90, phone={"*": 4}, bar_only=True))
    register(Item("roles", _("Vai trò và quyền"), "orgs:roles", "user-shield", SETUP, 40, permission="orgs.see_people"))
