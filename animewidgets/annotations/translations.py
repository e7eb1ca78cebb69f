"""What a category is called in other languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from animewidgets.annotations.category_attributes import LONGEST_NAME, is_short_text

#: The form of a BCP 47 language tag: "ja", "zh-Hant", "en-GB".
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Translation:
    """Name and description of a category in a language.

    Args:
        language: a BCP 47 tag, such as ``"ja"`` or ``"zh-Hant"``.
        name: in that language.
        description: likewise; empty where there is none.

    Raises:
        ValueError: the tag has not the form of one, or the name is none.
    """

    language: str
    name: str
    description: str = ""

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"expected a language as a BCP 47 tag such as 'ja', not {self.language!r}")
        if not is_short_text(self.name):
            raise ValueError(
                f"a name in {self.language!r} has 1 to {LONGEST_NAME} characters, not {self.name!r}"
            )
