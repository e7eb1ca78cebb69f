"""JupyterLab as it comes, with this folder's modules for its own process alone: kernels see no tests."""

from __future__ import annotations

import kernel_template
from jupyterlab.labapp import main

if __name__ == "__main__":
    kernel_template.install()
    main()
