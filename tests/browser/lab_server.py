"""JupyterLab as it comes, with this folder's modules for its own process alone: kernels see no tests."""

from __future__ import annotations

from jupyterlab.labapp import main

if __name__ == "__main__":
    main()
