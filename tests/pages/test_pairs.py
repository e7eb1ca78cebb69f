"""The page of pairs files needs no media, and says why where there is no store."""

from __future__ import annotations

from pathlib import Path

import ipywidgets
import pytest

from animewidgets.pages import pairs
from animewidgets.widgets.pairs_desk import PairsDesk


def test_the_page_opens_without_media_below_the_links_to_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_PAGES", "timing=/timing pairs=/pairs")
    page = pairs(store=tmp_path / "annotations.duckdb", project="faces")
    links, desk = page.children
    assert 'href="/timing"' in links.value
    assert "/pairs" not in links.value
    assert isinstance(desk, PairsDesk)
    desk.close()
    desk.store.close()


def test_a_store_that_is_none_is_told_in_place_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "annotations.duckdb"
    path.write_text("no database")
    page = pairs(store=path)
    assert isinstance(page, ipywidgets.HTML)
    assert "could not be opened" in page.value
