"""The image service as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Final

import httpx

from nanobanana_desktop.api.address import ServiceAddress
from nanobanana_desktop.api.credentials import KeySource
from nanobanana_desktop.api.picture_links import PictureLinks
from nanobanana_desktop.api.picture_stream import PictureStream
from nanobanana_desktop.api.pictures import open_picture
from nanobanana_desktop.api.queries import Queries
from nanobanana_desktop.api.submit import SubmitTrace, send_order
from nanobanana_desktop.api.transport import Connections, Timeouts
from nanobanana_desktop.domain.answers import RemoteTask, SubmitOutcome
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    NetworkError,
    QuotaError,
    TaskNotFoundError,
)
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.secret import Secret

_log = get_logger(__name__)

CREATE_PATH: Final = "/v1/banana/images"
_UNKNOWN_ID: Final = "nanobanana-desktop-key-check"


class KeyCheck(StrEnum):
    """What asking for an unknown task told about the key."""

    WORKS = "works"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNDECIDED = "undecided"


class ApiClient:
    """Speaks to one service address. Foreign exceptions become AppError here.

    `key` is asked for every request. Pictures are fetched without key and cookies. The client
    belongs to one event loop; `aclose()` ends it.
    """

    def __init__(
        self,
        base_url: str,
        key: KeySource,
        *,
        timeouts: Timeouts | None = None,
        allow_private_pictures: bool = False,
        connections: Connections | None = None,
        links: PictureLinks | None = None,
    ) -> None:
        """Raises ValidationError(BAD_BASE_URL). Opens nothing and reads no files.

        `allow_private_pictures` lets links lead to this computer or its network, as they do in the
        demo; it is implied when the service itself is there.
        """
        self._address = ServiceAddress.parse(base_url)
        self._key = key
        self._timeouts = timeouts or Timeouts()
        self._connections = connections or Connections()
        self._links = links or PictureLinks(self._address.host, allow_inner=allow_private_pictures)
        self._queries = Queries(self._connections, self._address, self._timeouts)

    @property
    def address(self) -> str:
        """The service's address in its normal form."""
        return str(self._address)

    def new_trace(self) -> SubmitTrace:
        """What `create_task` will note about one order."""
        return SubmitTrace()

    async def create_task(
        self, body: Mapping[str, object], *, trace: SubmitTrace | None = None
    ) -> SubmitOutcome:
        """Send the paid order: exactly one attempt, on a connection of its own.

        Raises nothing but CancelledError. Whoever may be cancelled while it runs hands in a new
        `trace` and then asks `trace.outcome_so_far(reason)`.
        """
        url = httpx.URL(self._address + CREATE_PATH)
        trace = trace or SubmitTrace()
        return await send_order(self._connections, url, body, self._key, self._timeouts, trace)

    async def query_task(self, remote_id: str) -> RemoteTask:
        """Ask about a task. `remote_id` of the result is the one asked for.

        Raises CredentialsError, QuotaError, RateLimitError, NetworkError, ServerError,
        ProtocolError, TaskNotFoundError.
        """
        return await self._queries.ask(remote_id, self._key)

    async def drop_connections(self) -> None:
        """Forget kept connections: the computer slept, or its network is another one."""
        await self._queries.drop_connections()

    async def rest(self) -> None:
        """Keep no connection while nothing is asked; a question that is under way goes on."""
        await self._queries.rest()

    async def check_key(self, key: Secret | None = None) -> KeyCheck:
        """Find out whether a key works, at no cost: ask for a task that cannot exist.

        `key` None checks the key in use. WORKS means that the service answered the question; it is
        not known whether the service looks at the key before it looks for the task.
        """
        try:
            await self._queries.ask(_UNKNOWN_ID, self._key if key is None else lambda: key)
        except (TaskNotFoundError, QuotaError):
            return KeyCheck.WORKS
        except CredentialsError:
            return KeyCheck.REFUSED
        except NetworkError as error:
            _log.info("key not checked: %s", error)
            return KeyCheck.UNREACHABLE
        except AppError as error:
            _log.info("key check undecided: %s", error)
            return KeyCheck.UNDECIDED
        finally:
            await self._queries.rest()
        return KeyCheck.UNDECIDED

    def open_picture(
        self, url: str, *, allow_insecure: bool = False
    ) -> AbstractAsyncContextManager[PictureStream]:
        """Open a picture's link; `pictures.open_picture` tells what it checks and raises."""
        return open_picture(
            self._connections, self._links, url, self._timeouts, allow_insecure=allow_insecure
        )

    async def aclose(self) -> None:
        """Close the connections; may be called again."""
        await self._queries.aclose()
