"""Threads share one heap where the C library offers it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nanobanana_desktop.native_memory import share_one_heap

TELL_HEAPS = """
import ctypes, sys, threading
from nanobanana_desktop.native_memory import share_one_heap

if sys.argv[1] == "shared":
    assert share_one_heap()
library = ctypes.CDLL(None)
all_have_some = threading.Barrier(4)

def take():
    kept = [bytes(50_000) for _ in range(20)]
    all_have_some.wait()
    del kept

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[2].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""


def _heaps(kind: str, folder: Path) -> int:
    told = folder / kind
    subprocess.run([sys.executable, "-c", TELL_HEAPS, kind, str(told)], check=True)
    return told.read_text(encoding="ascii").count("<heap nr=")


def _is_glibc() -> bool:
    names: dict[str, int] = getattr(os, "confstr_names", {})
    return "CS_GNU_LIBC_VERSION" in names


def test_threads_share_one_heap(tmp_path: Path) -> None:
    if _is_glibc():
        assert _heaps("shared", tmp_path) == 1 < _heaps("own", tmp_path)
    else:
        assert not share_one_heap()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_left_alone(platform: str) -> None:
    assert not share_one_heap(platform)
