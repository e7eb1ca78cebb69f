"""The public names: each documented, each typed, and none of them heavy to import."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
import typing
from collections.abc import Iterator

import pytest

import animewidgets

HEAVY = {"cv2", "pandas", "av", "duckdb", "anywidget", "ipywidgets", "numpy"}


def public_modules() -> list[str]:
    """Every module of the package whose path holds no private part."""
    found = pkgutil.walk_packages(animewidgets.__path__, "animewidgets.")
    names = [info.name for info in found if not any(part.startswith("_") for part in info.name.split("."))]
    return ["animewidgets", *names]


def own_public_things(module_name: str) -> Iterator[tuple[str, object]]:
    """Public functions, classes and methods that a module defines itself."""
    module = importlib.import_module(module_name)
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module_name:
            continue
        if inspect.isfunction(thing):
            yield f"{module_name}.{name}", thing
        elif inspect.isclass(thing):
            yield f"{module_name}.{name}", thing
            for member_name, member in vars(thing).items():
                target = getattr(member, "fget", None) or getattr(member, "__func__", member)
                if not member_name.startswith("_") and inspect.isfunction(target):
                    yield f"{module_name}.{name}.{member_name}", target


@pytest.mark.parametrize("module_name", public_modules())
def test_everything_public_says_what_it_is_for(module_name):
    module = importlib.import_module(module_name)
    assert module.__doc__, f"{module_name} has no docstring"
    # inspect.getdoc inherits: a method that does what its base says needs no words of its own.
    silent = [name for name, thing in own_public_things(module_name) if not inspect.getdoc(thing)]
    assert silent == []


@pytest.mark.parametrize("module_name", public_modules())
def test_everything_public_says_its_types(module_name):
    untyped = []
    for name, thing in own_public_things(module_name):
        if not inspect.isfunction(thing):
            continue
        signature = inspect.signature(thing)
        parameters = [p for p in signature.parameters.values() if p.name not in ("self", "cls")]
        annotations = [p.annotation for p in parameters] + [signature.return_annotation]
        if any(a is inspect.Parameter.empty or a in (typing.Any, "Any", "t.Any") for a in annotations):
            untyped.append(name)
    assert untyped == []


def test_every_name_in_all_exists_and_dir_lists_it():
    for module_name in public_modules():
        module = importlib.import_module(module_name)
        for name in getattr(module, "__all__", []):
            assert getattr(module, name) is not None, f"{module_name}.{name}"
    assert dir(animewidgets) == sorted(animewidgets.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="TimeLineEditor"):
        animewidgets.TimeLineEditor  # noqa: B018  # the access is the test


@pytest.mark.parametrize("statement", ["import animewidgets", "import animewidgets.cli"])
def test_importing_pulls_nothing_heavy(statement):
    code = f"import json, sys; {statement}; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code], text=True))
    assert HEAVY & set(loaded) == set()
