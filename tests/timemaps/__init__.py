"""Time maps: pieces, applying, inverting, composing, carrying, and their files."""
