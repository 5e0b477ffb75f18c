"""The process that migrates: works as the owner of the tables, and is the only one that does."""

import os

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
    django.setup()
    from congvu.config import grants

    call_command("migrate", interactive=False, verbosity=int(os.environ.get("CONGVU_VERBOSITY", "0")))
    call_command("createcachetable", verbosity=0)
    grants.apply()


if __name__ == "__main__":
    main()
