"""What says that there are no digits is asked of every text: it must know each digit there is."""

import re
import sys

from pipeline.quantities.digits import may_have_digits


def test_every_digit_of_unicode_is_known() -> None:
    digits = re.compile(r"\d").findall("".join(map(chr, range(sys.maxunicode + 1))))
    assert len(digits) > 600
    assert all(map(may_have_digits, digits))


def test_most_sentences_have_none() -> None:
    for text in (
        "Форум «Диалог» — открыт…",
        "Ең бірінші, “екінші” №",
        "中国代表团，《宣言》。",
        "It’s “so” – as said.",
    ):
        assert not may_have_digits(text)
