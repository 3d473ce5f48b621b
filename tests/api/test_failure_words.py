"""Free text, sorted into the cases that a person can do something about."""

from __future__ import annotations

import pytest

from nanobanana_desktop.api.failure_words import classify_failure
from nanobanana_desktop.errors import ErrorCase

TEXTS = {
    ErrorCase.BALANCE: [
        "余额不足",
        "账户余额不足，请充值",
        "用户额度不足",
        "上游余额不足",
        "insufficient balance",
        "Insufficient account balance",
        "insufficient_user_quota",
        "You have not enough credits",
        "Payment Required",
    ],
    ErrorCase.CONTENT: [
        "风控拒绝",
        "内容审核未通过",
        "提示词违规",
        "包含敏感词",
        "The prompt violates our policy",
        "blocked by safety system",
        "moderation_blocked",
        "NSFW content",
        "上游风控拒绝",
    ],
    ErrorCase.RATE_LIMITED: [
        "请求过于频繁",
        "请求频率超限",
        "触发限流",
        "并发数超过限制",
        "Too Many Requests",
        "rate limit exceeded",
    ],
    ErrorCase.REFERENCE_REFUSED: [
        "图片下载失败",
        "参考图无法访问",
        "下载图片超时",
        "failed to fetch image_url",
        "Failed to download the image",
        "invalid image format",
        "图片格式不支持",
        "image url unreachable",
    ],
    ErrorCase.MODEL_UNAVAILABLE: [
        "模型不存在",
        "模型 nano-banana-9 已下线",
        "不支持的模型",
        "model not found",
        "The model `x` does not exist",
        "当前分组下对于模型 x 无可用渠道",
        "unsupported model",
    ],
    ErrorCase.SERVICE_TIMEOUT: ["生成超时", "上游超时", "timeout", "Request timed out"],
    ErrorCase.INVALID_KEY: [
        "密钥无效",
        "无效的令牌",
        "Invalid API key",
        "invalid token",
        "Unauthorized",
        "未授权",
    ],
    ErrorCase.SERVICE_FAULT: [
        "上游提交未返回task_id",
        "上游令牌失效",
        "系统繁忙，请稍后再试",
        "服务器内部错误",
        "Internal Server Error",
        "图片生成失败",
    ],
    ErrorCase.BAD_REQUEST: [
        "缺少必填参数: prompt",
        "参数错误",
        "invalid parameter",
        "prompt too long",
    ],
    ErrorCase.UNKNOWN: ["", "oops", "数据异常", "max tokens reached", "图片"],
}


@pytest.mark.parametrize(
    ("case", "text"), [(case, text) for case, texts in TEXTS.items() for text in texts]
)
def test_texts(case: ErrorCase, text: str) -> None:
    assert classify_failure(text) is case


def test_a_flood_of_text_is_judged_by_its_beginning() -> None:
    assert classify_failure("风控" + "model " * 1_000_000) is ErrorCase.CONTENT
    assert classify_failure("x" * 5_000_000) is ErrorCase.UNKNOWN
