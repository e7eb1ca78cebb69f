"""What the notebooks call: a page is a function that lays widgets out."""

from animewidgets.pages.annotate import annotate

__all__ = ["annotate"]
