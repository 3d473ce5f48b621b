"""From the buttons of cards and tiles to the requests they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.stage.tile_button import TileButton
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import RowAction, TaskStatus

A = CardAction
Ask = Callable[[TaskRequests, GenerationTask], object]


def ask(action: CardAction, requests: TaskRequests, task: GenerationTask) -> None:
    """Emit the request of `action` for `task`. `ATTACH_ID` needs words and is the card's own."""
    _REQUESTS[action](requests, task)


def press_tile_button(
    button: TileButton, requests: TaskRequests, task: GenerationTask, status: TaskStatus
) -> None:
    """Emit what a button inside a tile stands for; `MORE` opens a menu and asks for nothing."""
    if button is TileButton.STAR:
        requests.star_toggled.emit(task.id, not task.starred)
    elif button is TileButton.USE:
        requests.use_as_reference_requested.emit(task)
    elif button is TileButton.COPY:
        requests.copy_requested.emit(task)
    elif button is TileButton.ACTION:
        if status.look.action is RowAction.DOWNLOAD_AGAIN:
            requests.download_again_requested.emit(task.id)
        else:
            requests.run_again_requested.emit(task.id)


def _run_again(requests: TaskRequests, task: GenerationTask) -> None:
    if task.state is TaskState.SUBMIT_UNKNOWN:
        requests.order_again_requested.emit(task.id)
    else:
        requests.run_again_requested.emit(task.id)


def _send(requests: TaskRequests, task: GenerationTask) -> None:
    """A task that waits here is sent; one that was given up is ordered anew."""
    if task.state is TaskState.READY:
        requests.send_now_requested.emit(task.id)
    else:
        requests.run_again_requested.emit(task.id)


_REQUESTS: Final[Mapping[CardAction, Ask]] = {
    A.OPEN_SETTINGS: lambda requests, _task: requests.open_settings_requested.emit(),
    A.OPEN_ACCOUNT_PAGE: lambda requests, _task: requests.open_account_page_requested.emit(),
    A.RUN_AGAIN: _run_again,
    A.SEND: _send,
    A.SEND_NOW: _send,
    A.CANCEL_TASK: lambda requests, task: requests.stop_watching_requested.emit(task.id),
    A.EDIT_PROMPT: lambda requests, task: requests.edit_prompt_requested.emit(task),
    A.EDIT: lambda requests, task: requests.edit_prompt_requested.emit(task),
    A.EDIT_REFERENCES: lambda requests, task: requests.edit_prompt_requested.emit(task),
    A.CHOOSE_MODEL: lambda requests, task: requests.edit_prompt_requested.emit(task),
    A.DELETE: lambda requests, task: requests.delete_requested.emit([task.id]),
    A.CHECK_NOW: lambda requests, task: requests.check_now_requested.emit(task.id),
    A.STOP_WAITING: lambda requests, task: requests.stop_watching_requested.emit(task.id),
    A.WATCH_AGAIN: lambda requests, task: requests.watch_again_requested.emit(task.id),
    A.DISMISS: lambda requests, task: requests.mark_not_sent_requested.emit(task.id),
    A.DOWNLOAD_AGAIN: lambda requests, task: requests.download_again_requested.emit(task.id),
    A.DOWNLOAD_ANYWAY: lambda requests, task: requests.allow_insecure_requested.emit(task.id),
    A.COPY_LINK: lambda requests, task: requests.copy_link_requested.emit(task),
    A.ASK_NEW_LINK: lambda requests, task: requests.check_now_requested.emit(task.id),
    A.CHANGE_FOLDER: lambda requests, _task: requests.change_folder_requested.emit(),
    A.TRY_AGAIN: lambda requests, task: requests.download_again_requested.emit(task.id),
    A.LOCATE: lambda requests, task: requests.locate_requested.emit([task]),
    A.REMOVE_FROM_HISTORY: lambda requests, task: requests.delete_requested.emit([task.id]),
    A.COPY_DETAILS: lambda requests, task: requests.copy_details_requested.emit(task),
    A.USE_UNTIL_QUIT: lambda requests, _task: requests.open_settings_requested.emit(),
    A.UNLOCK: lambda requests, _task: requests.open_settings_requested.emit(),
    A.USE_ANOTHER_KEY: lambda requests, _task: requests.open_settings_requested.emit(),
    A.REMOVE: lambda requests, task: requests.delete_requested.emit([task.id]),
}
