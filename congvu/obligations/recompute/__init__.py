"""A calendar changes: what that does to due dates is shown first, then every open one is computed again.

One rule in one place: each date is computed by `obligations.clock.due_for`, never by a second formula in SQL
(docs/decisions/calendar-changes-in-python.md). The run goes in batches, each its own transaction.
"""
