"""What the notebooks call: a page is a function that lays widgets out."""

from animewidgets.pages.align import align
from animewidgets.pages.annotate import annotate
from animewidgets.pages.categories import categories
from animewidgets.pages.label import label
from animewidgets.pages.pairs import pairs
from animewidgets.pages.shapes import shapes
from animewidgets.pages.sounds import sounds
from animewidgets.pages.templates import templates

__all__ = ["align", "annotate", "categories", "label", "pairs", "shapes", "sounds", "templates"]
