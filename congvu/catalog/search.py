"""Finding a procedure as people type it at the counter: no diacritics, beginnings of words, initials of words. Pure."""

from collections.abc import Sequence

from congvu.core.text import fold, folded_words


def score(query: str, *, code: str, name: str) -> int | None:
    """How well the query fits; None when it does not. Lower is better.

    >>> score("dk khai sinh", code="1.001193", name="Đăng ký khai sinh")
    0
    >>> score("0011", code="1.001193", name="Đăng ký khai sinh")
    1
    >>> score("kết hôn", code="1.001193", name="Đăng ký khai sinh") is None
    True
    """
    tidy = fold(query)
    if any(c.isdigit() for c in tidy) and " " not in tidy and tidy in code:
        return tidy != code
    tokens, words = folded_words(query), folded_words(name)
    places = [_place(token, words) for token in tokens]
    if not tokens or None in places:
        return None
    return min(place for place in places if place is not None)


def _place(token: str, words: Sequence[str]) -> int | None:
    """Where the token stands: the beginning of a word, or the initials of words in a row."""
    for place, word in enumerate(words):
        if word.startswith(token):
            return place
        run = words[place : place + len(token)]
        if 1 < len(token) == len(run) and all(word[0] == letter for word, letter in zip(run, token, strict=True)):
            return place
    return None
