"""The annotation store: an append-only log in one DuckDB file that many processes share."""

from animewidgets.store.store import STORE_VARIABLE, KnownRelease, Store, ViewName, default_path

__all__ = ["STORE_VARIABLE", "KnownRelease", "Store", "ViewName", "default_path"]
