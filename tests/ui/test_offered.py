"""What drops and clipboards of other programs offer: what is no picture stays out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QImage

from nanobanana_desktop.ui.create.offered import Offered, offered_images, offers_images
from nanobanana_desktop.ui.create.page_image import only_image
from nanobanana_desktop.ui.dragged_tasks import TASKS_LIMIT, dragged_tasks, put_tasks

PIXEL = "data:image/png;base64,iVBORw0KGgo="
PAGE = "https://shop.example/boats"
PICTURE = "https://cdn.example/render?id=7"


def mime(**formats: str | bytes) -> QMimeData:
    """`text_html="…"` and the like; `urls` are separated by blanks."""
    data = QMimeData()
    for name, value in formats.items():
        if name == "urls":
            data.setUrls([QUrl(url) for url in str(value).split()])
        else:
            raw = value if isinstance(value, bytes) else value.encode()
            data.setData(name.replace("_", "/", 1).replace("_", "-"), QByteArray(raw))
    return data


# -- nothing for the form ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        mime(),
        mime(text_plain="A boat"),
        mime(text_plain=f"see {PIXEL}"),
        mime(urls=PAGE, text_plain=PAGE),
        mime(urls="ftp://host.example/boat.png"),
        mime(urls="blob:https://a.example/1"),
        mime(urls="javascript:alert(1)"),
        mime(text_html='<img src="file:///etc/passwd">'),
        mime(text_html="<img src='blob:https://a.example/1'>"),
        mime(text_html=f'<img src="{PICTURE}"><img src="{PICTURE}">'),
        mime(text_html=f'<p>Words</p><img src="{PICTURE}">', text_plain="Words"),
        mime(text_x_moz_url=(PAGE + "\nBoats").encode("utf-16-le")),
        mime(text_x_moz_url=b"\xff"),
        mime(text_plain="data:text/html;base64,AAAA"),
    ],
)
def test_what_is_no_picture_is_not_taken(data: QMimeData) -> None:
    assert offered_images(data, any_file=True) is None
    assert not offers_images(data, any_file=True)


def test_a_folder_or_a_text_file_is_taken_only_to_be_refused_with_a_reason() -> None:
    data = mime(urls="file:///tmp/Holiday file:///tmp/boat.png")
    assert offered_images(data) is None
    assert not offers_images(data)
    wanted = Offered(files=(Path("/tmp/Holiday"), Path("/tmp/boat.png")))
    assert offered_images(data, any_file=True) == wanted
    assert offers_images(data, any_file=True)


def test_another_program_cannot_speak_of_tasks_of_this_window() -> None:
    data = mime(urls="file:///tmp/boat.png")
    put_tasks(data, ["a", "b"])
    assert offered_images(data) == Offered(files=(Path("/tmp/boat.png"),))
    assert offered_images(data, with_tasks=True) == Offered(tasks=("a", "b"))


def test_of_many_dragged_tasks_some_are_read() -> None:
    data = QMimeData()
    put_tasks(data, [str(number) for number in range(TASKS_LIMIT + 5)])
    assert len(dragged_tasks(data)) == TASKS_LIMIT


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<img",
        "<img>",
        "<img alt='src=x'>",
        "<br>" * 100 + f'<img src="{PICTURE}">',
        f'<img src="{PICTURE}"',
        "<img src=>",
        "<imgx src='https://a.example/1'>",
    ],
)
def test_pages_without_a_clear_picture(page: str) -> None:
    assert only_image(page) == ""


# -- pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (f'<img src="{PICTURE}">', PICTURE),
        (f"<meta charset='utf-8'><IMG alt=\"Boat\" SRC='{PICTURE}'/>", PICTURE),
        (f'<a href="{PAGE}"><img src="{PICTURE}&amp;w=2"></a>', f"{PICTURE}&w=2"),
        (f"<img src={PICTURE} width=5>", PICTURE),
        (f'<!--StartFragment-->\r\n<img src="{PIXEL}"><!--EndFragment-->\0', PIXEL),
    ],
)
def test_the_one_picture_of_a_page(page: str, address: str) -> None:
    assert only_image(page) == address


def test_a_picture_inside_a_link_is_the_picture_and_not_the_page() -> None:
    page = f'<a href="{PAGE}"><img src="{PICTURE}"></a>'
    data = mime(urls=PAGE, text_html=page, text_plain=PAGE)
    assert offered_images(data) == Offered(links=(PICTURE,))
    assert offers_images(data)


@pytest.mark.parametrize(
    "data",
    [
        mime(urls=PIXEL),
        mime(text_plain=f"  {PIXEL}\n"),
        mime(text_html=f'<img src="{PIXEL}">'),
    ],
)
def test_a_picture_written_as_its_address_is_a_picture(data: QMimeData) -> None:
    assert offered_images(data) == Offered(data_links=(PIXEL,))


def test_an_address_that_was_copied_as_words() -> None:
    image, page = "https://cdn.example/boat.png?w=2", "https://cdn.example/render?id=7"
    assert offered_images(mime(text_plain=f" {image}\n")) == Offered(links=(image,))
    assert offered_images(mime(text_plain=page)) is None
    assert offered_images(mime(text_plain=page), any_link=True) == Offered(links=(page,))
    for words in (f"see {image}", f"{image} and more", "ftp://host.example/boat.png"):
        assert offered_images(mime(text_plain=words), any_link=True) is None


def test_addresses_of_the_mozilla_family() -> None:
    link = "https://cdn.example/boat.png"
    data = mime(text_x_moz_url=f"{link}\nBoat".encode("utf-16-le"))
    assert offered_images(data) == Offered(links=(link,))


def test_pixels_come_before_addresses_and_encoded_ones_are_not_decoded_here() -> None:
    page = f'<img src="{PICTURE}">'
    data = mime(image_png=b"\x89PNG...", text_html=page, urls=PICTURE)
    assert offered_images(data) == Offered(encoded=b"\x89PNG...")
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    bitmap = mime(text_html=page)
    bitmap.setImageData(image)
    offered = offered_images(bitmap)
    assert offered is not None
    assert offered.image == image


def test_files_come_before_their_pixels() -> None:
    data = mime(urls="file:///tmp/boat.png", image_png=b"\x89PNG...")
    assert offered_images(data) == Offered(files=(Path("/tmp/boat.png"),))
