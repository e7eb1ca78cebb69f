"""Regions of flat colour in drawn frames, bounded by lines or by other colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

#: Steps of colour (in Lab, 8 bits) between neighbouring pixels that are still one flat colour.
STEP = 6
#: How far a colour may lie from the mean of its region, in the same steps.
SPREAD = 14
#: The least region, as a part of the picture.
LEAST = 0.0004
#: Pixels of line that a region takes up around itself, at most to the middle between two regions.
GROWTH = 4


@dataclass(frozen=True, slots=True, eq=False)
class FlatRegions:
    """A picture cut into flat regions.

    ``labels`` is int32[h,w]: 0 where nothing is flat, else the number of the region. Of region *n*,
    ``area[n]`` is its pixels, ``spread[n]`` how far its colours lie from their mean on average (Lab, 8 bits),
    and ``touches[n]`` whether it reaches the border of the picture. Entry 0 of each stands for no region.
    """

    labels: NDArray[np.int32]
    area: NDArray[np.int64]
    spread: NDArray[np.float64]
    touches: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """Number of regions."""
        return len(self.area) - 1

    def scores(self) -> NDArray[np.float64]:
        """How much each region looks like something painted in one colour, 0 to 1; entry 0 is 0."""
        flat = np.exp(-self.spread / SPREAD)
        part = self.area / max(1, self.labels.size)
        # What fills half the picture is its background, what is a speck is a speck.
        size = np.clip(np.sqrt(part / 0.02), 0, 1) * np.clip((0.6 - part) / 0.3, 0, 1)
        scores: NDArray[np.float64] = flat * size * np.where(self.touches, 0.7, 1.0)
        scores[0] = 0
        return scores


def flat_regions(
    rgb: NDArray[np.uint8], *, step: float = STEP, spread: float = SPREAD, least: float = LEAST
) -> FlatRegions:
    """Cut a picture uint8[h,w,3] into regions of flat colour.

    A pixel is flat where its colour differs by at most ``step`` from those beside it, after a median filter
    that takes the noise of compression away. Flat pixels that touch are one region; where its colours drift
    apart by more than ``spread``, it is cut into bands, so that a ramp does not join what looks different.
    Regions below ``least`` of the picture are left out, and the others grow by :data:`GROWTH` pixels into the
    lines around them.
    """
    height, width = rgb.shape[:2]
    smooth = cv2.medianBlur(np.ascontiguousarray(rgb), 3)
    lab = np.asarray(cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB), np.uint8)
    steep = cv2.morphologyEx(lab, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(axis=2)
    flat = (steep <= 2 * step).astype(np.uint8)
    labels = _joined(lab, flat, spread)
    area = np.bincount(labels.ravel())
    keep = area >= max(16, least * height * width)
    keep[0] = False
    renumbered = np.zeros(len(area), np.int32)
    renumbered[keep] = np.arange(1, int(keep.sum()) + 1, dtype=np.int32)
    labels = renumbered[labels]
    return _measured(labels, _grown(labels), lab)


def _joined(lab: NDArray[np.uint8], flat: NDArray[np.uint8], spread: float) -> NDArray[np.int32]:
    """Connected flat pixels, apart where colours of neighbours fall too far from each other on the whole."""
    joined = cv2.connectedComponents(flat, connectivity=4, ltype=cv2.CV_32S)[1]
    labels: NDArray[np.int32] = np.array(joined, np.int32)
    count = int(labels.max()) + 1
    means = _means(labels, lab, count)
    far = np.abs(lab.astype(np.float32) - means[labels]).max(axis=2) > spread
    mixed = np.zeros(count, bool)
    drifting = np.bincount(labels[far], minlength=count) > 0.1 * np.maximum(1, np.bincount(labels.ravel()))
    mixed[drifting] = True
    mixed[0] = False
    if not mixed.any():
        return labels
    # A ramp: cut it into bands of colour, and join each band on its own.
    ramp = mixed[labels]
    bands = (lab // max(1, round(2 * spread))).astype(np.int32)
    code = (bands[:, :, 0] * 256 + bands[:, :, 1]) * 256 + bands[:, :, 2] + 1
    code[~ramp] = 0
    labels[ramp] = 0
    following = count
    for band in np.unique(code[ramp]):
        number, pieces = cv2.connectedComponents(
            (code == band).astype(np.uint8), connectivity=4, ltype=cv2.CV_32S
        )
        at = pieces > 0
        labels[at] = pieces[at] + following - 1
        following += number - 1
    return labels


def _grown(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Each region a little larger, into pixels that are nobody's."""
    if not labels.any():
        return labels
    distance, nearest = cv2.distanceTransformWithLabels(
        (labels == 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_seed = np.zeros(int(nearest.max()) + 1, np.int32)
    seeds = labels > 0
    of_seed[nearest[seeds]] = labels[seeds]
    grown = of_seed[nearest]
    grown[distance > GROWTH] = 0
    return np.where(seeds, labels, grown).astype(np.int32)


def _measured(flat: NDArray[np.int32], labels: NDArray[np.int32], lab: NDArray[np.uint8]) -> FlatRegions:
    """Colours are those of the flat pixels, without the lines that regions grew into."""
    count = int(labels.max()) + 1
    area = np.bincount(labels.ravel(), minlength=count).astype(np.int64)
    means = _means(flat, lab, count)
    away = np.abs(lab.astype(np.float32) - means[flat]).mean(axis=2)
    spread = np.bincount(flat.ravel(), away.ravel(), count) / np.maximum(1, np.bincount(flat.ravel()))
    touches = np.zeros(count, bool)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        touches[edge] = True
    return FlatRegions(labels, area, spread, touches)


def _means(labels: NDArray[np.int32], lab: NDArray[np.uint8], count: int) -> NDArray[np.float32]:
    flat = labels.ravel()
    area = np.maximum(1, np.bincount(flat, minlength=count))
    sums = [np.bincount(flat, lab[:, :, n].ravel(), count) / area for n in range(3)]
    return np.stack(sums, axis=1).astype(np.float32)
