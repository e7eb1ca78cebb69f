"""Read a pairs file without animewidgets: a zip of Parquet and JSON (docs/pairs.md has the specification).

python read_pairs.py faces.pairs
"""

import bisect
import hashlib
import io
import json
import sys
import zipfile

import pandas as pd  # or pyarrow.parquet.read_table, or duckdb, as below

with zipfile.ZipFile(sys.argv[1]) as archive:
    head = json.loads(archive.read("pairs.json"))
    assert (head["format"], head["version"]) == ("animewidgets-pairs", 1), "another format"
    for name, told in head["parts"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == told["sha256"], f"{name} was changed"
    parts = {name: archive.read(name) for name in head["parts"]}


def table(name: str) -> pd.DataFrame:
    """One of annotations, versions, releases and frames."""
    try:
        return pd.read_parquet(io.BytesIO(parts[f"{name}.parquet"]))
    except ImportError:  # without pyarrow: DuckDB reads Parquet from a file
        import tempfile

        import duckdb

        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            file.write(parts[f"{name}.parquet"])
            file.flush()
            return duckdb.read_parquet(file.name).df()


annotations, releases = table("annotations"), table("releases").set_index("release_id")
print(f"{head['name']}: {len(annotations)} labels by {len(head['contributors'])} people, {head['licence']}")
for row in annotations.head(5).astype(object).where(annotations.notna(), None).itertuples():
    release = releases.loc[row.release_id]
    seconds = row.start_pts * release.time_base_num / release.time_base_den
    frame = bisect.bisect_right(release.frame_pts, row.start_pts) - 1  # a sound begins between frames
    print(f"{row.kind} {row.category} on frame {frame} at {seconds:.3f} s:", json.loads(row.geometry or "{}"))
