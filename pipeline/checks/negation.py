"""Negation: what the source denies, the translation denies too.

Only whole losses are told: the source negates and nothing in the translation does, by any means the language has. A
language negates in many ways ("unable", "fail to", -less), so the target's table is wide and the source's is narrow.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.article import Severity
from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter, Place

MANIFEST = Manifest(
    "negation",
    "A negation of the source is not lost.",
    "warning",
    (Parameter("added", False, "Tell also of negations that the source does not have."),),
)

_NO_NEGATION = re.compile(
    r"\b(?:не (?:только|менее|более|меньше|больше|раз\b|раньше|позже|позднее|просто|иначе|считая|говоря|"
    r"столько|столь|"
    r"прочь|успе\w+ \w+,? как|за горами|хуже|далее|без|реже|чаще|ниже|выше|ранее|дольше)|без малого|"
    r"(?:чуть|едва|только|пока|разве|будь|до тех пор,? пока|"
    r"вряд|что|"
    r"где|как|кто|куда|сколько|какой|какая|какие|бы то|кем бы|чем бы|лишь бы) (?:ли )?н[еи]|тем не менее|отнюдь не|"
    r"не мо\w+ не|нельзя не|ни с того ни с сего|ни разу|несмотря|недавно|недалеко|не покладая|не до конца)\b",
    re.IGNORECASE,
)
_MILD = re.compile(
    r"\bне (?:очень|так|слишком|совсем|сразу|столько|понаслышке|старше|младше|"
    r"\w+(?:[аеиоуыя]вши?(?:сь)?|[аеиуыя]в|[аяиыд]я(?:сь)?))\b",
    re.IGNORECASE,
)
"""A negation of a quality or an accompanying circumstance, which another language may say without one."""
_SOURCE = re.compile(
    r"\b(?:не|нет|ни|без|нельзя|никто|никого|никому|никогда|нигде|ничто|ничего|ничем|никак\w*|невозможно|"
    r"неизвестно)\b",
    re.IGNORECASE,
)
_SOURCE_WIDE = re.compile(
    r"\b(?:не\w*|нет|ни\w*|без\w*|бес\w+|нельзя|отсутств\w*|отказ\w*|отрица\w*|отверг\w*|лиш\w*|исключ\w*|против\w*|"
    r"запре\w*|вряд|едва|перест\w*|прекра\w*|мало\w*|вместо|кроме|избе\w*|анти\w+|а\b|но\b|потер\w*|утрат\w*|"
    r"провал\w*|"
    r"опроверг\w*|трудно|слож\w+|редко|напрасн\w*|зря)",
    re.IGNORECASE,
)
_TARGET = {
    "en": re.compile(
        r"n['’]t\b|\b(?:not|no|none|never|nobody|nothing|nowhere|neither|nor|without|cannot|unless|unable|hardly|barely|"
        r"scarcely|rarely|seldom|few|little|less|instead|rather|nil|zero|ceas\w*|halt\w*|prohibit\w*|forbid\w*|"
        r"forbidden|refus\w*|reject\w*|den(?:y|ies|ied|ying|ial)|fail\w*|lack\w*|absen\w*|avoid\w*|prevent\w*|except|"
        r"exclud\w*|miss\w*|too \w+ to|anything but|un\w{4,}|non-?\w+|in(?:ab|act|acc|adeq|appr|cap|comp|cons|corr|def|"
        r"det|disc|eff|efft|elig|err|equ|fall|flex|freq|just|op|sens|sig|suff|tol|val|var|vis)\w+|im(?:poss|prob|mob|mat|"
        r"pat|perf|prac)\w+|ir(?:reg|rel|resp|rev)\w+|il(?:leg|log|lit)\w+|dis(?:agr|app|cont|cour|reg|like|obey|rup|sat|"
        r"unit|abl|qual|card)\w*|\w{3,}less(?:ly|ness)?|regardless|withdr\w+|abandon\w*|spare\w*|any longer|short of|"
        r"let alone|other than)\b",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile(
        r"[不没无未非否勿免拒缺断]|别(?=[再去让说把忘担急])|难以|难于|难免|失去|以外|罕|停止|丧失|阻止|防止|失败|有限|解雇|反对|隔绝|犹豫|低调"
    ),
    "kk-Cyrl": re.compile(
        r"\b(?:емес\w*|жоқ\w*|бей[а-я]\w+|онсыз|\w{2,}(?:сыз|сіз)(?:д\w+|б\w+|ғ\w*|г\w*|қ\w*|к\w*|н\w*)?|"
        r"\w{2,}[мбп][ае](?:й(?:ды|ді|тын|тін|мын|мін|сың|сің|мыз|міз|сыз|сіз|ынша|інше|ақ)?\w*|ды\w*|ді\w*|ған\w*|"
        r"ген\w*|с(?:[ае](?:[қкмң]\w{0,4}|л[ае]р)?|тан|тен|қа|ке)?|у\w{0,12}|п(?:ты|ті|пін)?\w*|"
        r"ңыз\w*|ңіз\w*|йік\w*|йық\w*)|\w+[ае] алма\w+|"
        r"\w{2,}[мбп][ае](?:ңдар|ңдер|шы|ші)?(?=\s*(?:[.!?…»”\"]|$))|"  # Ойнама!
        r"\w{2,}(?:[ғқ]анша|[гк]енше|(?:[ғқ]анға|[гк]енге) дейін)|"  # пока не
        r"(?:қандай|қай\w*|қанша|кім\w*)\b[^.!?]{0,40}с[ае] д[ае]|"  # каким бы ни
        r"жоғы(?:н|на|нан|ның)?|тегін|аулақ)\b",
        re.IGNORECASE,
    ),
}
"""Words that were seen to stand beside a negation more often than in its place ("only", "against", "yet") are left out:
they would hide its loss."""
_HARMLESS = {
    "zh-Hans": re.compile(
        "不断|不仅|不过|不同|不少|不久|不但|不只|不管|不论|无论|不得不|差不多|不止|不光|无数|非常|非洲|是否|否则|不禁|不愧|不由|非凡|未来|"
        "无线|南非|北非|西非|东非|莫斯科|莫桑比克|无人机|无疑|不错|不等|不乏|免费|不良|不满|除了|绝对|仅仅|绝大|非法|不锈钢|不易|无一例外|尼日利亚"
    ),
    "kk-Cyrl": re.compile(
        r"\b(?:баспасөз\w*|басқа\w*|мемлекет\w*|аймақ\w*|бағдарлама\w*|мәселе\w*|өмір\w*|тамақ\w*|бастап\w*|"
        r"халықаралық|немесе|"
        r"бейне\w*|сапас\w*|қамтамасыз\w*|қарама(?:стан|й)|себе[пб](?!сіз)\w*|дербес\w*|аспап\w*|бейжің\w*|бейбіт\w*|әзербайжан\w*|алмас(?:у|қ|т)\w*|"
        r"сыбайлас\w*|қарапайым\w*|"
        r"жабайы\w*|семей\w*|компас\w*|"
        r"сома\w*|отбас\w*|орынбасар\w*|екібастұз\w*|жоба\w*|елтаңба\w*|жанармай\w*|қауіпсіз\w*|тәуелсіз\w*|"
        r"\w+(?<![мбп][ае])[аәей]с[ыі]з(?=\s*(?:[^\w\s]|$|[бмп][ае]\b|деп\b))|"  # барасыз: you go
        r"наубай\w*|қойма(?:сы\w*|лар\w*|да\w*|ға|ның|ны)?|топтама\w*|көшірме\w*|маңызды\w*)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\bnot only\b|\bno (?:less|later|more|fewer|sooner|doubt)\b|\bno\. ?\d|\bunder\w*|\bunit\w*|"
        r"\buniver\w*|\bunion\w*|\bunique\w*|\buntil\b|\bbefore\b",
        re.IGNORECASE,
    ),
}
_SURE = {
    "en": re.compile(r"n['’]t\b|\b(?:not|never|nobody|nothing|neither|cannot)\b", re.IGNORECASE),
    "zh-Hans": re.compile("没有|并非|并不|不是|不能|不会|不得(?!不)|从未|从不|未能"),
    "kk-Cyrl": re.compile(r"\b(?:емес|жоқ|ешқашан|ешкім)\b", re.IGNORECASE),
}


def build(added: bool) -> Check:
    """The check; `added` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        place = _find_negation(pair.source)
        if place is None and not added:
            return
        theirs = _HARMLESS[pair.language].sub(" ", pair.hypothesis)
        if place is not None and not _TARGET[pair.language].search(theirs):
            start, stop = place[0], _end_of_word_after(pair.source, place[1])
            severity: Severity = "note" if _MILD.match(pair.source, place[0]) else "warning"
            yield Issue(severity, "negation-lost", {"source": pair.source[start:stop]}, source=(start, stop))
        if added and not _SOURCE_WIDE.search(pair.source):
            found = _SURE[pair.language].search(theirs)
            start = pair.hypothesis.find(found.group()) if found else -1
            if found is not None and start >= 0:
                where = (start, start + len(found.group()))
                yield Issue("note", "negation-added", {"target": found.group()}, target=where)

    return check


@lru_cache(maxsize=512)
def _find_negation(source: str) -> Place | None:
    """Where a source negates first, by a word that always does."""
    if not _SOURCE.search(source):
        return None
    found = _SOURCE.search(_NO_NEGATION.sub(lambda match: "·" * len(match.group()), source))
    return found.span() if found else None


def _end_of_word_after(text: str, stop: int) -> int:
    """So that the message shows what is negated."""
    match = re.compile(r"\s*[^\s,.;:!?»”)]+").match(text, stop)
    return match.end() if match is not None else stop
