"""Sessions lie in the database, so that leaving an office or a changed password ends them at once; reading one is a
question whose text never changes."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from congvu.ledger.compiled import Compiled, Given

_LIVE = Compiled(lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now")))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = _LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
