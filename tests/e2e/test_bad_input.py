"""Bad input and bad luck get a clear word on screen, lose nothing and pay nothing twice."""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from keyring.errors import KeyringError, KeyringLocked
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from nanobanana_desktop.demo.scenario import AnswerShape, Body, Course, Outcome, Scenario
from nanobanana_desktop.demo.script import Call
from nanobanana_desktop.demo.server import DemoServer
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.processes import keep_orders
from tests.e2e.screen import (
    can_generate,
    confirm,
    drop_files,
    has_row,
    labels,
    order,
    paste_prompt,
    reference_names,
    row_reasons,
    rows,
    says,
)
from tests.pictures import gradient

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
ExpectedLog = Callable[[str], None]

PROMPT = "a heron at noon"
OTHER_KEY = "sk-test-another-one-9876543210"
WEB_PAGE = AnswerShape(body=Body.HTML)
ENDLESS = Course(processing=(math.inf, math.inf))
OFFLINE = (
    "You're offline. You can browse your images; "
    "new tasks wait here and are sent when you are back."
)


@pytest.fixture
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key in the password store."""
    backend.set_password("nanobanana-desktop", "default", KEY)


def set_offline_steps(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.holds.OFFLINE_STEPS", seconds)


async def ready(running: Running, wait_until: WaitUntil) -> None:
    """Until the key was read: then the form says what is missing, or that it can send."""
    await wait_until(lambda: running.program.keys.state.usable)
    running.find(QPlainTextEdit, "Prompt").clear()
    await wait_until(lambda: says(running, "Write a prompt first."))


# What is in the form


@pytest.mark.usefixtures("key_kept")
async def test_empty_prompt_disables_generate_and_says_why(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        assert not can_generate(running)
        running.type_prompt("   ")
        assert not can_generate(running)
        assert says(running, "Write a prompt first.")
        running.click(QPushButton, "Generate")
        running.program.window.create_pane.submit()
        assert running.window.focusWidget() is running.find(QPlainTextEdit, "Prompt")
        running.type_prompt("x")
        assert can_generate(running)
        assert rows(running) == []
    assert service.control.creates == 0


@pytest.mark.usefixtures("key_kept")
async def test_prompt_of_50_000_characters_is_kept_and_not_sent(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    prompt = "a banana 香蕉 " * 4_166 + "12345678"
    assert len(prompt) == 50_000
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        paste_prompt(running, prompt)
        assert not can_generate(running)
        reasons = [text for text in labels(running) if text.startswith("Shorten the prompt by")]
        assert [re.sub(r"\D", "", reason) for reason in reasons] == ["46000"]
        running.program.window.create_pane.submit()
        assert rows(running) == []
    async with start_program(service.base_url) as running:
        assert running.find(QPlainTextEdit, "Prompt").toPlainText() == prompt
        await wait_until(lambda: says(running, "Shorten the prompt by"))
        assert not can_generate(running)
    assert service.control.creates == 0


@pytest.mark.usefixtures("key_kept")
async def test_unreadable_reference_is_named_and_the_order_goes_without_it(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, tmp_path: Path
) -> None:
    broken = tmp_path / "holiday.png"
    broken.write_text("this is a letter, not a picture", encoding="utf-8")
    missing = tmp_path / "gone.jpg"
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        for file in (broken, missing):
            drop_files(running, [file])
            sentence = f"“{file.name}” is not an image this app can read (PNG, JPEG, WebP)."
            await wait_until(lambda sentence=sentence: says(running, sentence))
            assert reference_names(running) == []
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Completed"))
    (sent,) = service.control.requests(Call.CREATE)
    assert isinstance(sent.json, dict)
    assert sent.json["prompt"] == PROMPT
    assert "image_urls" not in sent.json


@pytest.mark.usefixtures("key_kept")
async def test_seventh_reference_is_left_out_and_six_are_sent(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, tmp_path: Path
) -> None:
    files = [tmp_path / f"shot {number}.png" for number in range(1, 8)]
    for number, file in enumerate(files):
        assert gradient(40 + number, 30).save(str(file))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        drop_files(running, files)
        assert says(running, "Only 6 reference images fit. 1 was not added.")
        names = [f"Reference image {number}: shot {number}.png" for number in range(1, 7)]
        assert reference_names(running) == names
        pane = running.program.window.create_pane
        await wait_until(lambda: not pane.references.is_preparing())
        assert says(running, "6 of 6")
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Completed"))
    (sent,) = service.control.requests(Call.CREATE)
    assert isinstance(sent.json, dict)
    links = sent.json["image_urls"]
    assert len(links) == len(set(links)) == 6
    assert all(link.startswith("data:image/") for link in links)


# The key


async def test_wrong_key_is_refused_and_kept_nowhere(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.shows(QPushButton, "Check and save"))
        running.type_key(OTHER_KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: says(running, "The service did not accept this key."))
        assert running.find(QLineEdit, "API key").text() == OTHER_KEY
        running.type_prompt(PROMPT)
        assert not can_generate(running)
        assert says(running, "Add an API key to generate images.")
    assert backend.kept == {}
    assert service.control.creates == 0
    for path in running.paths.root.rglob("*"):
        if path.is_file():
            assert OTHER_KEY.encode() not in path.read_bytes(), path


@pytest.mark.usefixtures("key_kept")
async def test_key_refused_with_the_order_holds_it_until_a_new_key_and_a_yes(
    start_program: Start, service: DemoServer, backend: FakeBackend, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        service.control.set_keys([OTHER_KEY])
        order(running, PROMPT)
        await wait_until(lambda: says(running, "The service did not accept your API key"))
        await wait_until(lambda: says(running, "Nothing is sent until it is changed."))
        assert has_row(running, "Queued")
        assert row_reasons(running) == ["Key not accepted. Press Enter for details."]
        assert says(running, "The API key was not accepted.")
        assert not can_generate(running)
        assert service.control.tasks == {}
        refused = service.control.creates

        running.click(QPushButton, "Open settings")
        await wait_until(lambda: running.shows(QLineEdit, "API key"))
        running.type_key(OTHER_KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: says(running, "waiting to be sent."))
        assert list(backend.kept.values()) == [OTHER_KEY]
        assert service.control.creates == refused == 1
        running.click(QPushButton, "Close")
        running.click(QPushButton, "Send now")
        await wait_until(lambda: has_row(running, "Completed"))
    assert service.control.creates == 2
    assert len(service.control.tasks) == 1


@pytest.mark.usefixtures("key_kept")
async def test_key_refused_while_waiting_stops_the_questions_and_loses_nothing(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    service.control.set_default(Scenario(course=ENDLESS))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Processing"))
        service.control.set_keys([OTHER_KEY])
        await wait_until(lambda: says(running, "The service did not accept your API key."))
        assert has_row(running, "Processing")
        (remote_id,) = service.control.tasks
        service.control.finish(remote_id)
        service.control.set_keys([KEY])
        running.click(QPushButton, "Open settings")
        await wait_until(lambda: running.shows(QLineEdit, "API key"))
        running.type_key(KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: has_row(running, "Completed"))
        assert not says(running, "The service did not accept your API key.")
    assert service.control.creates == 1


async def test_key_is_used_until_quit_when_no_password_store_takes_it(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> None:
    def refuse(*_arguments: str) -> None:
        raise KeyringError("no password store here")

    monkeypatch.setattr(backend, "set_password", refuse)
    expected_log("the key could not be kept")
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.shows(QPushButton, "Check and save"))
        running.type_key(KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: says(running, "The system password store is not available."))
        running.type_prompt(PROMPT)
        assert not can_generate(running)
        running.click(QPushButton, "Use until I quit")
        await wait_until(lambda: can_generate(running))
        assert not running.shows(QPushButton, "Check and save")
        running.click(QPushButton, "Generate")
        await wait_until(lambda: has_row(running, "Completed"))
    assert backend.kept == {}
    for path in running.paths.root.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.shows(QPushButton, "Check and save"))
        assert has_row(running, "Completed")
        assert not can_generate(running)


async def test_key_can_be_used_when_the_password_store_never_answers(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> None:
    def refuse(*_arguments: str) -> None:
        raise KeyringError("no password store here")

    monkeypatch.setattr(backend, "get_password", refuse)
    monkeypatch.setattr(backend, "set_password", refuse)
    expected_log("the key could not be read")
    expected_log("the key could not be kept")
    async with start_program(service.base_url) as running:
        await wait_until(lambda: not running.program.keys.state.status.endswith("loading"))
        assert not running.shows(QPushButton, "Use until I quit")
        running.type_key(KEY)
        await wait_until(lambda: says(running, "The system password store is not available."))
        running.click(QPushButton, "Use until I quit")
        running.type_prompt(PROMPT)
        await wait_until(lambda: can_generate(running))
        running.click(QPushButton, "Generate")
        await wait_until(lambda: has_row(running, "Completed"))
    assert service.control.creates == 1


async def test_order_of_an_earlier_session_waits_for_a_key_and_says_so(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, data_root: Path
) -> None:
    keep_orders(data_root, PROMPT)
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.shows(QPushButton, "Check and save"))
        await wait_until(lambda: row_reasons(running) == ["Key missing. Press Enter for details."])
        assert has_row(running, "Queued")
        assert not says(running, "The service did not accept your API key")
        await wait_until(lambda: running.program.tasks.open_tasks)
        running.type_key(KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: says(running, "waiting to be sent."))
        assert service.control.creates == 0
        running.click(QPushButton, "Send now")
        await wait_until(lambda: has_row(running, "Completed"))
    assert service.control.creates == 1


@pytest.mark.usefixtures("key_kept")
async def test_locked_password_store_is_not_taken_for_a_refused_key(
    start_program: Start,
    service: DemoServer,
    backend: FakeBackend,
    wait_until: WaitUntil,
    data_root: Path,
    expected_log: ExpectedLog,
) -> None:
    def locked(*_arguments: str) -> None:
        raise KeyringLocked("dismissed")

    expected_log("the key could not be read")
    keep_orders(data_root, PROMPT)
    async with start_program(service.base_url) as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backend, "get_password", locked)
            await wait_until(lambda: says(running, "The system password store is locked."))
        await wait_until(lambda: row_reasons(running) != [""])
        assert row_reasons(running) == ["Password store locked. Press Enter for details."]
        assert not says(running, "The service did not accept your API key")
        await wait_until(lambda: running.program.tasks.open_tasks)
        running.click(QPushButton, "Try again")
        await wait_until(lambda: says(running, "waiting to be sent."))
        running.click(QPushButton, "Send now")
        await wait_until(lambda: has_row(running, "Completed"))
    assert service.control.creates == 1


# The service


@pytest.mark.usefixtures("key_kept")
async def test_service_down_keeps_the_order_and_try_again_sends_it_once(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_offline_steps(monkeypatch, 60.0)
    service.stop()
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: says(running, "This task was not sent"))
        assert says(running, "There was no connection, so nothing was charged. It is kept here.")
        assert has_row(running, "Queued")
        assert row_reasons(running) == ["Not sent. Press Enter for details."]
        await wait_until(lambda: says(running, OFFLINE))
        assert running.program.window.stage_pane.bar.isVisible()
        service.start()
        running.click(QPushButton, "Try again")
        await wait_until(lambda: has_row(running, "Completed"))
        assert not says(running, OFFLINE)
    assert service.control.creates == 1


@pytest.mark.usefixtures("key_kept")
async def test_bar_stays_as_long_as_the_service_is_tried_in_vain(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_offline_steps(monkeypatch, 0.1)
    service.stop()
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: says(running, OFFLINE))
        holds = running.program.tasks.holds
        before = holds.offline_tries
        shown: list[bool] = []

        def five_more_tries() -> bool:
            shown.append(says(running, OFFLINE))
            return holds.offline_tries >= before + 5

        await wait_until(five_more_tries)
        assert all(shown)
        service.start()
        await wait_until(lambda: has_row(running, "Completed"))
        # It can still be read for a moment.
        await wait_until(lambda: not says(running, OFFLINE))
    assert service.control.creates == 1


@pytest.mark.usefixtures("key_kept")
async def test_bar_goes_when_the_order_that_waited_is_cancelled(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_offline_steps(monkeypatch, 3.0)
    service.stop()
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: says(running, OFFLINE))
        running.click(QPushButton, "Cancel task")
        await wait_until(lambda: rows(running) == [])
        await wait_until(lambda: not says(running, OFFLINE))


@pytest.mark.usefixtures("key_kept")
async def test_orders_kept_while_the_service_is_down_go_out_once_when_it_is_back(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_offline_steps(monkeypatch, 0.2)
    # The orders follow each other faster than a person could press.
    monkeypatch.setattr("nanobanana_desktop.ui.create.send_guard.DOUBLE_PRESS_SECONDS", 0.0)
    service.stop()
    prompts = ["the first", "the second", "the third"]
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        for number, prompt in enumerate(prompts, start=1):
            order(running, prompt)
            await wait_until(lambda number=number: len(rows(running)) == number)
        holds = running.program.tasks.holds
        await wait_until(lambda: holds.offline_tries >= 3)
        # While it is tried again, the first one reads "Sending" for a moment.
        await wait_until(lambda: all(", Queued, " in row for row in rows(running)))
        service.start()
        await wait_until(lambda: all(", Completed, " in row for row in rows(running)))
        assert len(rows(running)) == 3
    sent = [record.json for record in service.control.requests(Call.CREATE)]
    arrived = [body["prompt"] for body in sent if isinstance(body, dict)]
    # One goes alone to find out, then the others go together.
    assert (arrived[0], sorted(arrived)) == (prompts[0], sorted(prompts))


@pytest.mark.usefixtures("key_kept")
async def test_web_page_as_answer_to_an_order_is_not_confirmed_and_not_repeated(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    expected_log: ExpectedLog,
) -> None:
    expected_log("outcome unknown")
    service.control.queue_creates(Scenario(create_shape=WEB_PAGE))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        title = "It is not certain that the service got this task"
        await wait_until(lambda: says(running, title))
        assert has_row(running, "Not confirmed")
        for name in ("I have a task ID…", "Run again", "Dismiss"):
            assert running.shows(QPushButton, name), name
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        assert has_row(running, "Not confirmed")
        order(running, "another one")
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        assert sum(", Not confirmed, " in row for row in rows(running)) == 1
    sent = [record.json for record in service.control.requests(Call.CREATE)]
    assert [body["prompt"] for body in sent if isinstance(body, dict)] == [PROMPT, "another one"]


@pytest.mark.usefixtures("key_kept")
async def test_web_page_as_answer_to_a_query_changes_nothing(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nanobanana_desktop.api.retry.BACKOFF_LIMIT", 0.1)
    service.control.set_default(Scenario(course=ENDLESS))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: has_row(running, "Processing"))
        service.control.set_default(Scenario(course=ENDLESS, query_shape=WEB_PAGE))
        before = service.control.queries
        await wait_until(lambda: service.control.queries >= before + 3)
        assert has_row(running, "Processing")
        assert row_reasons(running) == [""]
        (remote_id,) = service.control.tasks
        service.control.finish(remote_id)
        service.control.set_default(Scenario())
        await wait_until(lambda: has_row(running, "Completed"))
    assert service.control.creates == 1


@pytest.mark.usefixtures("key_kept")
async def test_balance_too_low_is_a_card_and_nothing_is_repeated(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    service.control.set_balance(0)
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: says(running, "Your balance is too low for this task"))
        assert says(running, "Nothing was generated.")
        assert says(running, "余额不足")
        assert has_row(running, "Failed")
        assert row_reasons(running) == ["Balance too low. Press Enter for details."]
        assert running.shows(QPushButton, "Open account page")
        assert service.control.creates == 1
        service.control.set_balance(None)
        running.click(QPushButton, "Run again")
        await wait_until(lambda: says(running, "This sends a new paid task."))
        assert service.control.creates == 1
        confirm(running, "This sends a new paid task.", "Run again")
        await wait_until(lambda: len(running.pictures()) == 1)
        await wait_until(lambda: any(", Completed, " in row for row in rows(running)))
        assert sum(", Failed, " in row for row in rows(running)) == 1
    assert service.control.creates == 2


@pytest.mark.usefixtures("key_kept")
async def test_content_refused_is_a_card_with_the_services_own_words(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    refused = Course(outcome=Outcome.FAILED, error_text="风控拒绝")
    service.control.set_default(Scenario(course=refused))
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        order(running, PROMPT)
        await wait_until(lambda: says(running, "The service declined this prompt"))
        assert says(running, "风控拒绝")
        assert has_row(running, "Failed")
        assert row_reasons(running) == ["Content not allowed. Press Enter for details."]
        running.find(QPlainTextEdit, "Prompt").clear()
        running.click(QPushButton, "Edit prompt")
        assert running.find(QPlainTextEdit, "Prompt").toPlainText() == PROMPT
    assert service.control.creates == 1


# This computer


@pytest.mark.usefixtures("key_kept")
async def test_picture_waits_for_its_folder_and_is_not_paid_again(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
) -> None:
    async with start_program(service.base_url) as running:
        await ready(running, wait_until)
        folder = running.paths.images
        folder.rmdir()
        folder.write_bytes(b"")
        order(running, PROMPT)
        await wait_until(lambda: says(running, "Kept in the app's own folder until"))
        assert has_row(running, "Not downloaded")
        assert row_reasons(running) == ["Folder missing. Press Enter for details."]
        running.click(QPushButton, "Try again")
        await wait_until(lambda: has_row(running, "Not downloaded"))
        folder.unlink()
        folder.mkdir()
        running.click(QPushButton, "Try again")
        await wait_until(lambda: has_row(running, "Completed"))
        (picture,) = running.pictures()
        assert picture.is_relative_to(folder)
    assert (service.control.creates, service.control.downloads) == (1, 1)
