"""What Label Studio asks about a region, as an attribute, and an attribute as such a question."""

from __future__ import annotations

from animewidgets.annotations.category_attributes import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CHOICES,
    Attribute,
    AttributeKind,
    Value,
)
from animewidgets.datasets.schemas import markup
from animewidgets.datasets.schemas.base import Source, made, put_short, tidy
from animewidgets.datasets.schemas.markup import Element
from animewidgets.datasets.schemas.numbers import number, written
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import shown

#: Tags that ask something.
QUESTIONS = ("choices", "taxonomy", "textarea", "number", "rating", "datetime", "pairwise", "ranker")

_WIRING = {"name", "toname", "perregion", "visiblewhen", "whentagname", "whenlabelvalue", "whenchoicevalue"}
_HELD = {
    "choices": {"required", "choice", "showinline", "layout"},
    "taxonomy": {"required", "pathseparator", "showfullpath"},
    "textarea": {"required", "value", "maxsubmissions"},
    "number": {"required", "min", "max", "defaultvalue"},
    "rating": {"required", "maxrating", "defaultvalue"},
}
#: What Label Studio keeps of a flag; the words are what a person sees.
_FLAG = {"true": "yes", "false": "no"}
_PATH = " / "


def question(element: Element, said: dict[str, str], source: Source, remarks: Remarks) -> Attribute | None:
    """The attribute that a question is; ``None`` where there is no such kind, which is said."""
    tag = element.tag.lower()
    name = tidy(said.get("name", ""))
    if not name or len(name) > LONGEST_NAME:
        raise source.wrong(
            element.line,
            f"<{element.tag}> needs a name of 1 to {LONGEST_NAME} characters, not {shown(name)!r}",
        )
    of = f"{shown(name, 40)!r} (line {element.line})"
    held = _HELD.get(tag)
    if held is None:
        remarks.lost(f"questions of the kind <{element.tag}>", of)
        return None
    for other, text in element.attributes.items():
        if other.lower() not in held | _WIRING:
            remarks.lost(f"the attribute {shown(other, 30)!r} of questions", f"{shown(text, 30)!r} of {of}")
    required = said.get("required", "").strip().lower() == "true"
    match tag:
        case "choices" | "taxonomy":
            return _choice(element, name, required, of, source, remarks)
        case "textarea":
            if said.get("maxsubmissions", "1") != "1":
                remarks.lost("that a text may be said several times (maxSubmissions)", of)
            default = said.get("value", "")
            if default.startswith("$"):
                remarks.lost("defaults that come from the data of a task", f"{shown(default, 30)!r} of {of}")
                default = ""
            text = put_short(default, LONGEST_TEXT, "default", of, remarks)
            return made(
                lambda: Attribute(name, required=required, default=text or None), source, element.line
            )
        case _:
            least, most = ("min", "max") if tag == "number" else ("", "maxrating")
            return made(
                lambda: Attribute(
                    name,
                    AttributeKind.NUMBER,
                    minimum=_number(said.get(least, "" if least else "0"), of, remarks),
                    maximum=_number(said.get(most, "" if least else "5"), of, remarks),
                    required=required,
                    default=_number(said.get("defaultvalue", ""), of, remarks),
                ),
                source,
                element.line,
            )


def ask(attribute: Attribute, name: str, wiring: dict[str, str | None]) -> list[str]:
    """The lines of a question; ``wiring`` says what it is about, and when it is asked."""
    said: dict[str, str | None] = {"name": name, "toName": "image", **wiring}
    said["required"] = "true" if attribute.required else None
    default = attribute.default
    match attribute.kind:
        case AttributeKind.CHOICE:
            choices = [
                line
                for one in attribute.choices
                for line in markup.element(
                    "Choice", {"value": one, "selected": "true" if one == default else None}
                )
            ]
            return markup.element("Choices", {**said, "choice": "single", "showInline": "true"}, choices)
        case AttributeKind.FLAG:
            choices = [
                line
                for alias, word in _FLAG.items()
                for line in markup.element(
                    "Choice",
                    {
                        "value": word,
                        "alias": alias,
                        "selected": "true" if default is not None and default == (alias == "true") else None,
                    },
                )
            ]
            return markup.element("Choices", {**said, "choice": "single", "showInline": "true"}, choices)
        case AttributeKind.NUMBER:
            return markup.element(
                "Number",
                {
                    **said,
                    "min": _written(attribute.minimum),
                    "max": _written(attribute.maximum),
                    "defaultValue": _written(default),
                },
            )
        case _:
            value = None if default is None else str(default)
            return markup.element("TextArea", {**said, "value": value, "maxSubmissions": "1"})


def _choice(
    element: Element, name: str, required: bool, of: str, source: Source, remarks: Remarks
) -> Attribute | None:
    if element.attributes.get("choice") == "multiple" or element.tag.lower() == "taxonomy":
        remarks.lost("that several may be chosen at once: one can be said", of)
    if element.attributes.get("value", "").startswith("$") or "apiUrl" in element.attributes:
        remarks.lost("choices that come from the data of a task or from another place", of)
        return None
    choices: list[str] = []
    aliases: list[str] = []
    default: str | None = None
    for path, one in _options(element, ()):
        said = {key.lower(): value for key, value in one.attributes.items()}
        choices.append(_PATH.join(path))
        aliases.append(said.get("alias", path[-1]))
        if said.get("selected", "").lower() == "true":
            default = choices[-1]
        for other, text in said.items():
            if other not in ("value", "selected", "alias"):
                remarks.lost(f"the attribute {shown(other, 30)!r} of choices", f"{shown(text, 30)!r} of {of}")
    if len(choices) == 2 and {one.lower() for one in aliases} == set(_FLAG):
        value: Value | None = None
        if default is not None:
            value = aliases[choices.index(default)].lower() == "true"
        return Attribute(name, AttributeKind.FLAG, required=required, default=value)
    for choice, alias in zip(choices, aliases, strict=True):
        if alias != choice.split(_PATH)[-1]:
            remarks.lost("aliases of choices", f"{shown(alias, 30)!r} of {shown(choice, 30)!r} of {of}")
    if not 1 <= len(choices) <= MOST_CHOICES:
        remarks.lost(f"questions of none or more than {MOST_CHOICES} choices", f"{len(choices):,} of {of}")
        return None
    return made(
        lambda: Attribute(name, AttributeKind.CHOICE, tuple(choices), required=required, default=default),
        source,
        element.line,
    )


def _options(element: Element, above: tuple[str, ...]) -> list[tuple[tuple[str, ...], Element]]:
    found: list[tuple[tuple[str, ...], Element]] = []
    for one in element.children:
        if one.tag.lower() != "choice":
            found += _options(one, above)
            continue
        path = (*above, tidy(one.attributes.get("value", "")) or tidy(one.text) or "–")
        found += [(path, one), *_options(one, path)]
    return found


def _number(text: str, of: str, remarks: Remarks) -> float | None:
    found = number(text) if text else None
    if text and found is None:
        remarks.lost("numbers that are none", f"{shown(text, 30)!r} of {of}")
    return found


def _written(value: Value | None) -> str | None:
    return written(value) if isinstance(value, int | float) else None
