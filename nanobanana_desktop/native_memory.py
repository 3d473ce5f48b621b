"""How memory is handed out below Python, where the C library lets it be chosen."""

from __future__ import annotations

import sys
from typing import Final

_ARENA_MAX: Final = -8
"""M_ARENA_MAX of glibc's malloc.h."""


def share_one_heap(platform: str = sys.platform) -> bool:
    """Let all threads take memory from one heap; whether that can be chosen here.

    glibc gives each thread a heap of its own. What one thread frees no other one uses then, and
    pictures are decoded in many. To be called while there is hardly any thread.
    """
    if platform != "linux":
        return False
    # Loaded here: the first paint does not wait for it, and other systems never need it.
    import ctypes

    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    return choose is not None and choose(_ARENA_MAX, 1) == 1
