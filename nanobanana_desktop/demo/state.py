"""What both applications of a stand-in and its control share."""

from __future__ import annotations

from dataclasses import dataclass

from nanobanana_desktop.demo.account import Account
from nanobanana_desktop.demo.request_log import RequestLog
from nanobanana_desktop.demo.script import Script
from nanobanana_desktop.demo.tasks import TaskBook

BASE_PATH = "/kyyReactApiServer"
"""The service's path at its host (vendor's documentation)."""


@dataclass(frozen=True, slots=True)
class DemoState:
    """The rooms of a stand-in; each of them may be used from any thread."""

    book: TaskBook
    account: Account
    script: Script
    log: RequestLog
