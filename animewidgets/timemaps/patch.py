"""Time maps on disk: JSON *patch* files, as ``docs/patches.md`` describes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias, TypeVar, cast, get_args

from animewidgets.errors import CorruptPatch
from animewidgets.timebase import Span
from animewidgets.timemaps.picture import PictureMap
from animewidgets.timemaps.pieces import Evidence, Flag, Piece, PieceRole, Status, Uncertainty
from animewidgets.timemaps.timemap import TimeMap

FORMAT = "animewidgets-patch"
VERSION = 1
MOST_PIECES = 100_000

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
T = TypeVar("T")

_MAP_FIELDS = frozenset(
    {
        "format",
        "version",
        "source_release",
        "target_release",
        "source_time_base",
        "target_time_base",
        "picture",
        "pieces",
    }
)
_PIECE_FIELDS = frozenset(Piece.__dataclass_fields__)
_PICTURE_FIELDS = tuple(PictureMap.__dataclass_fields__)
_LARGEST = 2**53


def write_patch(time_map: TimeMap) -> str:
    """A map as a patch document: JSON, one piece a line, what has its default left out."""
    told = patch_to_json(time_map)
    pieces = cast("list[JSON]", told.pop("pieces"))
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in told.items()]
    listed = ",\n".join("  " + json.dumps(one) for one in pieces)
    lines.append(f' "pieces": [\n{listed}\n ]' if listed else ' "pieces": []')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def patch_to_json(time_map: TimeMap) -> dict[str, JSON]:
    """A map as the object that a patch document is."""
    head: dict[str, JSON] = {"format": FORMAT, "version": VERSION}
    if time_map.source_release is not None:
        head["source_release"] = time_map.source_release
    if time_map.target_release is not None:
        head["target_release"] = time_map.target_release
    head["source_time_base"] = _ratio(time_map.source_time_base)
    head["target_time_base"] = _ratio(time_map.target_time_base)
    if time_map.picture is not None:
        head["picture"] = _picture_to_json(time_map.picture)
    return {**head, "pieces": [_piece_to_json(one) for one in time_map.pieces]}


def read_patch(text: str | bytes) -> TimeMap:
    """Read a patch document.

    Raises:
        CorruptPatch: it is none, is of a newer version, or a field makes no sense; the message says which
            and where.
    """
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise CorruptPatch(f"no patch file: it is not JSON ({error})") from error
    return patch_from_json(data)


def patch_from_json(data: JSON) -> TimeMap:
    """:func:`read_patch` of what JSON was read from already."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CorruptPatch(f"no patch file: it does not say that its format is {FORMAT!r}")
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        raise CorruptPatch(
            f"the patch has version {version!r}, this animewidgets knows version {VERSION}: upgrade it"
        )
    told = _record(
        data, "patch", required={"pieces", "source_time_base", "target_time_base"}, known=_MAP_FIELDS
    )
    listed = told["pieces"]
    if not isinstance(listed, list) or len(listed) > MOST_PIECES:
        raise CorruptPatch(f"pieces: expected a list of at most {MOST_PIECES} pieces")
    pieces = tuple(_piece(one, f"pieces[{n}]") for n, one in enumerate(listed))
    return _made(
        lambda: TimeMap(
            _fraction(told["source_time_base"], "source_time_base"),
            _fraction(told["target_time_base"], "target_time_base"),
            pieces,
            _maybe(_text, told.get("source_release"), "source_release"),
            _maybe(_text, told.get("target_release"), "target_release"),
            _maybe(_picture, told.get("picture"), "picture"),
        ),
        "patch",
    )


def _piece_to_json(piece: Piece) -> dict[str, JSON]:
    told: dict[str, JSON] = {
        "source": None if piece.source is None else list(piece.source),
        "target": None if piece.target is None else list(piece.target),
        "role": piece.role,
        "confidence": piece.confidence,
        "status": piece.status,
    }
    if piece.rate is not None:
        told["rate"] = _ratio(piece.rate)
    if piece.evidence is not None:
        one = piece.evidence
        told["evidence"] = {
            "frames": one.frames,
            "informative": one.informative,
            "agreeing": one.agreeing,
            "sound": one.sound,
        }
    if piece.uncertainty != Uncertainty():
        spread = piece.uncertainty
        told["uncertainty"] = {"offset": spread.offset, "start": spread.start, "end": spread.end}
    if piece.flags:
        told["flags"] = [str(one) for one in sorted(piece.flags)]
    if piece.alternatives:
        told["alternatives"] = [list(one) for one in piece.alternatives]
    if piece.source_alternatives:
        told["source_alternatives"] = [list(one) for one in piece.source_alternatives]
    if piece.author is not None:
        told["author"] = piece.author
    if piece.picture is not None:
        told["picture"] = _picture_to_json(piece.picture)
    return told


def _piece(data: JSON, at: str) -> Piece:
    told = _record(data, at, required={"source", "target"}, known=_PIECE_FIELDS)
    return _made(
        lambda: Piece(
            _maybe(_span, told["source"], f"{at}.source"),
            _maybe(_span, told["target"], f"{at}.target"),
            cast("PieceRole", _one_of(told.get("role", "match"), get_args(PieceRole), f"{at}.role")),
            _number(told.get("confidence", 1.0), f"{at}.confidence"),
            cast("Status", _one_of(told.get("status", "proposed"), get_args(Status), f"{at}.status")),
            _maybe(_fraction, told.get("rate"), f"{at}.rate"),
            _maybe(_evidence, told.get("evidence"), f"{at}.evidence"),
            _maybe(_uncertainty, told.get("uncertainty"), f"{at}.uncertainty") or Uncertainty(),
            frozenset(_flags(told.get("flags", []), f"{at}.flags")),
            _spans(told.get("alternatives", []), f"{at}.alternatives"),
            _spans(told.get("source_alternatives", []), f"{at}.source_alternatives"),
            _maybe(_text, told.get("author"), f"{at}.author"),
            _maybe(_picture, told.get("picture"), f"{at}.picture"),
        ),
        at,
    )


def _record(data: JSON, at: str, *, required: set[str], known: frozenset[str]) -> dict[str, JSON]:
    if not isinstance(data, dict):
        raise CorruptPatch(f"{at}: expected an object, got {_show(data)}")
    if missing := required - data.keys():
        raise CorruptPatch(f"{at}: {min(missing)!r} is missing")
    if unknown := data.keys() - known:
        raise CorruptPatch(f"{at}: {min(unknown)!r} is no field of it")
    return data


def _integer(value: JSON, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise CorruptPatch(f"{at}: expected an integer up to 2^53, got {_show(value)}")
    return value


def _number(value: JSON, at: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CorruptPatch(f"{at}: expected a number, got {_show(value)}")
    return float(value)


def _text(value: JSON, at: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 200:
        raise CorruptPatch(f"{at}: expected a text of 1 to 200 characters, got {_show(value)}")
    return value


def _pair(value: JSON, at: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise CorruptPatch(f"{at}: expected two integers, got {_show(value)}")
    return _integer(value[0], f"{at}[0]"), _integer(value[1], f"{at}[1]")


def _span(value: JSON, at: str) -> Span:
    start, end = _pair(value, at)
    return _made(lambda: Span(start, end), at)


def _spans(value: JSON, at: str) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise CorruptPatch(f"{at}: expected a list of spans, got {_show(value)}")
    return tuple(_span(one, f"{at}[{n}]") for n, one in enumerate(value))


def _fraction(value: JSON, at: str) -> Fraction:
    up, down = _pair(value, at)
    if up <= 0 or down <= 0:
        raise CorruptPatch(f"{at}: expected two positive integers, got {_show(value)}")
    return Fraction(up, down)


def _picture(value: JSON, at: str) -> PictureMap:
    told = _record(value, at, required=set(_PICTURE_FIELDS), known=frozenset(_PICTURE_FIELDS))
    return _made(lambda: PictureMap(*(_number(told[name], f"{at}.{name}") for name in _PICTURE_FIELDS)), at)


def _picture_to_json(picture: PictureMap) -> dict[str, JSON]:
    return {name: getattr(picture, name) for name in _PICTURE_FIELDS}


def _evidence(value: JSON, at: str) -> Evidence:
    counts = ("frames", "informative", "agreeing")
    told = _record(value, at, required=set(counts), known=frozenset({*counts, "sound"}))
    return _made(
        lambda: Evidence(
            _integer(told["frames"], f"{at}.frames"),
            _integer(told["informative"], f"{at}.informative"),
            _integer(told["agreeing"], f"{at}.agreeing"),
            _maybe(_number, told.get("sound"), f"{at}.sound"),
        ),
        at,
    )


def _uncertainty(value: JSON, at: str) -> Uncertainty:
    names = ("offset", "start", "end")
    told = _record(value, at, required=set(), known=frozenset(names))
    return _made(lambda: Uncertainty(*(_integer(told.get(name, 0), f"{at}.{name}") for name in names)), at)


def _flags(value: JSON, at: str) -> list[Flag]:
    if not isinstance(value, list):
        raise CorruptPatch(f"{at}: expected a list, got {_show(value)}")
    return [Flag(_one_of(one, tuple(map(str, Flag)), f"{at}[{n}]")) for n, one in enumerate(value)]


def _one_of(value: JSON, known: tuple[str, ...], at: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise CorruptPatch(f"{at}: expected one of {', '.join(map(repr, known))}, got {_show(value)}")
    return value


def _maybe(read: Callable[[JSON, str], T], value: JSON, at: str) -> T | None:
    return None if value is None else read(value, at)


def _made(make: Callable[[], T], at: str) -> T:
    """What the types refuse, said of a place in the file."""
    try:
        return make()
    except ValueError as error:
        raise CorruptPatch(f"{at}: {error}") from error


def _show(value: object) -> str:
    told = repr(value)
    return told if len(told) <= 60 else told[:57] + "…"


def _ratio(value: Fraction) -> list[JSON]:
    return [value.numerator, value.denominator]


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
