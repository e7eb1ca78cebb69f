"""From evidence to a score and its reasons: four small logistic models, fitted to tuning footage."""

from __future__ import annotations

from math import exp, log

from animewidgets.analysis.shots.gradual import GradualEvidence
from animewidgets.analysis.shots.verify import Evidence

Reasons = tuple[str, ...]

# In the order of cut_features, the constant first.
_CUT = (-21.14, 7.57, 2.81, 0.65, 0.67, 5.92, 1.72, 7.71)
# In the order of gradual_features.
_DISSOLVE = (-23.49, -9.23, -2.16, 1.15, -2.4, 0.06, 12.83, 17.63, 6.56)
_FADE = (2.76, -33.69, -2.13, -0.1, 0.82, 1.91)
_WIPE = (-5.98, -2.53, -3.21, -1.48, -15.93, -1.6, 6.78, 11.07, -0.96, 10.3)


def cut_features(e: Evidence) -> tuple[float, ...]:
    """What the score of a cut is made of; the first is the constant."""
    peak = log(min(e.peak, 30.0))
    return (1.0, e.share, e.layout, peak, log(min(e.change, 1.5) + 0.03), e.sudden, e.share * peak, e.stays)


def cut_score(e: Evidence) -> float:
    """How sure a cut is, 0 … 1."""
    return _logistic(_CUT, cut_features(e))


def cut_reasons(e: Evidence) -> Reasons:
    """Why, in short: what speaks for a cut first, then what speaks against."""
    out = [f"blocks changed {e.share:.2f}", f"change {min(e.peak, 99.0):.1f} times the usual"]
    if e.sudden < 0.6:
        out.append(f"sudden only {e.sudden:.2f}")
    if e.layout < 0.2:
        out.append(f"same layout {1 - e.layout:.2f}")
    if e.camera:
        out.append("explained by a move of the camera")
    return tuple(out)


def gradual_features(e: GradualEvidence) -> tuple[float, ...]:
    """What the score of a gradual transition is made of; the first is the constant."""
    dip = abs(min(e.dip, 2.5) - 0.5) if e.kind.startswith("fade") else min(e.dip, 2.5)
    common = (1.0, min(e.residual, 0.5), dip, min(e.relative, 1.2), e.step, log(e.length))
    if e.kind == "wipe":
        return (*common, e.share, e.front, e.carried, e.extent)
    return (*common, e.share, e.blended, e.extent) if e.kind == "dissolve" else common


def gradual_score(e: GradualEvidence) -> float:
    """How sure a gradual transition is, 0 … 1."""
    weights = {"dissolve": _DISSOLVE, "fade-in": _FADE, "fade-out": _FADE, "wipe": _WIPE}[e.kind]
    return _logistic(weights, gradual_features(e))


def gradual_reasons(e: GradualEvidence) -> Reasons:
    """Why, in short."""
    if e.kind == "wipe":
        return f"{1 - e.residual:.2f} of the places switched", f"along one front {e.front:.2f}"
    mixture = f"linear mixture {1 - e.residual:.2f}"
    if e.kind == "dissolve":
        return mixture, f"blocks changed {e.share:.2f}"
    return mixture, "nothing to be seen before" if e.kind == "fade-in" else "nothing to be seen after"


def _logistic(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    total = sum(w * x for w, x in zip(weights, features, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))
