"""The Python half of each widget; one module per widget."""
