"""What the law says, as plain functions over frozen values: no Django, no database, no clock."""
