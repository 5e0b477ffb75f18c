"""What leaders and bodies give units to do: from a directive to accepted evidence. Rules: docs/rules/tasks.md."""
