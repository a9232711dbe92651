"""A value written in digits as a target language writes it, for suggestions."""

from fractions import Fraction

_EUROPEAN = {
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
    "kk-Cyrl": ((10**12, " трлн"), (10**9, " млрд"), (10**6, " млн"), (10**3, " мың")),
    "zh-Hans": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
}
_PLACES = 3
_NARROW = "\u00a0"


def write_number(value: Fraction, language: str) -> str:
    """12500000 -> "12.5 million", "12,5 млн", "1250万"; "" where it cannot be written with three decimals or fewer."""
    for scale, word in _EUROPEAN[language]:
        if value >= scale and (scaled := _decimal(value / scale)) and _is_round(value, scale):
            return _marks(scaled, language) + word
    plain = _decimal(value)
    return _marks(plain, language) if plain else ""


def _is_round(value: Fraction, scale: int) -> bool:
    """Whether a word of magnitude makes the number shorter: 12.5 million, but 12,345 and 1,500."""
    return value.denominator == 1 and value.numerator % (scale // 1000 or 1) == 0 and value.numerator % 1000 == 0


def _decimal(value: Fraction) -> str:
    """The digits with a point, exact; "" where it has more than three decimals."""
    scaled = value * 10**_PLACES
    if scaled.denominator != 1:
        return ""
    whole, rest = divmod(scaled.numerator, 10**_PLACES)
    return f"{whole}.{rest:0{_PLACES}d}".rstrip("0").rstrip(".")


def _marks(digits: str, language: str) -> str:
    """Grouped and pointed: 1,234.5 in English, 1 234,5 in Kazakh, 1234.5 in Chinese. Years and the like stay whole."""
    whole, point, rest = digits.partition(".")
    if language != "zh-Hans" and len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", "," if language == "en" else _NARROW)
    return whole + (("," if language == "kk-Cyrl" else ".") + rest if point else "")
