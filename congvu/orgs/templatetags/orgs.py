from datetime import date, timedelta

from django import template

from congvu.orgs.pages import span_words

register = template.Library()


@register.simple_tag
def days_of(since: date | None, last: date | None) -> str:
    """“từ … đến hết …” of anything with `since` and `last`."""
    return span_words(since, last)


@register.filter
def day_before(day: date) -> date:
    """The eve of a change, the last day of the state before it."""
    return day - timedelta(days=1)
