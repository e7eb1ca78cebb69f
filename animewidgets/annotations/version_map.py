"""What became of each category from one version of a schema to another, and of its labels. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from animewidgets.annotations.categories import CATEGORY_FIELDS, Category, CategorySchema, repeated


class LinkKind(StrEnum):
    """What became of a category; ``ADDED`` is one that was not there."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Link:
    """What became of one category of the older version.

    Args:
        source: its identity in the older version.
        targets: identities in the newer version; none where it was dropped, several where it was split.
        then: the target that its labels go to; ``None`` where a person must choose, or where there is none.

    Raises:
        ValueError: a target is there twice, or ``then`` is no target.
    """

    source: str
    targets: tuple[str, ...]
    then: str | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(self.targets))
        if twice := repeated(self.targets):
            raise ValueError(f"{self.source!r} is linked to {twice!r} twice")
        if self.then is not None and self.then not in self.targets:
            raise ValueError(f"labels of {self.source!r} go to {self.then!r}, which it is not linked to")


@dataclass(frozen=True, slots=True)
class VersionMap:
    """One link for each category of the older version.

    Raises:
        ValueError: a category has two links.
    """

    schema_id: str
    from_version: int
    to_version: int
    links: tuple[Link, ...]
    _by_source: dict[str, Link] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", tuple(self.links))
        object.__setattr__(self, "_by_source", {one.source: one for one in self.links})
        if twice := repeated(one.source for one in self.links):
            raise ValueError(f"{twice!r} has two links in a map of {self.schema_id!r}")

    @classmethod
    def unchanged(cls, schema: CategorySchema, to_version: int) -> VersionMap:
        """The map by which nothing changes."""
        links = tuple(Link(one.category_id, (one.category_id,), one.category_id) for one in schema)
        return cls(schema.schema_id, schema.version, to_version, links)

    def link(self, category_id: str) -> Link | None:
        """What became of a category, or ``None`` where the older version had none such."""
        return self._by_source.get(category_id)

    def carry(self, category_id: str) -> str | None:
        """Where a label of the older version goes; ``None`` where a person must choose."""
        link = self._by_source.get(category_id)
        return None if link is None else link.then

    def carry_counts(self, counts: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
        """How many labels each category has afterwards.

        Args:
            counts: labels by category of the older version.

        Returns:
            Labels by category of the newer version, and those without a place by category of the older one.
            The sum of both is that of ``counts``.
        """
        placed: Counter[str] = Counter()
        unplaced: dict[str, int] = {}
        for source, count in counts.items():
            then = self.carry(source)
            if then is None:
                unplaced[source] = count
            else:
                placed[then] += count
        return dict(placed), unplaced

    def compose(self, later: VersionMap) -> VersionMap:
        """This map and then another one.

        Raises:
            ValueError: the other is of another schema, or does not begin where this one ends.
        """
        if (later.schema_id, later.from_version) != (self.schema_id, self.to_version):
            raise ValueError(
                f"a map of {self.schema_id!r} to version {self.to_version} cannot be followed by one of "
                f"{later.schema_id!r} from version {later.from_version}"
            )
        links = follow(self.links, later._by_source)
        return VersionMap(self.schema_id, self.from_version, later.to_version, links)


def follow(links: Iterable[Link], by_source: Mapping[str, Link]) -> tuple[Link, ...]:
    """Links and then others; what the others do not speak of stays what it is."""
    return tuple(_followed(one, by_source) for one in links)


def _followed(link: Link, by_source: Mapping[str, Link]) -> Link:
    targets: dict[str, None] = {}
    for middle in link.targets:
        after = by_source.get(middle)
        targets.update(dict.fromkeys((middle,) if after is None else after.targets))
    then = link.then
    if then is not None and then in by_source:
        then = by_source[then].then
    return Link(link.source, tuple(targets), then)


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a difference between two versions.

    Args:
        kind: what became of it.
        sources: identities in the older version; none of what was added, several of what was merged.
        targets: identities in the newer version.
        then: where labels go; of what was split, dropped or merged. ``None``: a person must choose.
        changed: what else changed of a category that has one source and one target: ``"name"``,
            ``"colour"``, ``"hotkey"``, ``"parent"``, ``"description"``, ``"attributes"``, ``"skeleton"``,
            ``"translations"``, ``"examples"``.
    """

    kind: LinkKind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    then: str | None = None
    changed: tuple[str, ...] = ()


def difference(old: CategorySchema, new: CategorySchema, links: VersionMap) -> tuple[Difference, ...]:
    """What is different between two versions, in the order of the older one; what was added comes last.

    Every category of both versions is in one line at least. Several categories that became one are one line.
    """
    sources: dict[str, list[str]] = {}
    for link in links.links:
        if len(link.targets) == 1:
            sources.setdefault(link.targets[0], []).append(link.source)
    lines: list[Difference] = []
    for link in links.links:
        if len(link.targets) == 1:
            (target,) = link.targets
            together = sources[target]
            if link.source == together[0]:
                lines.append(_one(old, new, together, target))
        else:
            kind = LinkKind.SPLIT if link.targets else LinkKind.DROPPED
            lines.append(Difference(kind, (link.source,), link.targets, link.then))
    reached = {target for link in links.links for target in link.targets}
    added = (one.category_id for one in new if one.category_id not in reached)
    lines += (Difference(LinkKind.ADDED, (), (one,)) for one in added)
    return tuple(lines)


def _one(old: CategorySchema, new: CategorySchema, sources: list[str], target: str) -> Difference:
    if len(sources) > 1:
        return Difference(LinkKind.MERGED, tuple(sources), (target,), target)
    was, became = old.category(sources[0]), new.category(target)
    changed = () if was is None or became is None else changed_fields(was, became)
    renamed = sources[0] != target or "name" in changed
    kind = LinkKind.RENAMED if renamed else LinkKind.SAME
    return Difference(kind, (sources[0],), (target,), target, changed)


def changed_fields(was: Category, became: Category) -> tuple[str, ...]:
    """Which of :data:`~animewidgets.annotations.categories.CATEGORY_FIELDS` differ."""
    return tuple(name for name in CATEGORY_FIELDS if getattr(was, name) != getattr(became, name))


def guessed_map(old: CategorySchema, new: CategorySchema) -> VersionMap:
    """A map for a schema that came as a whole: by identity, else by a name that only one category has.

    What is found in neither way is linked to nothing: its labels wait for a person.
    """
    free = [one for one in new if one.category_id not in old]
    names = Counter(one.name for one in free)
    by_name = {one.name: one.category_id for one in free if names[one.name] == 1}
    links: list[Link] = []
    for one in old:
        found = one.category_id if one.category_id in new else by_name.pop(one.name, None)
        links.append(Link(one.category_id, () if found is None else (found,), found))
    return VersionMap(old.schema_id, old.version, new.version, tuple(links))
