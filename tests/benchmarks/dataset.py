"""A history of any size, always the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import ASPECT_RATIOS, DEFAULT_MODELS, GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase

ENGLISH = """a ripe banana carved into a tiny sailing boat drifting on a mirror-calm lake at dawn
soft mist warm rim light layered paper-cut mountains in morning fog lilac and navy product shot
of a matte ceramic teapot on travertine macro of dew on a monstera leaf isometric night market"""
CHINESE = (
    "一根熟透的香蕉雕成的小帆船黎明时分漂在如镜的湖面上薄雾镜头暖色轮廓光"
    "晨雾中的层叠剪纸山峦丁香紫与藏青哑光陶瓷茶壶产品图"
)
NEWEST = 1_790_000_000.0


def make_tasks(count: int, seed: int = 7) -> Iterator[GenerationTask]:
    """`count` settled tasks, newest first; about 30 % of the prompts are Chinese."""
    chance = random.Random(seed)
    words = ENGLISH.split()
    for number in range(count):
        chinese = chance.random() < 0.3
        if chinese:
            start = chance.randrange(len(CHINESE))
            prompt = (CHINESE[start:] + CHINESE)[: chance.randint(20, 120)]
        else:
            prompt = " ".join(chance.choices(words, k=chance.randint(20, 90)))
        task_id = f"{chance.getrandbits(128):032x}"
        failed = chance.random() < 0.05
        created = NEWEST - number * 600.0
        image = ImageRecord(
            relative_path=f"2026/01/{task_id}.png",
            sha256=f"{chance.getrandbits(256):064x}",
            mime="image/png",
            width=1024,
            height=1024,
            byte_size=1_500_000,
            saved_at=created + 30,
        )
        yield GenerationTask(
            id=task_id,
            params=GenerationParams(
                prompt=prompt,
                model_name=chance.choice(DEFAULT_MODELS).name,
                resolution=chance.choice(("1k", "2k", "4k")),
                aspect_ratio=chance.choice(ASPECT_RATIOS),
            ),
            state=TaskState.FAILED if failed else TaskState.DONE,
            created_at=created,
            changed_at=created + 30,
            position=created,
            attempt=1,
            submitted_at=created + 1,
            accepted_at=created + 2,
            remote_id=f"r{number}",
            finished_at=created + 30,
            error_case=ErrorCase.CONTENT if failed else None,
            image=None if failed else image,
            seen=True,
            starred=chance.random() < 0.05,
        )
