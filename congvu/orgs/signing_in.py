"""Who is signed in: allauth checks name and password; the person of a running session is read by a fixed question."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from congvu.ledger.compiled import Compiled, Given
from congvu.orgs.models import Person

_PERSON = Compiled(lambda: Person.objects.filter(pk=Given("person")))


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> Person | None:
        person = _PERSON.first(person=int(user_id))
        return person if person is not None and self.user_can_authenticate(person) else None
