"""Kernels whose environment lies beside their notebook: one server serves the notebooks of all tests.

It is the kernel manager of both hosts' servers in the tests.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

ENVIRONMENT = ".environment.json"


class NotebookKernels(AsyncMappingKernelManager):
    """Gives each kernel the variables of ``.environment.json`` in the notebook's folder, if there is one."""

    async def start_kernel(self, *, path: str | None = None, **kwargs: object) -> str:
        """Start a kernel for the notebook, or the folder of notebooks, at ``path`` below the root."""
        told = Path(self.cwd_for_path(path or "")) / ENVIRONMENT
        if told.is_file():
            env = kwargs.get("env") or os.environ
            assert isinstance(env, dict | os._Environ)
            kwargs["env"] = {**env, **json.loads(told.read_text())}
        started: str = await super().start_kernel(path=path, **kwargs)
        return started
