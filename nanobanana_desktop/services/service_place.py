"""Where the service is: which of the tasks it can be asked about."""

from __future__ import annotations

from nanobanana_desktop.domain.task import ADDRESS_UNKNOWN, GenerationTask


class ServicePlace:
    """The address in use, in its normal form; empty where addresses are not told apart."""

    def __init__(self) -> None:
        self._address = ""

    @property
    def address(self) -> str:
        return self._address

    def move(self, address: str) -> bool:
        """Whether that is another address than before."""
        moved = address != self._address
        self._address = address
        return moved

    def is_elsewhere(self, task: GenerationTask) -> bool:
        """Whether the task was ordered at another address, which alone knows it."""
        return bool(self._address) and task.profile_id not in (ADDRESS_UNKNOWN, self._address)
