"""Sound to look at: waveform and spectrogram as tiles at several scales."""

from animewidgets.analysis.sound.peaks import PeakMap
from animewidgets.analysis.sound.spectrogram import SpectrogramMap
from animewidgets.analysis.sound.tiles import Tile, TileMap

__all__ = ["PeakMap", "SpectrogramMap", "Tile", "TileMap"]
