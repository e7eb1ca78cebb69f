"""Pairs files: labels with the identity of what they stand on, and neither pictures nor sound.

``docs/pairs.md`` is the specification.
"""

from animewidgets.datasets.pairs.alike import alike
from animewidgets.datasets.pairs.bind import Binding, Bound, BoundAnnotation, bind
from animewidgets.datasets.pairs.compare import Change, Difference, diff_pairs
from animewidgets.datasets.pairs.contents import Contributor, Head, Pairs, PairsRelease
from animewidgets.datasets.pairs.fingerprints import fingerprints_of
from animewidgets.datasets.pairs.import_ import Imported, Kept, import_pairs
from animewidgets.datasets.pairs.make import collect, make_pairs
from animewidgets.datasets.pairs.merge import merge_pairs
from animewidgets.datasets.pairs.parts import TABLES
from animewidgets.datasets.pairs.read import open_pairs
from animewidgets.datasets.pairs.review import Decision, nudged
from animewidgets.datasets.pairs.routes import (
    Route,
    Target,
    holds_of,
    maps_in_store,
    named_map,
    target_in_store,
    target_of,
    target_of_pairs,
)
from animewidgets.datasets.pairs.write import write_pairs

__all__ = [
    "TABLES",
    "Binding",
    "Bound",
    "BoundAnnotation",
    "Change",
    "Contributor",
    "Decision",
    "Difference",
    "Head",
    "Imported",
    "Kept",
    "Pairs",
    "PairsRelease",
    "Route",
    "Target",
    "alike",
    "bind",
    "collect",
    "diff_pairs",
    "fingerprints_of",
    "holds_of",
    "import_pairs",
    "make_pairs",
    "maps_in_store",
    "merge_pairs",
    "named_map",
    "nudged",
    "open_pairs",
    "target_in_store",
    "target_of",
    "target_of_pairs",
    "write_pairs",
]
