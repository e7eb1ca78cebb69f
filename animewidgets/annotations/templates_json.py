"""Templates as JSON: one file holds all of a task, its categories included.

``template.schema.json`` beside this module is the published JSON Schema (draft 2020-12). What is read is
checked by it first, since it names places, and by the types then. What a template does not use is left out
of what is written.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from animewidgets.annotations import shape
from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.schema_json import schema_from_json, schema_to_json
from animewidgets.annotations.template_parts import (
    Fork,
    Hotkey,
    Lane,
    Page,
    Prelabel,
    PrelabelSource,
    RequiredField,
    Review,
    ReviewKind,
    ToolName,
    UnitKind,
    UnitRule,
)
from animewidgets.annotations.template_problems import template_problems
from animewidgets.annotations.templates import Template
from animewidgets.annotations.validators.rules import Level, Rule, Validator
from animewidgets.errors import MalformedMessage, MalformedTemplate, TemplateTooNew

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

T = TypeVar("T")

FORMAT = "animewidgets-template"
#: Goes up when a template that an older program reads would mean something else to it.
FORMAT_VERSION = 1
MOST_BYTES = 8 * 1024 * 1024
#: Of all that is wrong with a document, so many are told.
MOST_PROBLEMS = 20
#: Categories beyond these are checked by the types alone.
CHECKED_BY_SCHEMA = 200


def template_to_json(template: Template) -> dict[str, JSON]:
    """A template as a JSON object; :func:`template_from_json` reads it back the same."""
    told: dict[str, JSON] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "template_id": template.template_id,
        "version": template.version,
        "name": template.name,
        "kinds": [kind.value for kind in template.kinds],
        "categories": schema_to_json(template.categories),
    }
    optional: dict[str, JSON] = {
        "description": template.description,
        "guidelines": template.guidelines,
        "page": None if template.page is None else template.page.value,
        "tools": [tool.value for tool in template.tools],
        "unit": unit_to_json(template.unit) if template.unit != UnitRule() else None,
        "lanes": [_lane_to_json(lane) for lane in template.lanes],
        "hotkeys": {one.action: list(one.keys) for one in template.hotkeys},
        "prelabels": [_prelabel_to_json(one) for one in template.prelabels],
        "overlap": template.overlap if template.overlap != 1 else None,
        "review": _review_to_json(template.review) if template.review != Review() else None,
        "required": [one.value for one in template.required],
        "validators": [validator_to_json(one) for one in template.validators],
        "licence": template.licence,
        "authors": list(template.authors),
        "forked_from": None
        if template.forked_from is None
        else {"template_id": template.forked_from.template_id, "version": template.forked_from.version},
    }
    return told | {name: value for name, value in optional.items() if value not in (None, "", [], {})}


def template_from_json(data: object) -> Template:
    """Read a template from decoded JSON.

    Raises:
        TemplateTooNew: a newer program wrote it.
        MalformedTemplate: it breaks the JSON Schema, a rule of the types, or does not hold together. The
            message names the first place and what is wrong there, ``data["problems"]`` all of them.
    """
    _check_format(data)
    _check_by_schema(data)
    told = cast("dict[str, JSON]", data)
    try:
        template = _template(told)
    except (MalformedMessage, ValueError) as error:
        at, _, message = str(error).partition(": ")
        # Errors of the types begin with their place, those of values may not.
        known = at.split(".")[0].split("[")[0] in told
        raise _malformed([(at, message) if known and message else ("", str(error))]) from error
    fatal = [(one.at, one.message) for one in template_problems(template) if one.fatal]
    if fatal:
        raise _malformed(fatal)
    return template


def template_from_kept(told: Mapping[str, JSON], categories: CategorySchema | None = None) -> Template:
    """A template from the JSON that :func:`template_to_json` made of it, which was checked before.

    With ``categories`` from elsewhere they go on by themselves, and a validator may speak of one that is
    gone; so it is not asked whether it holds together. Raises ``TemplateTooNew`` where a newer program wrote
    it.
    """
    _check_format(told)
    return _template(told, categories)


def template_from_text(text: str | bytes, name: str = "the template") -> Template:
    """Read a template from the text of a file.

    Raises as :func:`template_from_json`; ``MalformedTemplate`` as well where the text is too long or no JSON.
    """
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise _malformed([("", f"{name} has {size} bytes, more than the {MOST_BYTES} of any template")])
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise _malformed([("", f"{name} is nested too deep to be a template")]) from error
    except UnicodeDecodeError as error:
        raise _malformed([("", f"{name} is not UTF-8: {error.reason} at byte {error.start}")]) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _malformed([("", f"{name} is no JSON: {error.msg} at {where}")]) from error
    return template_from_json(data)


def read_template(path: str | Path) -> Template:
    """Read the file of a template; it is never written to.

    Raises as :func:`template_from_text`, and ``MalformedTemplate`` where there is no file to read.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            size = path.stat().st_size
            raise _malformed(
                [("", f"{path.name} has {size} bytes, more than the {MOST_BYTES} of any template")]
            )
        data = path.read_bytes()
    except OSError as error:
        raise _malformed(
            [("", f"{path.name} cannot be read: {error.strerror or type(error).__name__}")]
        ) from error
    return template_from_text(data, path.name)


def template_to_text(template: Template) -> str:
    """The text of a template's file."""
    return json.dumps(template_to_json(template), ensure_ascii=False, indent=2) + "\n"


@functools.cache
def template_schema() -> Mapping[str, JSON]:
    """The published JSON Schema."""
    file = resources.files("animewidgets.annotations").joinpath("template.schema.json")
    return cast("Mapping[str, JSON]", json.loads(file.read_text(encoding="utf-8")))


# --- checking ---------------------------------------------------------------


def _check_format(data: object) -> None:
    if not isinstance(data, dict):
        raise _malformed([("", f"expected a JSON object, got {shape.show(data)}")])
    if data.get("format") != FORMAT:
        raise _malformed([("format", f"expected {FORMAT!r}, got {shape.show(data.get('format'))}")])
    version = data.get("format_version")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT_VERSION:
        name = shape.show(data.get("name"))
        raise TemplateTooNew(
            f"the template {name} is written in version {version} of the format; this animewidgets reads "
            f"versions up to {FORMAT_VERSION}. Upgrade animewidgets, or ask its maker for an older version. "
            "It was left as it is"
        )


def _check_by_schema(data: object) -> None:
    complaints = _schema_validator().iter_errors(_few_categories(data))
    found = sorted(complaints, key=lambda one: list(map(str, one.absolute_path)))
    if found:
        raise _malformed([(_place(one.absolute_path), _in_words(one)) for one in found[:MOST_PROBLEMS]])


@functools.cache
def _schema_validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(dict(template_schema()))


def _few_categories(data: object) -> object:
    """The document with its first categories only: many of them take the JSON Schema long.

    :func:`schema_from_json` checks each of them as strictly, and names places as well.
    """
    schema = data.get("categories") if isinstance(data, dict) else None
    listed = schema.get("categories") if isinstance(schema, dict) else None
    if not isinstance(data, dict) or not isinstance(schema, dict) or not isinstance(listed, list):
        return data
    return {**data, "categories": {**schema, "categories": listed[:CHECKED_BY_SCHEMA]}}


def _place(path: Iterable[str | int]) -> str:
    told = ""
    for part in path:
        told += f"[{part}]" if isinstance(part, int) else f".{part}" if told else part
    return told


def _in_words(error: ValidationError) -> str:
    """The schema's complaint, cut short: an instance may be as large as the file."""
    value, wanted = shape.show(error.instance), error.validator_value
    match error.validator:
        case "additionalProperties" if wanted is False and isinstance(error.instance, dict):
            known = set(error.schema.get("properties", {}))
            strange = sorted(set(error.instance) - known)
            return f"the field {shape.show(strange[0])} is unknown" if strange else shape.show(error.message)
        case "required" if isinstance(error.instance, dict) and isinstance(wanted, list):
            return f"the field {next(one for one in wanted if one not in error.instance)!r} is missing"
        case "type":
            return f"expected {wanted}, got {value}"
        case "enum" if isinstance(wanted, list):
            return f"expected one of {', '.join(map(repr, wanted))}, got {value}"
        case "const":
            return f"expected {wanted!r}, got {value}"
        case "pattern":
            return f"expected what matches {wanted}, got {value}"
        case "not":
            return f"the field does not belong here, got {value}"
        case "anyOf" if isinstance(wanted, list) and all(one.keys() == {"required"} for one in wanted):
            return f"it needs {' or '.join(repr(one['required'][0]) for one in wanted)}"
        case "minItems" | "minLength":
            return f"expected at least {wanted}, got {value}"
        case _:
            return (
                error.message
                if len(error.message) <= 200
                else f"{value} breaks {error.validator!r}: {wanted}"
            )


def _malformed(problems: list[tuple[str, str]]) -> MalformedTemplate:
    at, message = problems[0]
    first = f"{at}: {message}" if at else message
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    listed = [{"at": at, "message": message} for at, message in problems]
    return MalformedTemplate(f"{first}{more}", {"place": at, "problems": listed})


# --- parts --------------------------------------------------------------------


def unit_to_json(unit: UnitRule) -> dict[str, JSON]:
    """How a release is divided; what has its default is left out."""
    told: dict[str, JSON] = {"of": unit.of.value}
    if unit.seconds is not None:
        told["seconds"] = unit.seconds
    if unit.overlap:
        told["overlap"] = unit.overlap
    if unit.every is not None:
        told["every"] = unit.every
    if unit.frames:
        told["frames"] = [{"release_id": release, "pts": pts} for release, pts in unit.frames]
    return told


def validator_to_json(validator: Validator) -> dict[str, JSON]:
    """A rule with its parameters; what has its default is left out."""
    told: dict[str, JSON] = {"rule": validator.rule.value}
    if validator.level is not Level.ERROR:
        told["level"] = validator.level.value
    if validator.message:
        told["message"] = validator.message
    if validator.kinds:
        told["kinds"] = [kind.value for kind in validator.kinds]
    if validator.categories:
        told["categories"] = list(validator.categories)
    for name in ("lane", "group", "at_least", "at_most"):
        value = getattr(validator, name)
        if value is not None:
            told[name] = value
    return told


def _lane_to_json(lane: Lane) -> JSON:
    told: dict[str, JSON] = {"name": lane.name, "kind": lane.kind.value}
    if lane.categories:
        told["categories"] = list(lane.categories)
    return told


def _prelabel_to_json(prelabel: Prelabel) -> JSON:
    told: dict[str, JSON] = {"source": prelabel.source.value}
    if prelabel.threshold is not None:
        told["threshold"] = prelabel.threshold
    if not prelabel.confirm:
        told["confirm"] = False
    for name in ("lane", "category"):
        value = getattr(prelabel, name)
        if value is not None:
            told[name] = value
    return told


def _review_to_json(review: Review) -> JSON:
    told: dict[str, JSON] = {"by": review.by.value}
    if review.share is not None:
        told["share"] = review.share
    return told


def _template(told: Mapping[str, JSON], categories: CategorySchema | None = None) -> Template:
    fork = told.get("forked_from")
    page = told.get("page")
    return Template(
        template_id=_text(told["template_id"], "template_id"),
        version=_integer(told["version"]),
        name=_text(told["name"], "name"),
        kinds=tuple(Kind(one) for one in _texts(told["kinds"])),
        categories=schema_from_json(told["categories"], "categories") if categories is None else categories,
        guidelines=_text(told.get("guidelines", ""), "guidelines"),
        description=_text(told.get("description", ""), "description"),
        page=None if page is None else Page(_text(page)),
        tools=tuple(ToolName(one) for one in _texts(told.get("tools", []))),
        unit=_at("unit", _unit, told.get("unit", {"of": "episode"})),
        lanes=tuple(_at(f"lanes[{n}]", _lane, one) for n, one in enumerate(_array(told.get("lanes", [])))),
        hotkeys=tuple(
            Hotkey(action, _texts(keys)) for action, keys in _record(told.get("hotkeys", {})).items()
        ),
        prelabels=tuple(
            _at(f"prelabels[{n}]", _prelabel, one) for n, one in enumerate(_array(told.get("prelabels", [])))
        ),
        overlap=_integer(told.get("overlap", 1)),
        review=_at("review", _review, told.get("review", {"by": "none"})),
        required=tuple(RequiredField(one) for one in _texts(told.get("required", []))),
        validators=tuple(
            _at(f"validators[{n}]", _validator, one)
            for n, one in enumerate(_array(told.get("validators", [])))
        ),
        licence=_text(told.get("licence", ""), "licence"),
        authors=_texts(told.get("authors", [])),
        forked_from=None if fork is None else _at("forked_from", _fork, fork),
    )


def _unit(data: JSON) -> UnitRule:
    told = _record(data)
    return UnitRule(
        UnitKind(_text(told["of"])),
        _number(told.get("seconds")),
        _number(told.get("overlap")) or 0.0,
        None if told.get("every") is None else _integer(told["every"]),
        tuple(
            (_text(one["release_id"]), _integer(one["pts"]))
            for one in map(_record, _array(told.get("frames", [])))
        ),
    )


def _lane(data: JSON) -> Lane:
    told = _record(data)
    return Lane(
        _text(told["name"]), Kind(_text(told.get("kind", "segment"))), _texts(told.get("categories", []))
    )


def _prelabel(data: JSON) -> Prelabel:
    told = _record(data)
    return Prelabel(
        PrelabelSource(_text(told["source"])),
        _number(told.get("threshold")),
        told.get("confirm", True) is True,
        _maybe(told.get("lane")),
        _maybe(told.get("category")),
    )


def _review(data: JSON) -> Review:
    told = _record(data)
    return Review(ReviewKind(_text(told["by"])), _number(told.get("share")))


def _validator(data: JSON) -> Validator:
    told = _record(data)
    return Validator(
        Rule(_text(told["rule"])),
        Level(_text(told.get("level", "error"))),
        _text(told.get("message", "")),
        tuple(Kind(one) for one in _texts(told.get("kinds", []))),
        _texts(told.get("categories", [])),
        _maybe(told.get("lane")),
        _maybe(told.get("group")),
        _number(told.get("at_least")),
        _number(told.get("at_most")),
    )


def _fork(data: JSON) -> Fork:
    told = _record(data)
    return Fork(_text(told["template_id"]), _integer(told["version"]))


def _at(at: str, read: Callable[[JSON], T], data: JSON) -> T:
    """What the types refuse, said of a place in the document."""
    try:
        return read(data)
    except ValueError as error:
        raise MalformedMessage(f"{at}: {error}") from error


# The JSON Schema has checked the form: these tell the type checker, and hold what it cannot say.


def _text(value: JSON, at: str = "text") -> str:
    return shape.text(value, at, at_most=MOST_BYTES)


def _maybe(value: JSON) -> str | None:
    return None if value is None else _text(value)


def _integer(value: JSON) -> int:
    # To JSON Schema 1.0 is an integer as well.
    return shape.integer(int(value) if isinstance(value, float) and value.is_integer() else value, "number")


def _number(value: JSON) -> float | None:
    return None if value is None else value if isinstance(value, int) else shape.number(value, "number")


def _array(value: JSON) -> list[JSON]:
    return shape.array(value, "list", at_most=MOST_BYTES)


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(_text(one) for one in _array(value))


def _record(value: JSON) -> dict[str, JSON]:
    return cast("dict[str, JSON]", value)
