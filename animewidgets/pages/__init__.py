"""What the notebooks call: a page is a function that lays widgets out."""

from animewidgets.pages.annotate import annotate
from animewidgets.pages.shapes import shapes

__all__ = ["annotate", "shapes"]
