"""Work calendars: what is known about days and hours, in versions; whose calendar holds where.

`selectors.calendar_of(unit_id, on)` is what a clock asks. Rules in prose: docs/rules/calendar.md.
"""
