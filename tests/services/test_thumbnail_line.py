"""What is done next for thumbnails: the order of it, and what is dropped."""

from __future__ import annotations

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import TileKey, TileShape, TileWish, picture_key
from nanobanana_desktop.services.thumbnail_line import (
    FILES_AT_ONCE,
    LATER_LIMIT,
    PREVIEW_LIMIT,
    READ_AT_ONCE,
    MakeAhead,
    ReadKept,
    ShowFile,
    ShowKept,
    ThumbnailLine,
    Work,
    WriteMade,
)
from tests.fakes import make_image, make_task

SHAPE = TileShape(200, 150, 8.0, 1.0)


def task(name: str) -> GenerationTask:
    return make_task(id=name, image=make_image())


def wish(name: str, *, sharp: bool = False, shape: TileShape = SHAPE) -> TileWish:
    it = task(name)
    return TileWish(TileKey(picture_key(it), shape), it, sharp)


def nothing_to_do(line: ThumbnailLine) -> bool:
    return line._choose() is None


def read(line: ThumbnailLine, *kept: str) -> tuple[str, ...]:
    """Let a thread read; of the `kept` there is something."""
    work = line.next()
    assert isinstance(work, ReadKept)
    line.kept(work, {key: b"jpeg" for key in work.pictures if key.task_id in kept})
    line.done(work)
    return tuple(key.task_id for key in work.pictures)


def name_of(work: Work | None) -> str:
    assert isinstance(work, (ShowKept, ShowFile))
    return work.wish.task.id


def test_what_is_visible_is_read_by_one_question() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish("a"), wish("b"), wish("a", shape=TileShape(54, 54, 7.0, 1.0))])
    assert read(line, "a", "b") == ("a", "b")
    kinds = [line.next() for _ in range(3)]
    assert [name_of(work) for work in kinds] == ["a", "b", "a"]
    assert all(isinstance(work, ShowKept) for work in kinds)
    assert nothing_to_do(line)


def test_a_long_list_is_read_in_portions() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish(str(number)) for number in range(READ_AT_ONCE + 5)])
    assert len(read(line)) == READ_AT_ONCE
    assert len(read(line)) == 5


def test_only_what_is_wanted_last_is_done() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish("a"), wish("b")])
    read(line, "a", "b")
    line.want_tiles([wish("b"), wish("c")])
    assert read(line, "c") == ("c",), "what is known of b is not read again"
    assert [name_of(line.next()) for _ in range(2)] == ["b", "c"]
    assert nothing_to_do(line)
    assert not line._kept.keys() - {picture_key(task(name)) for name in "bc"}


def test_previews_come_first_and_the_newest_of_them() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish("a")])
    line.want_preview(task("p"))
    line.want_preview(task("q"))
    assert read(line, "a", "p", "q") == ("q", "p", "a")
    assert [name_of(line.next()) for _ in range(3)] == ["q", "p", "a"]


def test_old_previews_fall_out() -> None:
    line = ThumbnailLine()
    for number in range(PREVIEW_LIMIT + 3):
        line.want_preview(task(str(number)))
    assert len(read(line)) == PREVIEW_LIMIT


def test_files_never_take_the_last_thread() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish(name) for name in "abcde"])
    read(line, "e")
    assert name_of(line.next()) == "e", "what is kept comes before what must be made"
    works = [line.next() for _ in range(FILES_AT_ONCE)]
    assert [name_of(work) for work in works] == ["a", "b"]
    assert nothing_to_do(line), "the drive may not answer"
    line.want_tiles([wish(name) for name in "cdf"])
    read(line, "f")
    assert name_of(line.next()) == "f", "what is kept is shown all the same"
    assert works[0] is not None
    line.done(works[0])
    assert name_of(line.next()) == "c"


def test_one_file_is_never_read_by_two_threads() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish("a"), wish("a", shape=TileShape(54, 54, 7.0, 1.0))])
    read(line)
    work = line.next()
    assert isinstance(work, ShowFile)
    assert nothing_to_do(line)
    line.done(work)
    assert read(line, "a") == ("a",), "the other size comes from what was kept just now"
    assert isinstance(line.next(), ShowKept)


def test_what_was_not_answered_yet_is_not_done_twice() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish("a")])
    read(line, "a")
    assert isinstance(line.next(), ShowKept)
    line.want_tiles([wish("a")])
    assert nothing_to_do(line)
    line.answered(wish("a").key)
    assert isinstance(line.next(), ShowKept)


def test_what_is_not_sharp_waits_and_is_done_one_at_a_time() -> None:
    line = ThumbnailLine()
    line.want_later([task("later")])
    line.want_tiles([wish("a", sharp=True), wish("b", sharp=True), wish("c")])
    assert read(line) == ("c",)
    assert name_of(line.next()) == "c"
    sharpening = line.next()
    assert isinstance(sharpening, ShowFile)
    assert (sharpening.quiet, sharpening.wish.task.id) == (True, "a")
    assert nothing_to_do(line), "one thread stays free for whoever scrolls"
    line.done(sharpening)
    assert name_of(line.next()) == "b"


def test_making_ahead_comes_last_and_what_was_made_is_written_then() -> None:
    line = ThumbnailLine()
    line.want_later([task("x"), task("y")])
    first = line.next()
    assert first == MakeAhead(task("x"))
    assert nothing_to_do(line)
    line.want_tiles([wish("a")])
    line.done(first)
    assert read(line, "a") == ("a",)
    assert name_of(line.next()) == "a"
    second = line.next()
    assert second == MakeAhead(task("y"))
    line.done(second)
    assert isinstance(line.next(), WriteMade)
    assert nothing_to_do(line)


def test_only_so_many_are_made_ahead() -> None:
    line = ThumbnailLine()
    line.want_later(task(str(number)) for number in range(LATER_LIMIT + 7))
    assert line.next() == MakeAhead(task("7"))


def test_a_damaged_thumbnail_is_made_from_the_file() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish("a")])
    line.want_preview(task("p"))
    read(line, "a", "p")
    for name in ("p", "a"):
        work = line.next()
        assert isinstance(work, ShowKept)
        assert work.wish.task.id == name
        line.is_damaged(work.wish)
    for name in ("p", "a"):
        again = line.next()
        assert isinstance(again, ShowFile)
        assert (again.wish.task.id, again.quiet) == (name, False)


def test_a_stopped_line_has_nothing_left() -> None:
    line = ThumbnailLine()
    line.want_tiles([wish(str(number)) for number in range(50)])
    line.want_later([task("x")])
    line.stop()
    line.stop()
    assert line.next() is None
