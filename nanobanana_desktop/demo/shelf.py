"""The drawn pictures: made once, off the loop, and kept for a while."""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from nanobanana_desktop.demo.art.picture import (
    Picture,
    PictureFormat,
    make_picture,
    picture_format,
    picture_size,
)
from nanobanana_desktop.demo.scenario import FileFormat, PictureFile
from nanobanana_desktop.demo.tasks import DemoTask

EXTENSIONS = {PictureFormat.PNG: ".png", PictureFormat.JPEG: ".jpg", PictureFormat.WEBP: ".webp"}

PictureKey = tuple[str, int, tuple[int, int], PictureFormat]


class ShelfClosedError(Exception):
    """The stand-in stops; nothing is drawn any more."""


class PictureShelf:
    """Draws each picture once, in a thread of its own, and keeps the latest up to `cap` bytes.

    To be used on the server's loop only.
    """

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="demo-art")
        # Its thread starts now, so that it lives exactly as long as the server.
        self._executor.submit(int)
        self._finished: OrderedDict[PictureKey, Picture] = OrderedDict()
        self._drawing: dict[PictureKey, asyncio.Future[Picture]] = {}
        self._closed = False

    async def picture(self, task: DemoTask, file: PictureFile) -> Picture:
        """The picture of a task; raises `ShelfClosedError` when the stand-in stops."""
        size = file.pixels or picture_size(
            task.order.ratio, task.order.resolution, task.order.prompt
        )
        file_format = format_of(task, file)
        key = (task.order.prompt, task.seed, size, file_format)
        if key in self._finished:
            self._finished.move_to_end(key)
            return self._finished[key]
        if self._closed:
            raise ShelfClosedError
        drawing = self._drawing.get(key)
        if drawing is None:
            drawing = asyncio.get_running_loop().run_in_executor(
                self._executor, make_picture, task.order.prompt, task.seed, size, file_format
            )
            self._drawing[key] = drawing
            drawing.add_done_callback(functools.partial(self._drawn, key))
        try:
            return await asyncio.shield(drawing)
        except asyncio.CancelledError:
            if self._closed:
                raise ShelfClosedError from None
            raise

    def _drawn(self, key: PictureKey, drawing: asyncio.Future[Picture]) -> None:
        # In one step: between "no longer drawn" and "kept" another asker would draw it again,
        # and those who asked first may all have gone away.
        del self._drawing[key]
        if not drawing.cancelled() and drawing.exception() is None:
            self._keep(key, drawing.result())

    def _keep(self, key: PictureKey, picture: Picture) -> None:
        self._finished[key] = picture
        used = sum(len(kept.data) for kept in self._finished.values())
        while used > self._cap and len(self._finished) > 1:
            _, dropped = self._finished.popitem(last=False)
            used -= len(dropped.data)

    def close(self) -> None:
        """Starts no further drawing; what waits for one is told so."""
        self._closed = True
        for drawing in list(self._drawing.values()):
            drawing.cancel()

    def join(self) -> None:
        """Waits for the drawing under way, at most some seconds, and ends the thread."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def format_of(task: DemoTask, file: PictureFile) -> PictureFormat:
    """The format that the task's picture gets."""
    if file.format is FileFormat.MIXED:
        return picture_format(task.order.prompt, task.seed)
    return PictureFormat(file.format.value)


def link_path(task: DemoTask, file: PictureFile, generation: int) -> str:
    """Path and query of a link, made to look signed as real ones do."""
    extension = EXTENSIONS[format_of(task, file)] if file.extension is None else file.extension
    expires = task.created + 24 * 3600
    signature = f"{task.seed * 2654435761 % 2**64:016x}{generation:x}"
    name = f"{task.number:06d}-{generation}{extension}"
    return f"/pictures/{name}?Expires={expires}&Signature={signature}"
