"""The body of an order holds what was asked for and nothing else."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.api.payload import build_request
from nanobanana_desktop.domain.params import GenerationParams


def test_everything_that_can_be_asked_for() -> None:
    params = GenerationParams(
        prompt="  一只橘猫\n🍌 ", model_name=" nano-banana-2 ", resolution="2k", aspect_ratio="21:9"
    )
    links = ["https://a.example/1.png", "data:image/jpeg;base64,AA=="]
    assert build_request(params, links) == {
        "model": "nano-banana-2",
        "prompt": "  一只橘猫\n🍌 ",
        "resolution": "2k",
        "size": "21:9",
        "image_urls": links,
    }


def test_what_is_not_asked_for_is_left_out() -> None:
    body = build_request(GenerationParams(prompt="x", aspect_ratio=None), [])
    assert body == {"model": "nano-banana-pro", "prompt": "x", "resolution": "1k"}


@given(st.text(st.characters(codec=None), max_size=30))
def test_any_prompt_can_be_sent(prompt: str) -> None:
    body = build_request(GenerationParams(prompt=prompt), [])
    sent = json.dumps(body, ensure_ascii=False).encode("utf-8")
    assert json.loads(sent) == body
