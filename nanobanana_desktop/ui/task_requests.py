"""What a person asks for from a row, a tile, a card or the caption: one place to listen to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.task import GenerationTask

SAMPLE: Final = 64
"""Of a larger selection so many tasks stand for all: the others are never read for a wish.

More than are ordered at once, and few enough to be read within a frame.
"""

COMPARED_TOGETHER: Final = 6
"""Pictures that are looked at together; more would be too small to tell apart."""


def sample(tasks: Sequence[GenerationTask]) -> Sequence[GenerationTask]:
    """The first of the tasks, as many as are looked at."""
    return tasks[:SAMPLE]


class TaskRequests(QObject):
    """The wishes of the history and the stage; whoever owns the services connects to them.

    Ids are local task ids; `object` is a GenerationTask, `list` a list of ids.
    Nothing happens by emitting: the views change when the task service tells of the change.
    """

    open_requested = Signal(str)
    select_requested = Signal(str)
    """The task is to be the current one; the view stays."""
    view_requested = Signal(str)
    """"grid", "single" or "compare"."""
    zoom_toggled = Signal()
    """The picture that is looked at is to be shown in full size, or fitting again."""
    compare_with_requested = Signal(str)
    """This task's picture is to be B beside the current one."""
    compare_reference_requested = Signal(object)
    """The picture of this task is to be seen beside its reference images."""
    compare_step_requested = Signal(int)
    """The next (1) or previous (-1) picture is to be B."""
    compare_swap_requested = Signal()
    """A and B are to change places."""
    compare_mode_requested = Signal(str)
    """A and B are to be looked at in this way (a `CompareMode`), or in the next one if empty."""
    compare_turn_requested = Signal()
    """The other one of A and B is to be seen."""
    full_screen_toggled = Signal()
    command_requested = Signal(object)
    """A Command is to be carried out as if it had been chosen in its menu."""
    details_requested = Signal()
    """The details are to be seen."""
    details_toggled = Signal()
    """They are to be seen, or not any more."""

    run_again_requested = Signal(str)
    order_again_requested = Signal(str)
    """An unconfirmed order is to be sent once more and may be charged twice."""
    run_failed_requested = Signal(list)
    """Failed tasks are to be run again together; a list of GenerationTask."""
    send_now_requested = Signal(str)
    check_now_requested = Signal(str)
    download_again_requested = Signal(str)
    allow_insecure_requested = Signal(str)
    """The picture is to be fetched although its link is not encrypted."""
    stop_watching_requested = Signal(str)
    watch_again_requested = Signal(str)
    id_entry_requested = Signal(str)
    """The id at the service of this task, which is on the stage, is to be written."""
    attach_id_requested = Signal(str, str)
    """Local id, and the id at the service as it was typed."""
    mark_not_sent_requested = Signal(str)
    send_first_requested = Signal(str)
    hold_back_requested = Signal(list, bool)
    """Waiting orders are not to be sent until the person says so; false: when it is their turn."""
    move_requested = Signal(str, int)
    """To another place in the waiting line: -1 is sent earlier, 1 later."""
    move_before_requested = Signal(str, str)
    """To be sent just before that other waiting order, or last when it is empty."""

    star_toggled = Signal(str, bool)
    marks_requested = Signal(list, object)
    """Ids, and the MarkChange that they are to have."""
    tags_requested = Signal(list)
    """Tags are to be edited; a list of GenerationTask."""
    note_requested = Signal(object)
    delete_requested = Signal(list)
    """Into the trash, or for good what lies there."""
    restore_requested = Signal(list)
    delete_for_good_requested = Signal(list)
    empty_bin_requested = Signal()
    locate_requested = Signal(list)
    """A folder is to be searched for the missing files of these tasks (GenerationTask)."""
    reuse_requested = Signal(object)
    edit_prompt_requested = Signal(object)
    use_as_reference_requested = Signal(object)
    copy_requested = Signal(object)
    copy_prompt_requested = Signal(object)
    copy_prompts_requested = Signal(list)
    """The prompts of several tasks; a list of GenerationTask."""
    copy_files_requested = Signal(list)
    """The files of one or several tasks; a list of GenerationTask."""
    copy_link_requested = Signal(object)
    copy_details_requested = Signal(object)
    save_as_requested = Signal(object)
    save_all_requested = Signal(list)
    """Copies of the pictures of several tasks in one folder; a list of GenerationTask."""
    show_in_folder_requested = Signal(object)
    open_file_requested = Signal(object)
    """In the program that the person uses for such files."""
    open_with_requested = Signal(object)
    """In a program that the system lets the person choose."""
    files_wanted = Signal(object)
    """The files of tasks are to be found before they are dragged away; a FileWish."""
    export_requested = Signal(object)
    """Copies of the pictures of these tasks are wanted; a sequence of GenerationTask."""

    open_settings_requested = Signal()
    open_folders_requested = Signal()
    open_account_page_requested = Signal()
    change_folder_requested = Signal()
    example_chosen = Signal(str)
