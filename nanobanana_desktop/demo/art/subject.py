"""Which motif and which colours a prompt asks for, by its words (English and Chinese)."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nanobanana_desktop.demo.art.arches import arches
from nanobanana_desktop.demo.art.bonsai import bonsai
from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.cat import cat
from nanobanana_desktop.demo.art.ceramics import still_life
from nanobanana_desktop.demo.art.color import INKS, PALETTES, Inks, Palette, palette_named
from nanobanana_desktop.demo.art.flowers import flowers
from nanobanana_desktop.demo.art.fruit import bananas
from nanobanana_desktop.demo.art.landscapes import dunes, mountains
from nanobanana_desktop.demo.art.prints import poster, shapes
from nanobanana_desktop.demo.art.space import aura, planets
from nanobanana_desktop.demo.art.water import city, sea
from nanobanana_desktop.demo.art.woods import forest, night

Motif = Callable[[Canvas], None]

MOTIFS: Final[tuple[tuple[str, Motif, str], ...]] = (
    (
        "sea",
        sea,
        "sea ocean lake boat sail ship harbor harbour beach wave water 海 船 湖 帆 江 河 舟",
    ),
    ("poster", poster, "risograph riso poster print flyer cover 海报 版画 封面"),
    ("teapot", still_life, "teapot kettle tea 茶 壶"),
    (
        "still",
        still_life,
        "still ceramic vase cup mug coffee bottle product table 静物 陶 瓶 杯 咖啡 产品",
    ),
    ("tree", bonsai, "bonsai tree cherry sakura oak willow 树 盆景 樱 松"),
    ("cat", cat, "cat kitten kitty pet 猫 宠物"),
    ("city", city, "city skyline town street tower building market tokyo shanghai 城 街 楼 市 塔"),
    (
        "space",
        planets,
        "planet space saturn galaxy astronaut rocket orbit cosmos 星球 太空 宇宙 行星 火箭",
    ),
    (
        "flower",
        flowers,
        "flower rose tulip bouquet bloom garden leaf monstera plant 花 叶 植物 花园 玫瑰",
    ),
    ("forest", forest, "forest wood woods pine jungle 森林 林"),
    ("desert", dunes, "desert dune dunes sand sahara camel 沙 漠"),
    (
        "mountain",
        mountains,
        "mountain mountains hill hills alps peak valley landscape canyon 山 峰 谷 风景",
    ),
    ("shapes", shapes, "abstract geometric pattern shapes bauhaus logo 抽象 几何 图案"),
    ("arches", arches, "arch arches rainbow interior architecture boho 拱 彩虹 建筑 室内"),
    ("aura", aura, "gradient gradients aura blur glass orb wallpaper 渐变 玻璃 壁纸"),
    ("night", night, "night star stars moon midnight aurora 夜 星 月"),
    ("banana", bananas, "banana bananas fruit nano 香蕉 水果"),
)
"""Name, painter and words; the first entry that a prompt names is painted."""

COLORS: Final[tuple[tuple[str, str], ...]] = (
    ("night", "night midnight dark moon stars starry 夜 黑暗 月 星"),
    ("ice", "snow winter ice frozen cold arctic 雪 冬 冰 寒"),
    ("ember", "sunset evening fire autumn fall lava warm 日落 夕 火 秋"),
    ("dusk", "dawn dusk twilight purple violet rim 黎明 黄昏 紫"),
    ("dawn", "morning lilac pastel soft fog mist 早晨 晨 柔 雾"),
    ("teal", "teal turquoise cyan blue sea ocean 青 蓝 海"),
    ("forest", "green forest spring jungle 绿 春 森林"),
    ("sand", "desert sand orange gold golden summer 沙 橙 金 夏"),
    ("rose", "pink rose sakura cherry love 粉 玫瑰 樱"),
    ("ink", "ink sumi black white monochrome minimal calligraphy 水墨 黑白 极简"),
)

DETAILS: Final[tuple[tuple[str, str], ...]] = (
    ("banana", "banana bananas 香蕉"),
    ("snow", "snow winter 雪 冬"),
    ("blossom", "cherry sakura blossom pink 樱"),
    ("autumn", "autumn fall maple 秋 枫"),
    ("space", "space astronaut 太空 宇宙"),
    ("teapot", "teapot kettle tea 茶 壶"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What will be painted, and with what."""

    name: str
    paint: Motif
    palette: Palette
    inks: Inks
    things: frozenset[str]


def _names(prompt: str, words: str) -> bool:
    """Whether the prompt has one of the words; Latin words only as a whole, with a plural s."""
    for word in words.split():
        if word.isascii():
            if re.search(rf"\b{word}s?\b", prompt):
                return True
        elif word in prompt:
            return True
    return False


def choose_subject(prompt: str, rng: random.Random) -> Subject:
    """Motif and colours for a prompt; what it does not name is left to chance."""
    text = prompt.casefold()
    named = [(name, paint) for name, paint, words in MOTIFS if _names(text, words)]
    if named:
        name, paint = named[0]
    else:
        name, paint, _ = rng.choice(MOTIFS)
    colors = [key for key, words in COLORS if _names(text, words)]
    if colors:
        palette = palette_named(colors[0])
    elif name == "night":
        palette = palette_named("night")
    else:
        palette = rng.choice(PALETTES)
    things = frozenset(key for key, words in DETAILS if _names(text, words))
    return Subject(name, paint, palette, rng.choice(INKS), things)
