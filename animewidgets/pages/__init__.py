"""What the notebooks call: a page is a function that lays widgets out."""

from animewidgets.pages.annotate import annotate
from animewidgets.pages.shapes import shapes
from animewidgets.pages.sounds import sounds
from animewidgets.pages.templates import templates

__all__ = ["annotate", "shapes", "sounds", "templates"]
