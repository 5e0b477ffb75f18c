"""What each role may do when the house is new. Rooms add their permissions; an installation departs from this by
rows of `role_permission`, so a permission that comes with a new release reaches the roles without a migration."""

EVERYONE = frozenset({"orgs.see", "calendars.see", "metrics.see"})

_HOLDS_WORK = frozenset({"obligations.see"})
_LEADS = _HOLDS_WORK | {
    "obligations.assign", "obligations.decide", "obligations.receive", "obligations.urge",
}  # fmt: skip

ROLES: dict[str, frozenset[str]] = {
    "admin": EVERYONE
    | {"orgs.see_people", "orgs.manage_people", "orgs.reorganise", "orgs.manage_roles", "catalog.manage"}
    | {"calendars.manage", "notices.manage_mail", "api.manage_tokens"},
    "receiving_officer": EVERYONE | _HOLDS_WORK | {"obligations.receive"},
    "specialist": EVERYONE | _HOLDS_WORK,
    "head_of_division": EVERYONE | _LEADS | {"orgs.see_people"},
    "leader": EVERYONE | _LEADS | {"orgs.see_people"},
    "clerk": EVERYONE | _HOLDS_WORK | {"obligations.receive"},
    "chief_of_office": EVERYONE | _LEADS | {"calendars.manage", "orgs.see_people", "catalog.manage"},
    "vice_chairman": EVERYONE | _LEADS | {"orgs.see_people"},
    "inspector": EVERYONE | _HOLDS_WORK | {"orgs.see_people"},
    "index_officer": EVERYONE | _HOLDS_WORK,
}


_CLOSES = frozenset({"metrics.close"})
ROLES |= {role: ROLES[role] | _CLOSES for role in ("leader", "chief_of_office", "vice_chairman")}

_SEES_DOSSIERS = frozenset({"dossiers.see"})
_WORKS_ON_DOSSIERS = _SEES_DOSSIERS | {"dossiers.reveal"}
_DOSSIERS = {
    "receiving_officer": _WORKS_ON_DOSSIERS | {"dossiers.receive", "dossiers.return"},
    "specialist": _WORKS_ON_DOSSIERS | {"dossiers.process", "dossiers.issue"},
    "head_of_division": _WORKS_ON_DOSSIERS
    | {"dossiers.process", "dossiers.review", "dossiers.issue", "dossiers.assign"},
    "leader": _WORKS_ON_DOSSIERS | {"dossiers.review", "dossiers.approve", "dossiers.assign"},
    "clerk": _SEES_DOSSIERS | {"dossiers.issue"},
    "chief_of_office": _SEES_DOSSIERS,
    "vice_chairman": _SEES_DOSSIERS | {"dossiers.approve"},
    "inspector": _SEES_DOSSIERS,
    "index_officer": _SEES_DOSSIERS,
}
ROLES |= {role: ROLES[role] | permissions for role, permissions in _DOSSIERS.items()}

_CARRIES_TASKS = frozenset({"tasks.see", "tasks.carry"})
_GIVES_TASKS = _CARRIES_TASKS | {"tasks.assign", "tasks.accept"}
_TASKS = {
    "receiving_officer": frozenset({"tasks.see"}),
    "specialist": frozenset({"tasks.see"}),
    "head_of_division": _GIVES_TASKS,
    "leader": _GIVES_TASKS | {"tasks.settings"},
    "clerk": _CARRIES_TASKS,
    "chief_of_office": _GIVES_TASKS | {"tasks.follow", "tasks.settings"},
    "vice_chairman": _GIVES_TASKS | {"tasks.settings"},
    "inspector": frozenset({"tasks.see"}),
    "index_officer": frozenset({"tasks.see"}),
}
ROLES |= {role: ROLES[role] | permissions for role, permissions in _TASKS.items()}

_SEES_PLANS = frozenset({"plans.see"})
_PLANS = {
    "specialist": _SEES_PLANS | {"plans.report", "plans.draft"},
    "head_of_division": _SEES_PLANS | {"plans.report", "plans.draft", "plans.accept"},
    "leader": _SEES_PLANS | {"plans.report", "plans.draft", "plans.approve", "plans.accept"},
    "clerk": _SEES_PLANS | {"plans.report"},
    "chief_of_office": _SEES_PLANS | {"plans.report", "plans.draft", "plans.accept"},
    "vice_chairman": _SEES_PLANS | {"plans.draft", "plans.approve", "plans.accept"},
    "receiving_officer": _SEES_PLANS,
    "inspector": _SEES_PLANS,
    "index_officer": _SEES_PLANS | {"plans.draft"},
}
ROLES |= {role: ROLES[role] | permissions for role, permissions in _PLANS.items()}

_SEES_PROGRAMMES = frozenset({"programmes.see", "leader_events.see"})
_REGISTERS = _SEES_PROGRAMMES | {"programmes.register"}
_PROGRAMMES = {
    "specialist": _REGISTERS,
    "head_of_division": _REGISTERS,
    "leader": _REGISTERS | {"programmes.consent", "programmes.keep"},
    "clerk": _REGISTERS | {"leader_events.keep"},
    "chief_of_office": _REGISTERS | {"programmes.keep", "leader_events.keep"},
    "vice_chairman": _SEES_PROGRAMMES | {"programmes.consent"},
    "receiving_officer": _SEES_PROGRAMMES,
    "inspector": _SEES_PROGRAMMES,
    "index_officer": _SEES_PROGRAMMES,
}
ROLES |= {role: ROLES[role] | permissions for role, permissions in _PROGRAMMES.items()}


_SEES_INDEXES = frozenset({"indexes.see"})
_INDEXES = {
    "specialist": _SEES_INDEXES | {"indexes.score", "indexes.appraise"},
    "head_of_division": _SEES_INDEXES | {"indexes.score", "indexes.appraise"},
    "leader": _SEES_INDEXES | {"indexes.score", "indexes.approve", "indexes.appraise"},
    "clerk": _SEES_INDEXES,
    "chief_of_office": _SEES_INDEXES,
    "vice_chairman": _SEES_INDEXES,
    "inspector": _SEES_INDEXES | {"indexes.inspect"},
    "index_officer": _SEES_INDEXES | {"indexes.score", "indexes.appraise", "indexes.manage"},
}
ROLES |= {role: ROLES[role] | permissions for role, permissions in _INDEXES.items()}
_SIMPLIFIES = frozenset({"catalog.simplify"})
_PUBLISHES = _SIMPLIFIES | {"catalog.publish"}
_CATALOGUE = {
    "admin": _PUBLISHES,
    "chief_of_office": _PUBLISHES,
    "vice_chairman": _PUBLISHES,
    "leader": _SIMPLIFIES,
    "head_of_division": _SIMPLIFIES,
    "specialist": _SIMPLIFIES,
}
ROLES |= {role: ROLES[role] | permissions for role, permissions in _CATALOGUE.items()}


def with_permission(permission: str) -> list[str]:
    """Codes of the roles that have it when the house is new."""
    return sorted(role for role, permissions in ROLES.items() if permission in permissions)
