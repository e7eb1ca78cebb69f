"""Kernels that run with the same interpreter as the server, and know what to show."""

from __future__ import annotations

from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager
from traitlets import Dict, Unicode


class OwnInterpreterSpecs(KernelSpecManager):
    """Kernel specs in which ``python3`` is always this interpreter.

    A ``python3`` spec in the user's home would otherwise win, and start a Python without animewidgets.
    """

    environment = Dict(
        key_trait=Unicode(), value_trait=Unicode(), help="Environment variables of each kernel."
    ).tag(config=True)

    def find_kernel_specs(self) -> dict[str, str]:
        """Resource folders by kernel name."""
        return {**super().find_kernel_specs(), NATIVE_KERNEL_NAME: RESOURCES}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The spec of one kernel."""
        if kernel_name != NATIVE_KERNEL_NAME:
            return super().get_kernel_spec(kernel_name)
        spec = KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())
        # jupyter_client replaces $NAME in these values; a path with a dollar sign must stay as it is.
        spec.env = {name: value.replace("$", "$$") for name, value in self.environment.items()}
        return spec
