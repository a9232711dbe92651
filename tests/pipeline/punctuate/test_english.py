import pytest

from pipeline.punctuate import marker, punctuate

CASES = [
    ('"We are ready," he said.', "“We are ready,” he said."),
    ("«We are ready», – he said.", "“We are ready”, – he said."),
    ("„Barys“ won", "“Barys” won"),
    ("`` Barys '' won", "“Barys” won"),
    ("''Barys'' won", "“Barys” won"),
    ("the 'Barys' club", "the “Barys” club"),
    ("the ‘Barys’ club", "the “Barys” club"),
    ("“ Forum ”", "“Forum”"),
    ("He said: \"We heard 'wait' twice\".", "He said: “We heard ‘wait’ twice”."),
    ("“We heard ‘wait’”, he said", "“We heard ‘wait’”, he said"),
    ("“He said “wait” again”", "“He said ‘wait’ again”"),
    ("«He said «wait» again»", "“He said ‘wait’ again”"),
    ('the "Khabar" and "Qazaqstan" channels', "the “Khabar” and “Qazaqstan” channels"),
    ('The winner was "Alatau" ("Barys" lost).', "The winner was “Alatau” (“Barys” lost)."),
    ('"Yes."', "“Yes.”"),
    ('"Barys', "“Barys"),
    ('Barys" won', "Barys” won"),
    ("《人民日报》 reported", "“人民日报” reported"),
    ("It's the forum's day, isn't it?", "It’s the forum’s day, isn’t it?"),
    ("the players' bus", "the players’ bus"),
    ("in the 1990's", "in the 1990’s"),
    ("rock 'n' roll", "rock ’n’ roll"),
    ("'Tis the season", "’Tis the season"),
    ("It’s done", "It’s done"),
    ("the players’ ‘Barys’ bus", "the players’ “Barys” bus"),
    ("- We are ready.", "— We are ready."),
    ("one - two", "one – two"),
    ("one — two", "one – two"),
    ("one—two", "one – two"),
    ("one -- two", "one – two"),
    ("Alma-Ata", "Alma-Ata"),
    ("a well-known 12-year-old", "a well-known 12-year-old"),
    ("2020-2022", "2020–2022"),
    ("2025-05-12", "2025-05-12"),
    ("-5 degrees", "-5 degrees"),
    ("Wait...", "Wait…"),
    ("Wait . . .", "Wait…"),
    ("What ?!", "What?!"),
    ("China , Kazakhstan ; and Iran .", "China, Kazakhstan; and Iran."),
    ("China,Kazakhstan;Iran", "China, Kazakhstan; Iran"),
    ("e.g.,this", "e.g., this"),
    ("( yes )", "(yes)"),
    ("growth of 3.5 % in 2025", "growth of 3.5% in 2025"),
    ("1,000,000 tenge", "1,000,000 tenge"),
    ("1 000 tenge", "1 000 tenge"),
    ("10:30 , 3:1", "10:30, 3:1"),
    ("12.05.2025", "12.05.2025"),
    ("see https://a.example/b,c;d?e=1", "see https://a.example/b,c;d?e=1"),
    ("press@a.example , or 109", "press@a.example, or 109"),
    ("Huawei Technologies Co., Ltd. won", "Huawei Technologies Co., Ltd. won"),
    ("the U.S. , China", "the U.S., China"),
    ("Hello，world。Next", "Hello, world. Next"),
    ("Forum（third）is on", "Forum (third) is on"),
    ("  The\n forum ", "The forum"),
    ("", ""),
]
ENDS = [
    ("Прошёл форум.", "A forum was held", "A forum was held."),
    ("Прошёл форум", "A forum was held.", "A forum was held"),
    ("Форум в США", "A forum in the U.S.", "A forum in the U.S."),
    ("Компания", "Huawei Co., Ltd.", "Huawei Co., Ltd."),
    ("Фу Хуа, директор:", "Fu Hua, director", "Fu Hua, director:"),
    ("рост;", "growth", "growth;"),
    ("Ждите...", "Wait", "Wait…"),
    ("Опять?!", "Again", "Again?!"),
    ("Опять?..", "Again", "Again?…"),
    ("Клуб «Барыс».", "the club “Barys”", "the club “Barys”."),
    ("«Да!»", "“Yes”", "“Yes!”"),
    ("Рост – 5 %.", "Growth is 5%", "Growth is 5%."),
    ("Он сказал: «Да».", "He said: “Yes.”", "He said: “Yes.”"),
    ("Кто?", "Who!", "Who!"),
]


@pytest.mark.parametrize(("hypothesis", "printed"), CASES)
def test_english_is_printed_by_its_own_rules(hypothesis: str, printed: str) -> None:
    assert punctuate(hypothesis, "en") == printed


@pytest.mark.parametrize(("source", "hypothesis", "printed"), ENDS)
def test_a_text_ends_as_its_source_does(source: str, hypothesis: str, printed: str) -> None:
    assert punctuate(hypothesis, "en", source) == printed


@pytest.mark.parametrize(("mark", "printed"), [("- ", "— "), ("—", "— "), ("•", "• "), ("1) ", "1) "), ("", "")])
def test_the_mark_of_speech_or_of_an_item(mark: str, printed: str) -> None:
    assert marker(mark, "en") == printed
