"""What people call the pages. The command line reads it with each start: nothing is imported here."""

from __future__ import annotations

#: By the names that addresses and ``--page`` have, in the order in which pages stand.
PAGE_NAMES = {
    "timing": "Cuts and timing",
    "shapes": "Shapes in frames",
    "sounds": "Sounds",
    "categories": "Categories",
    "templates": "Templates",
    "label": "Label by a template",
    "align": "Align two releases",
    "pairs": "Give and take labels",
}
#: What can be worked on without any media file.
WITHOUT_MEDIA = ("categories", "templates", "pairs")
