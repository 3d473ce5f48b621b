"""The tasks that the scenes show, in the words of each language."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from tests.ui.fake_history import DAY, NOON, make_record, make_task

MINUTE: Final = 60.0
WORKING, FETCHED, FAILED, FINISHED, OTHER = "market", "dew", "film", "boat", "mountains"

PROMPTS: Final = {
    "market": (
        "Isometric night market on a canal, paper lanterns, soft rain",
        "运河上的等距视角夜市，纸灯笼，细雨",
    ),
    "dew": ("Macro of dew on a monstera leaf, backlit", "逆光的龟背竹叶片露珠微距，100mm"),
    "astronaut": (
        "Astronaut tending a bonsai in a lunar greenhouse",
        "月球温室里照料盆景的宇航员",
    ),
    "boat": (
        (
            "A ripe banana carved into a tiny sailing boat, drifting on a mirror-calm lake at "
            "dawn, soft mist, 85 mm lens, warm rim light"
        ),
        "一根熟透的香蕉雕成的小帆船，黎明时分漂在如镜的湖面上，薄雾，85mm 镜头，暖色轮廓光",
    ),
    "mountains": (
        "Layered paper-cut mountains in morning fog, lilac and navy",
        "晨雾中的层叠剪纸山峦，丁香紫与藏青",
    ),
    "film": (
        "Movie poster in the style of a well-known studio",
        "某知名工作室风格的电影海报",
    ),
    "teapot": (
        "Product shot of a matte ceramic teapot on travertine, soft window light",
        "哑光陶瓷茶壶产品图，洞石台面，柔和窗光",
    ),
    "poster": (
        "Risograph poster for a Sunday jazz festival, orange sun, banana moon",
        "周日爵士音乐节孔版印刷海报，橙色太阳，香蕉月亮",
    ),
    "night": ("A full moon over quiet hills", "满月照着安静的山丘"),
    "bean": ("Logo of a coffee bean, two colours", "咖啡豆标志，双色"),
    "valley": ("Teal valley at first light, gouache", "晨光初照的青绿山谷，水粉"),
    "bonsai": ("Bonsai before a low moon, flat colours", "低垂的月亮前的盆景，平涂"),
}


class Finished(NamedTuple):
    """A picture of the story: how long ago, its ratio and its pixels."""

    age: float
    ratio: str
    width: int
    height: int
    resolution: str = "2k"


PICTURES: Final = {
    "boat": Finished(28 * MINUTE, "16:9", 2752, 1536),
    "mountains": Finished(55 * MINUTE, "16:9", 2752, 1536),
    "teapot": Finished(220 * MINUTE, "4:5", 1856, 2304, "4k"),
    "poster": Finished(DAY + 13 * MINUTE, "2:3", 1696, 2528),
    "night": Finished(DAY + 40 * MINUTE, "21:9", 3168, 1344),
    "bean": Finished(DAY + 90 * MINUTE, "1:1", 1024, 1024, "1k"),
    "valley": Finished(2 * DAY, "16:9", 2752, 1536),
    "bonsai": Finished(2 * DAY + 30 * MINUTE, "3:4", 1792, 2400),
}

REFERENCES: Final = tuple(
    Reference(
        kind=ReferenceKind.FILE,
        name=f"{name}.png",
        sha256=sha * 64,
        mime="image/png",
        width=2752,
        height=1536,
        byte_size=5_100_000,
    )
    for name, sha in (("mountains", "a"), ("valley", "b"))
)


def prompt_of(name: str, language: str) -> str:
    return PROMPTS[name][language.startswith("zh")]


def story(language: str) -> list[GenerationTask]:
    """Three tasks under way, one that failed, eight pictures of three days."""
    working = {
        "market": (TaskState.PROCESSING, 24.0),
        "dew": (TaskState.DOWNLOADING, 40.0),
        "astronaut": (TaskState.QUEUED, 55.0),
    }
    tasks = [
        make_task(name, state, age=age, prompt=prompt_of(name, language), accepted_at=NOON - age)
        for name, (state, age) in working.items()
    ]
    tasks.append(
        make_task(
            "film", TaskState.FAILED, age=80 * MINUTE, prompt=prompt_of("film", language), attempt=1
        )
    )
    for name, facts in PICTURES.items():
        task = make_task(
            name,
            age=facts.age,
            prompt=prompt_of(name, language),
            ratio=facts.ratio,
            image=make_record(name, facts.width, facts.height),
            starred=name == "boat",
            amount="0.14",
        )
        params = replace(task.params, resolution=facts.resolution)
        if name == "boat":
            params = replace(params, references=REFERENCES)
        tasks.append(replace(task, params=params))
    return tasks
