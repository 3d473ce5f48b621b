"""The JSON body of an order."""

from __future__ import annotations

from collections.abc import Sequence

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.remote_text import well_formed


def build_request(params: GenerationParams, reference_urls: Sequence[str]) -> dict[str, object]:
    """The body of the create call (service documentation, create page).

    `reference_urls` are public links or `data:` URIs, in the order of the form. `size` is left out
    when the model chooses the ratio, `image_urls` when there are no references.
    """
    body: dict[str, object] = {
        "model": well_formed(params.model_name.strip()),
        "prompt": well_formed(params.prompt),
        "resolution": params.resolution,
    }
    if params.aspect_ratio is not None:
        body["size"] = params.aspect_ratio
    if reference_urls:
        body["image_urls"] = list(reference_urls)
    return body
