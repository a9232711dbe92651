import json

import pytest

from pipeline.watch.urgent import find_urgency
from tests.pipeline.exchange.newsroom import MESSAGE, NITF_BODY, RSS, XHTML, newsml, ninjs3


@pytest.mark.parametrize(
    ("data", "urgency"),
    [
        (json.dumps(ninjs3(urgency=1)), 1),
        (json.dumps(ninjs3(urgency=7), indent=1), 7),
        (json.dumps([ninjs3(urgency=4), ninjs3(urgency=3)]), 3),
        (newsml(XHTML), 2),
        (newsml(XHTML).replace("<urgency>2</urgency>", '<n:urgency id="u"> 3 </n:urgency>'), 3),
        (MESSAGE, 2),
        (NITF_BODY, 2),
        (RSS, 5),
        ('{"uri": "x"}', 5),
        ('{"uri": "x", "urgency": 12}', 5),
        ('{"uri": "x", "urgency": null}', 5),
        ("Срочно: urgency 1", 5),
        ("", 5),
    ],
)
def test_the_urgency_of(data: str, urgency: int) -> None:
    assert find_urgency(data.encode()) == urgency
