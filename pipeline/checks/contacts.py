"""Contacts: web and e-mail addresses and handles come through byte for byte, telephone numbers digit for digit."""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair
from pipeline.quantities import find_contacts

MANIFEST = Manifest("contacts", "Web addresses, e-mail addresses, handles and telephone numbers come through.", "error")


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    ours, theirs = find_contacts(pair.source), find_contacts(pair.hypothesis)
    kept = {contact.key for contact in theirs}
    for contact in ours:
        text = pair.source[contact.start : contact.stop]
        if contact.key not in kept and (contact.kind == "phone" or contact.key not in pair.hypothesis):
            yield Issue("error", "contact-missing", {"source": text}, (contact.start, contact.stop), suggestion=text)
    known = {contact.key for contact in ours}
    for contact in theirs:
        if contact.key not in known and contact.key not in pair.source and contact.kind != "handle":
            text = pair.hypothesis[contact.start : contact.stop]
            yield Issue("warning", "contact-added", {"target": text}, target=(contact.start, contact.stop))
