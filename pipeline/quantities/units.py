"""What a number counts, where it matters that it stays the same: currencies (ISO 4217), percent, measures (SI)."""

import re

_CURRENCIES: dict[str, dict[str, str]] = {
    "USD": {
        "ru": r"долл(?:ар[а-я]*)?\.?(?: США)?|USD",
        "kk": r"(?:АҚШ )?доллар[а-яәғқңөұүһі]*|USD",
        "en": r"(?:U\.?S\.? )?dollars?|USD",
        "zh": r"美元|美金|USD",
    },
    "EUR": {
        "ru": r"евро(?![а-я])|EUR",
        "kk": r"[еЕ][ув]ро(?:ны|ға|да|дан|ның|мен|сы|лық)?(?![а-я])|EUR",
        "en": r"[Ee]uros?|EUR",
        "zh": r"欧元|EUR",
    },
    "KZT": {
        "ru": r"тенге|тг\.?(?!\w)|KZT",
        "kk": r"те[ңн]ге[а-яәғқңөұүһі]*|тг\.?(?!\w)|KZT",
        "en": r"[Tt]enge|KZT",
        "zh": r"坚戈|KZT",
    },
    "RUB": {
        "ru": r"руб(?:л[а-я]+)?\.?|RUB",
        "kk": r"рубл[а-яәғқңөұүһі]+|RUB",
        "en": r"rou?bles?|RUB",
        "zh": r"卢布|RUB",
    },
    "CNY": {
        "ru": r"юан[а-я]+|CNY",
        "kk": r"юан[а-яәғқңөұүһі]*|CNY",
        "en": r"[Yy]uan|RMB|CNY|renminbi",
        "zh": r"元人民币|人民币|元|CNY",
    },
    "GBP": {
        "ru": r"фунт[а-я]* стерлингов|GBP",
        "kk": r"фунт стерлинг[а-яәғқңөұүһі]*|GBP",
        "en": r"pounds sterling|GBP",
        "zh": r"英镑|GBP",
    },
    "JPY": {
        "ru": r"[йи]ен(?:а|ы|е|у)?(?![а-я])|JPY",
        "kk": r"[йи]ен[аы]?(?:ны|ға|дан|ның|мен|сы|лық)?(?![а-я])|JPY",
        "en": r"yen|JPY",
        "zh": r"日元|JPY",
    },
}
_SIGNS = {"$": "USD", "€": "EUR", "₸": "KZT", "₽": "RUB", "¥": "CNY", "￥": "CNY", "£": "GBP"}
_PERCENT = {
    "ru": r"%|процент(?!н)[а-я]*|п\.\s?п\.",
    "kk": r"%|пайыз[а-яәғқңөұүһі]*|процент[а-яәғқңөұүһі]*",
    "en": r"%|per ?cent(?:age points?)?|pct",
    "zh": r"%|％|个百分点",
}
_MEASURES: dict[str, dict[str, str]] = {
    "km": {
        "ru": r"км|километр[а-я]*",
        "kk": r"км|километр[а-яәғқңөұүһі]*|шақырым[а-яәғқңөұүһі]*",
        "en": r"km|kilomet(?:re|er)s?",
        "zh": r"公里|千米|km",
    },
    "kg": {
        "ru": r"кг|килограмм[а-я]*",
        "kk": r"кг|келі|килограмм[а-яәғқңөұүһі]*",
        "en": r"kg|kilos?|kilograms?",
        "zh": r"公斤|千克|kg",
    },
    "t": {"ru": r"тонн[а-я]*", "kk": r"тонна[а-яәғқңөұүһі]*", "en": r"(?:metric )?ton(?:ne)?s?", "zh": r"吨"},
    "ha": {"ru": r"га|гектар[а-я]*", "kk": r"га|гектар[а-яәғқңөұүһі]*", "en": r"ha|hectares?", "zh": r"公顷"},
    "m": {
        "ru": r"м|метр(?:а|ов|ах|ами)?",
        "kk": r"м|метр(?:ге|ден|лік|ді|дің)?",
        "en": r"m|met(?:re|er)s?",
        "zh": r"米",
    },
    "L": {"ru": r"литр[а-я]*", "kk": r"литр[а-яәғқңөұүһі]*", "en": r"lit(?:re|er)s?", "zh": r"升"},
    "kWh": {
        "ru": r"кВт[·⋅-]?ч|киловатт-час[а-я]*",
        "kk": r"(?:кВт|киловатт)[·⋅-]?(?:сағ|ч)[а-яәғқңөұүһі]*",
        "en": r"kWh|kilowatt[ -]hours?",
        "zh": r"千瓦时|度电|kWh",
    },
    "MW": {"ru": r"МВт|мегаватт[а-я]*", "kk": r"МВт|мегаватт[а-яәғқңөұүһі]*", "en": r"MW|megawatts?", "zh": r"兆瓦|MW"},
    "°C": {"ru": r"°\s?[CС]", "kk": r"°\s?[CС]", "en": r"°\s?C", "zh": r"°\s?C|℃|摄氏度"},
}


def _compile(language: str) -> re.Pattern[str]:
    named = [(f"c{code}", forms[language]) for code, forms in _CURRENCIES.items()]
    named.append(("p", _PERCENT[language]))
    named += [(f"m{number}", forms[language]) for number, forms in enumerate(_MEASURES.values())]
    end = r"" if language == "zh" else r"(?![^\W\d_])"
    body = "|".join(f"(?P<{group}>(?:{forms})(?:{'(?<=[%.])|' + end if end else ''}))" for group, forms in named)
    signs = "".join(map(re.escape, _SIGNS))
    return re.compile(rf"[\s\u00a0\u202f-]{{0,2}}(?:{body}|(?P<sign>[{signs}]))")


_AFTER = {language: _compile(language) for language in ("ru", "kk", "en", "zh")}
_BEFORE = re.compile(rf"(US\$|(?:[A-Z]{{1,2}})?[{''.join(map(re.escape, _SIGNS))}]|USD|EUR|KZT|RUB|CNY|GBP)\s?$")
_SYMBOLS = tuple(_MEASURES)


def unit_at(text: str, start: int, stop: int, language: str) -> tuple[str, int, int]:
    """The unit of the number at `start` to `stop`, and where number and unit stand; "" where there is none.

    A currency is its ISO 4217 code, percent is "%", a measure is its symbol in the SI.
    """
    match = _AFTER[language].match(text, stop)
    if match is not None and match.lastgroup:
        group = match.lastgroup
        if group == "sign":
            return _SIGNS[match["sign"]], start, match.end()
        return ("%" if group == "p" else group[1:] if group[0] == "c" else _SYMBOLS[int(group[1:])]), start, match.end()
    before = _BEFORE.search(text[max(0, start - 4) : start])
    if before is None:
        return "", start, stop
    sign = before[1]
    return _SIGNS.get(sign[-1], sign), start - len(before[0]), stop


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency's code."""
    return unit in _CURRENCIES
