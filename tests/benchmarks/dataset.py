"""A history of any size, always the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import (
    ASPECT_RATIOS,
    DEFAULT_MODELS,
    GenerationParams,
    Reference,
    ReferenceKind,
)
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase

ENGLISH = """
a the of with in on under over beside through soft warm cold pale deep bright muted ripe banana
carved tiny sailing boat drifting mirror calm lake dawn mist rim light layered paper cut
mountains morning fog lilac navy product shot matte ceramic teapot travertine macro dew
monstera leaf isometric night market canal lanterns risograph poster sunday jazz festival
orange sun cat watching full moon quiet hills portrait elderly fisherman weathered hands golden
hour shallow depth field 85mm lens film grain studio backdrop seamless white softbox reflection
glass bottle perfume droplets marble brass copper velvet linen oak walnut concrete brutalist
tower bamboo forest snow owl fox heron koi pond stone bridge willow autumn leaves rain window
neon alley cyberpunk tram watercolor gouache ink charcoal linocut woodblock stained mosaic
isometric voxel low poly clay render octane cinematic teal amber dramatic clouds storm
lighthouse cliff waves astronaut tending greenhouse mars dust botanical illustration vintage
map compass typography bold minimal logo flat vector sticker pattern tile seamless texture
editorial fashion runway silk coat market stall spices bread pastry coffee steam breakfast
table top view hanging plants sunlight
"""
CHINESE = """熟透 香蕉 雕成 小帆船 黎明 时分 漂在 如镜 湖面 薄雾 镜头 暖色 轮廓光 晨雾 层叠 剪纸
山峦 丁香紫 藏青 哑光 陶瓷 茶壶 产品图 微距 露珠 龟背竹 等距 夜市 运河 灯笼 海报 爵士 音乐节
橙色 太阳 猫咪 望着 满月 安静 山丘 老人 肖像 渔夫 金色 时刻 浅景深 胶片 颗粒 影棚 背景 柔光
玻璃 香水 瓶子 水滴 大理石 黄铜 天鹅绒 亚麻 橡木 混凝土 高塔 竹林 雪地 猫头鹰 狐狸 白鹭
锦鲤 池塘 石桥 垂柳 秋叶 雨夜 窗边 霓虹 小巷 电车 水彩 水粉 水墨 木刻 马赛克 低多边形 黏土
电影感 青色 琥珀 云层 暴风雨 灯塔 悬崖 海浪 宇航员 温室 火星 植物 插画 复古 地图 字体 极简
标志 贴纸 无缝 纹理 时装 丝绸 大衣 香料 面包 咖啡 蒸汽 早餐 俯视 阳光 斑马 熊猫 汉服 古风
国潮"""
SYLLABLES = "ka lo mi ren tas vor quel dri zan phe oru bex nim sul"
_ENGLISH_WORDS = ENGLISH.split()
_CHINESE_WORDS = CHINESE.split()
_SYLLABLES = SYLLABLES.split()
NEWEST = 1_790_000_000.0
SECONDS_BETWEEN = 600.0


class PictureFile(NamedTuple):
    """A real picture that tasks of the data set can have as theirs."""

    ending: str
    mime: str
    sha256: str
    width: int
    height: int
    byte_size: int


def make_tasks(
    count: int, seed: int = 7, files: Sequence[PictureFile] = ()
) -> Iterator[GenerationTask]:
    """`count` settled tasks, newest first.

    About 30 % of the prompts are Chinese (30 to 160 characters), the others are about 460
    characters long; each holds one rare word. Pictures are those of `files` in turn, or invented.
    """
    chance = random.Random(seed)
    for number in range(count):
        task_id = f"{chance.getrandbits(128):032x}"
        failed = chance.random() < 0.05
        created = NEWEST - number * SECONDS_BETWEEN - chance.random() * SECONDS_BETWEEN
        prompt = _chinese(chance) if chance.random() < 0.3 else _english(chance)
        yield GenerationTask(
            id=task_id,
            params=GenerationParams(
                prompt=prompt,
                model_name=chance.choice(DEFAULT_MODELS).name,
                resolution=chance.choice(("1k", "2k", "4k")),
                aspect_ratio=chance.choice(ASPECT_RATIOS),
                references=(_reference(chance),) if chance.random() < 0.2 else (),
            ),
            state=TaskState.FAILED if failed else TaskState.DONE,
            created_at=created,
            changed_at=created + 30,
            position=created,
            attempt=1,
            submitted_at=created + 1,
            accepted_at=created + 2,
            result_seen_at=None if failed else created + chance.uniform(12, 60),
            remote_id=f"r{number}",
            finished_at=created + 61,
            amount=f"{chance.choice((0.02, 0.04, 0.12))}",
            error_case=ErrorCase.CONTENT if failed else None,
            image=None if failed else _image(chance, number, task_id, created, files),
            seen=True,
            starred=chance.random() < 0.05,
        )


def _english(chance: random.Random) -> str:
    words = chance.choices(_ENGLISH_WORDS, k=chance.randint(45, 105))
    words.insert(chance.randrange(len(words)), "".join(chance.choices(_SYLLABLES, k=4)))
    return " ".join(words)


def _chinese(chance: random.Random) -> str:
    words = chance.choices(_CHINESE_WORDS, k=chance.randint(12, 65))
    words.insert(chance.randrange(len(words)), "".join(chance.choices(_CHINESE_WORDS, k=3)))
    return "，".join("".join(words[at : at + 4]) for at in range(0, len(words), 4))


def _reference(chance: random.Random) -> Reference:
    return Reference(
        kind=ReferenceKind.FILE,
        name="sketch.png",
        sha256=f"{chance.getrandbits(256):064x}",
        mime="image/png",
        width=800,
        height=600,
        byte_size=400_000,
    )


def _image(
    chance: random.Random,
    number: int,
    task_id: str,
    created: float,
    files: Sequence[PictureFile],
) -> ImageRecord:
    file = (
        files[number % len(files)]
        if files
        else PictureFile(
            ".png", "image/png", f"{chance.getrandbits(256):064x}", 1024, 1024, 1_500_000
        )
    )
    return ImageRecord(
        relative_path=f"{number // 1000:04d}/{task_id}{file.ending}",
        sha256=file.sha256,
        mime=file.mime,
        width=file.width,
        height=file.height,
        byte_size=file.byte_size,
        saved_at=created + 61,
    )
