"""The face of the house: page shell, typed page parts, wording of dates and numbers, navigation. See docs/faces.md."""
