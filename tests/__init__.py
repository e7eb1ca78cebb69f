"""Tests mirror the package; ``tests/browser`` drives a real Chromium, ``tests/benchmarks`` prints figures."""
