"""What `congvu load KIND` can load: kind → dotted path of `load(rows, *, actor, at, dry_run) -> LoadReport`."""

LOADERS: dict[str, str] = {
    "calendar": "congvu.obligations.recompute.loading.load_calendar",
    "hours": "congvu.obligations.recompute.loading.load_hours",
    "units": "congvu.orgs.load.units.load_units",
    "procedures": "congvu.catalog.load.load_procedures",
    "steps": "congvu.catalog.load.load_steps",
    "programme": "congvu.tasks.programmes.load.load_programme",
    "plan": "congvu.tasks.plans.load.load_plans",
    "fees": "congvu.catalog.load.load_fees",
    "dossiers": "congvu.dossiers.load.load_dossiers",
    "routes": "congvu.dossiers.load.load_routes",
    "tasks": "congvu.tasks.load.load_tasks",
    "criteria": "congvu.indexes.load.load_criteria",
    "scores": "congvu.indexes.load.load_scores",
    "figures": "congvu.metrics.outside.load_figures",
    "people": "congvu.orgs.load.people.load_people",
}
