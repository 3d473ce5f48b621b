"""Where newer versions of the program are asked for, and by which way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from nanobanana_desktop.domain.updates import Update
from nanobanana_desktop.service_connection import connections_through
from nanobanana_desktop.services.background import Workers

FEED_ADDRESS = ""
"""Of the feed that `api.update_feed` reads, https. Empty: the program does not speak of updates."""


def feed_reader(
    proxies: Callable[[], Mapping[str, str] | None], workers: Workers
) -> Callable[[], Awaitable[Update]] | None:
    """What fetches the feed; None where there is none. The libraries for it load when it is used.

    What it returns raises AppError.
    """
    if not FEED_ADDRESS:
        return None
    return partial(_fetch, FEED_ADDRESS, proxies, workers)


async def _fetch(
    address: str, proxies: Callable[[], Mapping[str, str] | None], workers: Workers
) -> Update:
    from nanobanana_desktop.api.update_feed import fetch_update

    return await fetch_update(await workers.run(connections_through, proxies), address)
