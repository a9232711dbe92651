"""Names of contents: the algorithm and its digest over everything that the content depends on."""

import hashlib
import json


def content_key(value: object) -> str:
    """`sha256:` and the digest of `value` (what JSON can hold) as canonical JSON: sorted names, no spaces, UTF-8.

    Equal values give equal keys; a value is written with its structure, so that no two others can give the same text.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
