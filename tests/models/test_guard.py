"""What a language model says around a translation: taken off, or refused with the reason."""

import pytest

from models.ask import instruction, message
from models.catalogue import catalogue, find_card
from models.guard import inspect

RUSSIAN = "Министр посетил выставку."
CHINESE = "部长参观了展览。"
KAZAKH = "Министр көрмені аралап көрді."
ENGLISH = "The minister visited the exhibition."
WORDS = "Translate the following text into Chinese. Note that you should only output the translated result:"


@pytest.mark.parametrize(
    ("answer", "target", "text"),
    [
        (CHINESE, "zh-Hans", CHINESE),
        (f"  {CHINESE}\n", "zh-Hans", CHINESE),
        (f"以下是翻译：\n{CHINESE}", "zh-Hans", CHINESE),
        (f"译文：{CHINESE}", "zh-Hans", CHINESE),
        (f"“{CHINESE}”", "zh-Hans", CHINESE),
        (f"{CHINESE}\n\n注：这是直译。", "zh-Hans", CHINESE),
        (f"<think>The minister…\nhm</think>\n{CHINESE}", "zh-Hans", CHINESE),
        (f"```\n{CHINESE}\n```", "zh-Hans", CHINESE),
        (f"```text\n{CHINESE}\n```", "zh-Hans", CHINESE),
        (f"Міне, аудармасы:\n{KAZAKH}", "kk-Cyrl", KAZAKH),
        (f"Аударма: {KAZAKH}", "kk-Cyrl", KAZAKH),
        (f"Kazakh: {KAZAKH}", "kk-Cyrl", KAZAKH),
        (f"Sure! Here's the translation:\n\n{ENGLISH}", "en", ENGLISH),
        (f"Translation: {ENGLISH}", "en", ENGLISH),
        (f"**Translation:** {ENGLISH}", "en", ENGLISH),
        (f'"{ENGLISH}"', "en", ENGLISH),
        (f"{ENGLISH}\n\nNote: literal.", "en", ENGLISH),
        ("Here is the minister.", "en", "Here is the minister."),
        ("Sure, said the minister.", "en", "Sure, said the minister."),
    ],
)
def test_what_can_be_taken_off_is(answer: str, target: str, text: str) -> None:
    verdict = inspect(answer, RUSSIAN, target, WORDS)
    assert (verdict.text, verdict.reason) == (text, "")


@pytest.mark.parametrize(
    ("answer", "target", "reason"),
    [
        ("", "en", "empty"),
        (" \n ", "en", "empty"),
        ("<think>I must translate", "en", "talk in place"),
        ("I cannot translate this text.", "en", "refusal"),
        ("As an AI language model, I do not", "en", "refusal"),
        ("抱歉，我无法翻译这段内容。", "zh-Hans", "refusal"),
        ("Кешіріңіз, мен бұл мәтінді аудара алмаймын.", "kk-Cyrl", "refusal"),
        ("К сожалению, я не могу помочь с этим.", "kk-Cyrl", "refusal"),
        (f"{WORDS}\n\n{CHINESE}", "zh-Hans", "instructions"),
        (RUSSIAN, "en", "source as it was"),
        (RUSSIAN, "kk-Cyrl", "source as it was"),
        (ENGLISH, "zh-Hans", "script"),
        (CHINESE, "en", "script"),
        ("مينيستر كورمەنى ارالاپ كوردى.", "kk-Cyrl", "script"),
        ("Вчера министр со своими коллегами посетил большую выставку достижений страны.", "kk-Cyrl", "script"),
        (f"{ENGLISH}\n{ENGLISH}", "en", "talk beside"),
        (ENGLISH * 20, "en", "far more"),
    ],
)
def test_what_cannot_stand_is_refused(answer: str, target: str, reason: str) -> None:
    assert reason in inspect(answer, RUSSIAN, target, WORDS).reason


@pytest.mark.parametrize(
    ("text", "answer", "target"),
    [
        ("Извините, я не смогу прийти, — сказал он.", "I'm sorry, I can't come, he said.", "en"),
        ("«Я не могу», — сказал он.", "“I can't,” he said.", "en"),
        ("Примечание: цены указаны в тенге.", "Note: prices are in tenge.", "en"),
        ("iPhone 17", "iPhone 17", "zh-Hans"),
        ("ООН", "UN", "en"),
        ("12 млн тенге", "1200万坚戈", "zh-Hans"),
        ("«Не стой!»", "“Don't stop!”", "en"),
        ("Один.\nДва.", "One.\nTwo.", "en"),
        ("Да.", "Иә.", "kk-Cyrl"),
    ],
)
def test_what_a_text_itself_says_is_not_chatter(text: str, answer: str, target: str) -> None:
    verdict = inspect(answer, text, target, WORDS)
    assert (verdict.text, verdict.reason) == (answer, "")


def test_every_prompt_fills_every_slot() -> None:
    for card in catalogue().values():
        if card.prompt is None:
            continue
        for source, targets in card.directions.items():
            for target in targets:
                said = message(card.prompt, RUSSIAN, source, target)
                assert RUSSIAN in said
                assert "{" not in said
                assert card.prompt.names[target] in said or target == "zh-Hans"


def test_braces_of_a_text_stay_braces() -> None:
    prompt = find_card("hy-mt2-7b").prompt
    assert prompt is not None
    assert message(prompt, "Скобки {text} и {x}.", "ru", "en").endswith("Скобки {text} и {x}.")
    assert instruction(prompt, "ru", "en").startswith("Translate the following text into English.")
