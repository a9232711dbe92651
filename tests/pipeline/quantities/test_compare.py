"""Each line is a source and a translation; the same quantities compare equal, whatever way a language says them."""

import pytest

from pipeline.quantities.compare import compare

SAME = [
    ("en", "Экспорт вырос на 12,5 млн долларов.", "Exports grew by $12.5 million."),
    ("zh-Hans", "Экспорт вырос на 12,5 млн долларов.", "出口增长1250万美元。"),
    ("kk-Cyrl", "Экспорт вырос на 12,5 млн долларов.", "Экспорт 12,5 млн долларға өсті."),
    ("zh-Hans", "в 1980-е годы", "20世纪80年代"),
    ("en", "в 1980-е годы", "in the 1980s"),
    ("en", "в 18.30", "at 6.30 p.m."),
    ("zh-Hans", "в 18:30", "下午6点30分"),
    ("en", "XX век", "the 20th century"),
    ("kk-Cyrl", "XX век", "20-ғасыр"),
    ("en", "от 3 до 4 млн", "between three and four million"),
    ("zh-Hans", "от 3 до 4 млн", "300万至400万"),
    ("en", "двое из пяти", "two in five"),
    ("zh-Hans", "четверть населения", "四分之一的人口"),
    ("en", "12 апреля 2025 года", "12 April 2025"),
    ("en", "в среду", "on Wednesday"),
    ("zh-Hans", "в среду, 12 мая", "5月12日星期三"),
    ("en", "сезон 2015–2016", "the 2015-16 season"),
    ("en", "окружающей среде", "the environment"),
    ("kk-Cyrl", "сезон", "маусым"),
    ("en", "Тереза Мэй", "Theresa May"),
    ("zh-Hans", "512 тенге за доллар", "1美元兑512坚戈"),
    ("en", "COVID-19", "the coronavirus"),
    ("zh-Hans", "в 15:30", "下午3点半"),
    ("zh-Hans", "в 9:45", "上午9点三刻"),
    ("zh-Hans", "раз в неделю", "每周一次"),
    ("zh-Hans", "за двенадцать месяцев", "一个年度，即全年"),
    ("zh-Hans", "три рейса в неделю", "每周三班"),
    ("kk-Cyrl", "в 15:00", "сағат 15-те"),
    ("kk-Cyrl", "в 15:00", "түстен кейін сағат 3-те"),
    ("kk-Cyrl", "в 1990-е годы", "90-жылдары"),
    ("kk-Cyrl", "XXI век", "ХХІ ғасыр"),
    ("kk-Cyrl", "в двадцатом веке", "жиырмасыншы ғасырда"),
    ("kk-Cyrl", "На субботник вышли 500 человек", "Сенбілікке 500 адам шықты"),
    ("en", "На субботник вышли 500 человек", "500 people turned out for the clean-up"),
    ("kk-Cyrl", "Старейший университет", "Бұл – қарашаңырақ университет"),
    ("kk-Cyrl", "Это трёхсторонняя встреча.", "Бұл үшжақты кездесу."),
    ("kk-Cyrl", "Сгорел девятиэтажный дом.", "Тоғызқабатты үй өртенді."),
    ("kk-Cyrl", "Собрана 1/5 часть урожая.", "Өнімнің бестен бір бөлігі жиналды."),
    ("kk-Cyrl", "Сотый юбилей отметили дома.", "Жүзінші мерейтой үйде аталып өтті."),
    ("kk-Cyrl", "Двухсотлетие города.", "Қаланың 200 жылдығы."),
    ("kk-Cyrl", "Тысяча тенге.", "1000 теңге."),
    ("en", "Тысяча двести шагов.", "1,200 steps."),
    ("kk-Cyrl", "На семи из них хватит до шести.", "Олардың жетеуінде алтауға дейін жетеді."),
    ("kk-Cyrl", "Собрались девять из нас.", "Тоғызымыз жиналдық."),
    ("kk-Cyrl", "самая сильная засуха за четыре десятилетия", "соңғы қырық жылдағы ең қатты қуаңшылық"),
    ("en", "на Семипалатинском полигоне", "at the Semipalatinsk test site"),
    ("kk-Cyrl", "Он кормит семью.", "Ол отбасын асырайды."),
    ("en", "Закон приняли семью голосами.", "The law passed by seven votes."),
]
DIFFERENT = [
    ("en", "Экспорт вырос на 12,5 млн.", "Exports grew by 12.5 billion.", "12,5 млн", "12.5 billion"),
    ("zh-Hans", "12 млн тенге", "12亿坚戈", "12 млн тенге", "12亿坚戈"),
    ("kk-Cyrl", "12 млн", "12 млрд", "12 млн", "12 млрд"),
    ("en", "в 2025 году", "in 2024", "2025", "2024"),
    ("en", "в апреле", "in June", "апреле", "June"),
    ("zh-Hans", "12 апреля", "4月13日", "12", "13"),
    (
        "zh-Hans",
        "в 2024 году вырос на 12 процентов",
        "2024年增长了21%",
        "12 процентов",
        "21%",
    ),  # 年 is no twelve months
    ("en", "в 18:30", "at 19:30", "18:30", "19:30"),
    ("en", "на 20 человек", "by people", "20", ""),
    ("en", "двенадцать членов экипажа", "all crew members", "двенадцать", ""),
    ("en", "выросло", "rose by 15%", "", "15%"),
    ("en", "в среду", "on Thursday", "среду", "Thursday"),
    ("kk-Cyrl", "5 стран", "елдер үшін", "5", ""),
    ("kk-Cyrl", "6 медалей", "алтын медаль", "6", ""),
    ("kk-Cyrl", "Закон приняли семью голосами.", "Заң қабылданды.", "семью", ""),
    ("en", "самолёт Ан-2", "an An-6", "2", "6"),
    ("en", "2 гола и 2 передачи", "2 goals and 5 assists", "2", "5"),
]


@pytest.mark.parametrize(("language", "source", "target"), SAME)
def test_the_same_said_another_way_is_no_difference(language: str, source: str, target: str) -> None:
    assert compare(source, target, language) == ()


@pytest.mark.parametrize(("language", "source", "target", "ours", "theirs"), DIFFERENT)
def test_what_changed_is_told(language: str, source: str, target: str, ours: str, theirs: str) -> None:
    (difference,) = compare(source, target, language)
    assert (difference.source.text if difference.source else "") == ours
    assert (difference.target.text if difference.target else "") == theirs
