"""Identities of categories, made from their names: of any script, unique, the same at every reading."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Container

#: Room for what makes an identity unique, within the 100 characters that it may have.
_LONGEST = 80


def slug(name: str) -> str:
    """A name as an identity: letters, marks and digits of any script, in lower case, joined by hyphens.

    Marks belong to letters: without them Hindi, Thai and vowelled Arabic would fall apart. A name without any
    letter or digit becomes ``category-`` and a digest of it.
    """
    text = unicodedata.normalize("NFC", name.lower())
    kept = "".join(_kept(one) for one in text)
    found = "-".join(part for part in kept.split("-") if part)
    if not found:
        return f"category-{_digest(name)}"
    return found if len(found) <= _LONGEST else f"{found[:_LONGEST]}-{_digest(name)}"


def identity(name: str, parent: str | None, taken: Container[str]) -> str:
    """An identity that is not taken: that of the name, else with the parent's before it, else numbered."""
    plain = slug(name)
    if plain not in taken:
        return plain
    if parent is not None:
        plain = slug(f"{parent} {name}")
    found, number = plain, 2
    while found in taken:
        found, number = f"{plain}-{number}", number + 1
    return found


def _kept(character: str) -> str:
    kind = unicodedata.category(character)
    if kind[0] in "LMN" or character == "_":
        return character
    return "" if kind == "Cf" else "-"  # joiners and marks of direction are not seen


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
