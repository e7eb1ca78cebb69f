"""Foreground and background by a plane in colour space, fitted on what a person scribbled.

In cel animation figures are painted with few flat colours and backgrounds with others, so that a plane often
tells them apart. The plane is that of a linear support vector machine with squared hinge loss, solved by
Newton's method on the few numbers it has (Keerthi and DeCoste, *A Modified Finite Newton Method for Fast
Solution of Large Scale Linear SVMs*, JMLR 6, 2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Bitmap = NDArray[np.bool_]

#: Weight of the errors against the width of the margin.
COST = 10.0
#: Pixels of each side that the plane is fitted on; more change nothing.
MOST_SAMPLES = 20_000
_STEPS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A plane in Lab, the side of positive ``weights`` · colour + ``bias`` being the foreground's.

    ``weights`` is float64[3] for colours scaled to −1 … 1.
    """

    weights: NDArray[np.float64]
    bias: float

    def distance(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How far each pixel of uint8[h,w,3] lies on the foreground's side, in margins: float32[h,w]."""
        colours = _scaled(rgb)
        return np.asarray(colours @ self.weights.astype(np.float32) + np.float32(self.bias), np.float32)


def fit_plane(foreground: NDArray[np.uint8], background: NDArray[np.uint8], *, cost: float = COST) -> Plane:
    """The plane with the widest margin between the colours uint8[n,3] (RGB) of two sides.

    Both sides weigh the same, however many pixels were scribbled. Raises ``ValueError`` where one is empty.
    """
    if not len(foreground) or not len(background):
        raise ValueError("a plane needs colours on both sides")
    parts = [_sampled(foreground), _sampled(background)]
    colours = np.concatenate([_scaled(part[None])[0] for part in parts]).astype(np.float64)
    rows = np.column_stack([colours, np.ones(len(colours))])
    sign = np.repeat([1.0, -1.0], [len(part) for part in parts])
    weight = np.repeat([cost / len(part) for part in parts], [len(part) for part in parts])
    # The bias is held back a little, or one colour a side would leave it undetermined.
    hold = np.diag([1.0, 1.0, 1.0, 1e-3])
    plane = np.zeros(4)
    for _ in range(_STEPS):
        short = sign * (rows @ plane) < 1
        active, wanted, cost_of = rows[short], sign[short], weight[short]
        hessian = hold + 2 * (active * cost_of[:, None]).T @ active
        found = np.linalg.solve(hessian, 2 * active.T @ (cost_of * wanted))
        if np.allclose(found, plane, atol=1e-9):
            break
        plane = _descended(plane, found, rows, sign, weight, hold)
    return Plane(plane[:3], float(plane[3]))


def separate(
    rgb: NDArray[np.uint8], positive: Bitmap, negative: Bitmap, within: Bitmap | None = None
) -> Bitmap:
    """What lies on the foreground's side of the plane and hangs together with the positive scribbles.

    Args:
        rgb: uint8[h,w,3].
        positive: bool[h,w], scribbled over the thing; at least one pixel.
        negative: bool[h,w], scribbled over what it is not; where nothing is, what lies outside ``within``
            stands in for it, or the border of the picture.
        within: bool[h,w], where the thing is; ``None``: anywhere.
    """
    if not positive.any():
        raise ValueError("scribble over the thing first: no pixel is marked as it")
    other = negative if negative.any() else _outside(positive, within)
    plane = fit_plane(rgb[positive], rgb[other & ~positive])
    smooth = np.asarray(cv2.bilateralFilter(np.ascontiguousarray(rgb), 5, 24, 3), np.uint8)
    side = np.asarray(plane.distance(smooth) > 0)
    side = (side | positive) & ~negative
    if within is not None:
        side &= within
    cleaned = cv2.morphologyEx(side.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    found = _hanging_together(cleaned.astype(bool) | (positive & side), positive & side)
    return _filled(found, negative)


def _filled(mask: Bitmap, negative: Bitmap) -> Bitmap:
    """Without the holes that nobody scribbled into: lines and eyes have other colours than what is around."""
    count, labels = cv2.connectedComponents((~mask).astype(np.uint8), connectivity=4, ltype=cv2.CV_32S)
    open_ones = np.zeros(count, bool)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1], labels[negative]):
        open_ones[edge] = True
    open_ones[0] = False
    return np.asarray(~open_ones[labels])


def _outside(positive: Bitmap, within: Bitmap | None) -> Bitmap:
    if within is not None and not within.all():
        return ~within & ~positive
    height, width = positive.shape
    rim = np.ones_like(positive)
    edge = max(1, round(min(height, width) * 0.02))
    rim[edge : height - edge, edge : width - edge] = False
    return rim & ~positive


def _hanging_together(side: Bitmap, seeds: Bitmap) -> Bitmap:
    _, labels = cv2.connectedComponents(side.astype(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    kept = np.unique(labels[seeds])
    return np.asarray(np.isin(labels, kept[kept > 0]))


def _descended(
    plane: NDArray[np.float64],
    found: NDArray[np.float64],
    rows: NDArray[np.float64],
    sign: NDArray[np.float64],
    weight: NDArray[np.float64],
    hold: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The step of Newton's method, halved until the loss falls: far from the end it may overshoot."""

    def loss(at: NDArray[np.float64]) -> float:
        short = np.maximum(0, 1 - sign * (rows @ at))
        return float(at @ hold @ at / 2 + (weight * short**2).sum())

    now, share = loss(plane), 1.0
    while share > 1e-6 and loss(plane + share * (found - plane)) > now:
        share /= 2
    return plane + share * (found - plane)


def _sampled(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    step = -(-len(colours) // MOST_SAMPLES)
    return colours[::step]


def _scaled(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    lab = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2LAB)
    return np.asarray((lab.astype(np.float32) - 128) / 128, np.float32)
