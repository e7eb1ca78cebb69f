"""Following shapes through the frames by optical flow."""

from animewidgets.analysis.flow.follow import Step, Way, Why, follow, follow_in
from animewidgets.analysis.flow.keys import ProposedKey, keys_of
from animewidgets.analysis.flow.motion import is_cut, moved
from animewidgets.analysis.flow.shapes import within

__all__ = ["ProposedKey", "Step", "Way", "Why", "follow", "follow_in", "is_cut", "keys_of", "moved", "within"]
