"""Annotations in the formats of other programs: cut lists and subtitles, in and out."""
