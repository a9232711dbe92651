"""How often people agree that the better-scored of two systems is better, by the size of the difference.

The figures are the fitted curves of Kocmi, Zouhar, Federmann and Post 2024, "Navigating the Metrics Maze",
https://arxiv.org/abs/2401.06760, as their tool gives them (https://github.com/kocmitom/MT-Thresholds): accuracy is
`top / (1 + exp(-slope * difference))` per cent. They were fitted on pairs of systems of many languages, Chinese and
English among them, Kazakh and Russian into Kazakh not separately; they say nothing of a single article.
"""

from math import exp

SOURCE = "Kocmi et al. 2024, https://arxiv.org/abs/2401.06760"

_CURVES = {
    "bleu": (88.33333333333225, 0.9663926931178954),
    "chrf": (92.999999999972, 1.1142732157139852),
    "spbleu": (90.99999999998793, 0.8079046528617078),
    "comet": (96.22374133884283, 2.8359194570556636),
}
"""Top and slope. The paper has no chrF++, no TER and none of the other metrics here."""


def agreement(key: str, difference: float) -> float | None:
    """Per cent of system pairs, from 50, that people rank as the metric does; None for a metric without a curve.

    `difference` is absolute, on a scale of 0 to 100.
    """
    if key not in _CURVES:
        return None
    top, slope = _CURVES[key]
    return max(50.0, top / (1 + exp(-slope * abs(difference))))
