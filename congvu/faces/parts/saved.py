"""A reader's own ways of looking at a list: tabs after the room's, and a menu to keep, name and drop them."""

from dataclasses import dataclass

from congvu.faces.words import Words


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query` is the list's address after “?”. The three addresses take a POST."""

    name: Words
    query: str
    is_default: bool = False
    rename_url: str = ""
    remove_url: str = ""
    default_url: str = ""


@dataclass(frozen=True, slots=True)
class SavedViews:
    """What one reader keeps of one list. `path` and `query` are where the reader is now, set by `ListState`."""

    keep_url: str
    views: tuple[SavedView, ...] = ()
    path: str = ""
    query: str = ""

    @property
    def default(self) -> SavedView | None:
        return next((view for view in self.views if view.is_default), None)

    @property
    def is_new(self) -> bool:
        """Whether there is something to keep: conditions that no kept view has."""
        return bool(self.query) and all(view.query != self.query for view in self.views)

    @property
    def shown(self) -> list[tuple[SavedView, str, bool]]:
        """(view, its address, whether it is the present one)."""
        return [(view, f"{self.path}?{view.query}", view.query == self.query) for view in self.views]
