"""What a difference means, in a sentence."""

from math import isnan

from eval.significance.paired import Difference
from eval.significance.thresholds import SOURCE, agreement


def say(difference: Difference, first: str, second: str) -> str:
    """A sentence for a person who decides: "B is better than A by 1.4 chrF++ (95 % interval 0.8 to 2.1; …)"."""
    name = difference.title.partition(" (")[0]
    low, high = sorted((abs(difference.interval.low), abs(difference.interval.high)))
    chance = (
        f"paired bootstrap p {_p(difference.bootstrap_p)}, approximate randomization p {_p(difference.randomization_p)}"
    )
    if isnan(difference.value):
        return f"{name} could not be measured for both."
    if not difference.is_significant:
        span = f"{difference.interval.low:+.1f} to {difference.interval.high:+.1f}"
        return (
            f"{second} against {first}: {difference.value:+.1f} {name} may well be chance "
            f"(95 % interval {span}; {chance})."
        )
    told = f"{second} is {_word(difference)} than {first} by {abs(difference.value):.1f} {name} "
    if difference.interval.low * difference.interval.high < 0:
        low = 0.0
    return told + f"(95 % interval {low:.1f} to {high:.1f}; {chance}).{_people(difference)}"


def _word(difference: Difference) -> str:
    if difference.higher_is_better is None:
        return "longer" if difference.value > 0 else "shorter"
    return "better" if (difference.value > 0) == difference.higher_is_better else "worse"


def _people(difference: Difference) -> str:
    share = agreement(difference.key, difference.value)
    if share is None:
        return ""
    return f" People rank two systems this far apart the same way about {share:.0f} times in 100 ({SOURCE})."


def _p(value: float) -> str:
    return f"= {value:.3f}" if value >= 0.001 else "< 0.001"
