"""Rows reach DuckDB as they are, few of them as values and many of them as columns."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.errors import MalformedMessage
from animewidgets.store import _statements
from animewidgets.store._statements import Value, statement

texts = st.text(st.characters(exclude_categories=["Cs"]))
columns: tuple[st.SearchStrategy[Value], ...] = (
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    texts | st.sampled_from(["\0", "a\0b", '"', "\\u0000", "'; DROP TABLE log; --", "null"]),
    st.none(),
)
rows_of_columns = st.lists(st.tuples(*(one | st.none() for one in columns)), min_size=20, max_size=30)


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def sent(database, monkeypatch):
    def rows(values):
        monkeypatch.setattr(_statements, "_text", lambda _name: "SELECT * FROM (VALUES $rows) AS e")
        return database.execute(statement("any", values)).fetchall()

    return rows


@given(rows=rows_of_columns)
def test_many_rows_arrive_as_they_were_sent(rows, database):
    made = _statements._as_columns(rows)
    assert made is not None
    found = database.execute(made).fetchall()
    assert found == rows
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in rows]


def test_rows_that_json_cannot_tell_go_as_values(sent):
    assert sent([(n, bytes([n])) for n in range(20)]) == [(n, bytes([n])) for n in range(20)]
    mixed = [(n if n % 2 else n + 0.5,) for n in range(20)]
    assert sent(mixed) == mixed


@pytest.mark.parametrize("wrong", ["half a pair \ud800", float("nan")])
def test_what_cannot_be_stored_is_named_among_many_rows(sent, wrong):
    with pytest.raises(MalformedMessage, match=r"ud800|nan"):
        sent([*((type(wrong)(n),) for n in range(20)), (wrong,)])


def test_a_number_that_does_not_fit_is_refused_and_never_left_out(sent):
    with pytest.raises(duckdb.Error):
        sent([(2**70,)] * 20)[0][0].bit_length()
