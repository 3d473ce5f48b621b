"""What the service's own words about a failure mean; they are free text, often Chinese."""

from __future__ import annotations

import re
from typing import Final

from nanobanana_desktop.errors import ErrorCase

_EXAMINED: Final = 2_000
"""Characters; a longer text is judged by its beginning."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_PATTERNS: Final = (
    (
        ErrorCase.BALANCE,
        _words(
            r"""余额 | 欠费 | 充值 | (额度|积分|点数|配额|算力).{0,4}(不足|不够|用完|耗尽|超)
            | insufficient[\s_]+(account[\s_]+)?(balance|funds?|credits?|quota|user[\s_]quota)
            | (balance|credits?|funds?)\b.{0,24}\b(too\ low|insufficient|not\ enough|exhausted)
            | not\ enough\ (balance|credits?|funds?|quota) | payment\ required | billing
            | quota.{0,12}(exceeded|exhausted)"""
        ),
    ),
    (
        ErrorCase.CONTENT,
        _words(
            r"""风控 | 审核 | 违规 | 敏感 | 违禁 | 违法 | 色情 | 涉黄 | 涉政 | 不合规 | 安全策略
            | sensitive | polic(y|ies) | safety | moderat | nsfw | prohibited | violat
            | content.{0,12}(filter|block|reject)"""
        ),
    ),
    (
        ErrorCase.RATE_LIMITED,
        _words(
            r"""频繁 | 频率 | 限流 | 限速 | 并发 | 请求过多 | too[\s_]many[\s_]requests | \brate\b
            | rate[\s_-]?limit | throttl | concurren"""
        ),
    ),
    (
        ErrorCase.REFERENCE_REFUSED,
        _words(
            r"""image_urls? | 参考图 | (下载|获取|读取|拉取|解析|访问).{0,6}(图片|图像|素材)
            | (图片|图像).{0,6}(下载|获取|读取|拉取|解析|链接|地址|格式|过大|太大|无法访问)
            | (download|fetch|retriev|load|read|decod|access)\w*\s+.{0,24}\b(image|picture)
            | (image|picture)[\s_]+(url|link|file)
            | (invalid|unsupported|reference|input)\s+(image|picture)"""
        ),
    ),
    (
        ErrorCase.MODEL_UNAVAILABLE,
        _words(
            r"""模型.{0,16}(不存在|不可用|未找到|找不到|下线|不支持|未开通|维护|无效|错误|暂停)
            | (不支持|未知|无效|找不到|没有|不存在).{0,8}模型 | 无可用渠道
            | \bmodel\b.{0,48}\b(not\ (be\ )?(found|exist|support|available)|does\ not\ exist
            |unavailable|unsupported|invalid|unknown|deprecated|disabled|offline)
            | (unknown|invalid|unsupported|no\ such|no\ available)[\s_]+(model|channel)
            | model[\s_]not[\s_]found"""
        ),
    ),
    (ErrorCase.SERVICE_TIMEOUT, _words(r"超时 | time[sd]?[\s_-]?out | deadline\ exceeded")),
    (ErrorCase.SERVICE_FAULT, _words(r"上游 | upstream")),
    (
        ErrorCase.INVALID_KEY,
        _words(
            r"""密钥 | 秘钥 | 令牌 | api[\s_-]?key | 未授权 | 未登录 | 鉴权 | 认证失败 | 身份验证
            | \btoken\b(?!\s*(limit|count|length|budget)) | unauthori[sz]ed | authenticat"""
        ),
    ),
    (
        ErrorCase.BAD_REQUEST,
        _words(
            r"""参数 | 必填 | (invalid|missing|bad|illegal)[\s_]+(\w+[\s_]+)?(param|argument|request
            |field|value) | required | bad[\s_]request | prompt.{0,16}(long|empty|length)"""
        ),
    ),
    (
        ErrorCase.SERVICE_FAULT,
        _words(
            r"""系统 | 繁忙 | 服务器? .{0,6}(异常|错误|不可用|内部) | 内部错误 | 生成失败
            | internal([\s_]server)?[\s_]error | bad\ gateway | service\ unavailable | overload
            | \bbusy\b"""
        ),
    ),
)


def classify_failure(text: str) -> ErrorCase:
    """The case that a failure's text speaks of; UNKNOWN when it matches none.

    The order matters: balance, content and rate come first because they are told inside other
    messages ("upstream: insufficient balance"); the service's own upstream goes before the key,
    because an upstream's token is not the person's.
    """
    examined = text[:_EXAMINED]
    return next(
        (case for case, pattern in _PATTERNS if pattern.search(examined)), ErrorCase.UNKNOWN
    )
