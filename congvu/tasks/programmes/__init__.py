"""Working programmes of a body, month by month, and the weekly calendar of its leaders."""
