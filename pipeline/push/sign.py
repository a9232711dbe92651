"""Signatures by which a receiver knows who sent an item, that nobody changed it, and that it is not an old one.

They follow Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body, so that its
libraries verify them in many languages.
"""

import base64
import binascii
import hashlib
import hmac
import os

from pipeline.errors import UsageError

PREFIX = "whsec_"
SHORTEST = 16
"""Bytes of a secret: a shorter one is guessed."""


def sign(secret: bytes, key: str, moment: int, body: bytes) -> dict[str, str]:
    """The three headers. `key` is the item's idempotency key, `moment` Unix time in whole seconds."""
    signed = f"{key}.{moment}.".encode() + body
    signature = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return {"Webhook-Id": key, "Webhook-Timestamp": str(moment), "Webhook-Signature": f"v1,{signature}"}


def read_secret(name: str) -> bytes:
    """The secret in an environment variable: `whsec_` and base64, or plain text. Raises UsageError."""
    text = os.environ.get(name, "")
    if not text:
        raise UsageError(f"--secret-env {name}: there is no such variable in the environment, or it is empty")
    try:
        secret = (
            base64.b64decode(text.removeprefix(PREFIX), validate=True) if text.startswith(PREFIX) else text.encode()
        )
    except binascii.Error:
        raise UsageError(f"--secret-env {name}: what follows {PREFIX} is not base64") from None
    if len(secret) < SHORTEST:
        raise UsageError(f"--secret-env {name}: shorter than {SHORTEST} bytes, which can be guessed")
    return secret
