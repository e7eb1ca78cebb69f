"""Where in the picture an annotation is: boxes, polygons, masks, points, and tracks of them over time."""

from animewidgets.annotations.geometry.raster import mask_of, polygon_of
from animewidgets.annotations.geometry.read import TOLERANCE, check_geometry, geometry_of
from animewidgets.annotations.geometry.shapes import Box, Geometry, Point, Points, Polygon, Ring, Shape
from animewidgets.annotations.geometry.tracks import Interpolation, Key, Sighting, Track, shape_at

__all__ = [
    "TOLERANCE",
    "Box",
    "Geometry",
    "Interpolation",
    "Key",
    "Point",
    "Points",
    "Polygon",
    "Ring",
    "Shape",
    "Sighting",
    "Track",
    "check_geometry",
    "geometry_of",
    "mask_of",
    "polygon_of",
    "shape_at",
]
