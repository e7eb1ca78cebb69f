"""JupyterLab, with the kernels of the tests: ``lab_server.py OPTIONS``."""

from __future__ import annotations

from jupyterlab.labapp import LabApp
from notebook_kernels import NotebookKernels  # from this folder: kernels are to see no tests on their path
from traitlets.config import Config

if __name__ == "__main__":
    config = Config()
    config.ServerApp.kernel_manager_class = NotebookKernels
    LabApp.launch_instance(config=config)
