"""The parameter checks of the service, with its words."""

from __future__ import annotations

import json

from nanobanana_desktop.demo.art.picture import ONE_K, SCALES
from nanobanana_desktop.demo.scenario import ErrorKind, ServiceError
from nanobanana_desktop.demo.tasks import Order
from nanobanana_desktop.domain.params import DEFAULT_MODELS, DEFAULT_RESOLUTION, REFERENCE_LIMIT

MODELS = frozenset(model.name for model in DEFAULT_MODELS) | {"nano-banana-fast"}
DATA_URI_LIMIT = 6 * 1024 * 1024
"""Characters of one inline reference; larger ones are refused as the service is said to do."""


def read_json(body: bytes) -> object:
    """The parsed body, or `None` when it is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def read_order(body: object, *, http: bool) -> Order | ServiceError:
    """The order that a create body holds, or the first objection, as HTTP error or not."""

    def bad(text: str, kind: ErrorKind = ErrorKind.BAD_PARAMETER) -> ServiceError:
        return ServiceError(kind=kind, http=http, text=text)

    if not isinstance(body, dict):
        return bad("请求体格式错误")
    prompt, model_name = body.get("prompt"), body.get("model")
    if not isinstance(model_name, str) or not model_name:
        return bad("缺少必填参数: model")
    if not isinstance(prompt, str) or not prompt.strip():
        return bad("缺少必填参数: prompt")
    if model_name not in MODELS:
        return bad(f"不支持的模型: {model_name}", ErrorKind.UNKNOWN_MODEL)
    resolution = body.get("resolution", DEFAULT_RESOLUTION)
    if not isinstance(resolution, str) or resolution not in SCALES:
        return bad(f"参数错误: resolution 不支持 {resolution}")
    ratio = body.get("size")
    if "size" in body and (not isinstance(ratio, str) or ratio not in ONE_K):
        return bad(f"参数错误: size 不支持 {ratio}")
    references = body.get("image_urls", [])
    if not isinstance(references, list) or not all(isinstance(url, str) for url in references):
        return bad("参数错误: image_urls")
    if len(references) > REFERENCE_LIMIT:
        return bad(f"参数错误: image_urls 最多支持{REFERENCE_LIMIT}张")
    for url in references:
        if not url.startswith(("http://", "https://", "data:image/")):
            return bad("参数错误: image_urls")
        if len(url) > DATA_URI_LIMIT:
            return bad("数据异常")
    return Order(
        prompt=prompt,
        model_name=model_name,
        resolution=resolution,
        ratio=ratio if isinstance(ratio, str) else None,
        reference_urls=tuple(references),
    )
