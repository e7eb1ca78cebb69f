"""Whatever is published, merged, split, dropped, migrated: no label is lost, every old one is found."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from animewidgets.annotations import Category, CategorySchema, Template
from animewidgets.annotations.schema_apply import apply
from animewidgets.annotations.schema_changes import Drop, Edit, Merge, SchemaChange, Split
from animewidgets.store import Store
from tests.store.conftest import Desk, create, sit_down
from tests.store.test_schemas import tag, template

START = CategorySchema("weather", 1, tuple(Category(f"c{n}", f"Name {n}", "#888888") for n in range(4)))


class Migrations(RuleBasedStateMachine):
    """A task with labels, a schema that goes on, and a project that follows now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name, "store.duckdb"))
        sit_down(self.store)
        self.store.schemas.publish(START, person="aoi", base_version=0)
        self.template: Template = template(START)
        self.store.ensure_project("default", self.template)
        self.desk = Desk(self.store, self.store.ensure_task("default", "release-web", self.template))
        #: What every annotation ever said, by the name of the time, in order.
        self.labels: dict[str, list[str | None]] = {}
        self.made = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @property
    def newest(self) -> CategorySchema:
        return self.store.schemas.get("weather")

    @property
    def in_force(self) -> CategorySchema:
        return self.store.template_of(self.desk.task).categories

    @precondition(lambda self: len(self.in_force.categories) > 0)
    @rule(data=st.data(), count=st.integers(1, 3))
    def label(self, data: st.DataObject, count: int) -> None:
        chosen = data.draw(st.sampled_from(self.in_force.categories))
        made = [tag(chosen.category_id) for _ in range(count)]
        self.desk.do(*(create(one) for one in made), schema_version=self.in_force.version)
        for one in made:
            self.labels[one.annotation_id] = [chosen.name]

    @precondition(lambda self: len(self.newest.categories) > 1)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        ids = [one.category_id for one in self.newest]
        self.made += 1
        names = [f"{self.made}{n}" for n in range(data.draw(st.integers(2, 3)))]
        parts = tuple(Category(f"p{name}", f"Part {name}", "#888888") for name in names)
        one, other = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
        change: SchemaChange = data.draw(
            st.sampled_from(
                (
                    Merge((one,), other),
                    Split(one, parts, data.draw(st.sampled_from((None, parts[0].category_id)))),
                    Drop(one),
                    Edit(one, {"name": f"Renamed {self.made}"}),
                )
            )
        )
        applied = apply(self.newest, change)
        self.store.schemas.publish(
            applied.schema, applied.links, person="aoi", base_version=self.newest.version
        )

    @precondition(lambda self: self.in_force.version < self.newest.version)
    @rule()
    def migrate(self) -> None:
        before, newest = self.in_force, self.newest
        carried = self.store.schemas.map("weather", before.version, newest.version)
        had = Counter(one.category for one, _ in self.desk.store.live(self.desk.task))
        without = had.pop(None, 0)
        placed, unplaced = carried.carry_counts({name: n for name, n in had.items() if name is not None})
        preview = self.store.schemas.preview("default", "weather", newest.version)
        done = self.store.schemas.migrate("default", "weather", newest.version, person="aoi")
        has = Counter(one.category for one, _ in self.desk.store.live(self.desk.task))
        assert has.pop(None, 0) == without + sum(unplaced.values())
        assert has == Counter(placed)
        assert (
            done.unplaced == sum(unplaced.values()) == preview[preview["target"].isna()]["annotations"].sum()
        )
        assert int(preview["annotations"].sum()) == sum(had.values())
        for one, _ in self.desk.store.live(self.desk.task):
            self.follow(one.annotation_id, one.category, newest, carried.carry)

    def follow(self, name: str, category: str | None, newest: CategorySchema, carry: object) -> None:
        """A migration says something new of an annotation where its category is another one."""
        known = newest.category(category)
        said = None if known is None else known.name
        versions = self.store.sql(
            f"SELECT count(*) AS n FROM category_history WHERE annotation_id = '{name}'"
        )["n"][0]
        if versions > len(self.labels[name]):
            self.labels[name].append(said)

    @invariant()
    def every_label_that_ever_was_is_found_by_its_name_of_then(self) -> None:
        found: dict[str, list[str | None]] = {}
        rows = self.store.sql("SELECT annotation_id::VARCHAR AS id, category_name FROM category_history")
        for name, said in rows.itertuples(index=False):
            found.setdefault(name, []).append(said if isinstance(said, str) else None)
        assert found == self.labels

    @invariant()
    def no_annotation_is_lost_and_each_has_a_name_or_waits_for_one(self) -> None:
        live = self.store.sql("SELECT category, category_name FROM annotations")
        assert len(live) == len(self.labels)
        named = live[live["category"].notna()]
        assert named["category_name"].notna().all()
        waiting = self.store.sql("SELECT count(*) AS n FROM to_recategorise")["n"][0]
        assert waiting == len(live) - len(named)


# Each step opens, writes and asks a store: to shrink what fails would take longer than to read it.
Migrations.TestCase.settings = settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestMigrations = Migrations.TestCase


def test_a_migration_after_one_that_changed_nothing_tells_each_label_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.duckdb") as store:
        sit_down(store)
        store.schemas.publish(START, person="aoi", base_version=0)
        store.ensure_project("default", template(START))
        desk = Desk(store, store.ensure_task("default", "release-web", template(START)))
        desk.do(create(tag("c1")), schema_version=1)
        for one, into in (("c2", "c1"), ("c1", "c3")):
            applied = apply(store.schemas.get("weather"), Merge((one,), into))
            newest = store.schemas.publish(
                applied.schema, applied.links, person="aoi", base_version=applied.schema.version
            )
            store.schemas.migrate("default", "weather", newest.version, person="aoi")
        told = store.sql("SELECT category_name, category_before_name FROM category_history ORDER BY number")
    assert told["category_name"].tolist() == ["Name 1", "Name 3"]
    assert told["category_before_name"].tolist()[1:] == ["Name 1"]
