"""Negation: what the source denies, the translation denies too.

Only whole losses are told: the source negates and nothing in the translation does, by any means the language has. A
language negates in many ways ("unable", "fail to", -less), so the target's table is wide and the source's is narrow.
"""

import re
from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter

MANIFEST = Manifest(
    "negation",
    "A negation of the source is not lost.",
    "warning",
    (Parameter("added", False, "Tell also of negations that the source does not have."),),
)

_NO_NEGATION = re.compile(
    r"\b(?:не (?:только|менее|более|меньше|больше|раз\b|раньше|позже|позднее|просто|иначе|считая|говоря|"
    r"столько|столь|"
    r"прочь|успе\w+ \w+,? как|за горами|хуже|далее|без)|(?:чуть|едва|только|пока|разве|будь|до тех пор,? пока|"
    r"вряд|что|"
    r"где|как|кто|куда|сколько|какой|какая|какие|бы то|кем бы|чем бы|лишь бы) (?:ли )?н[еи]|тем не менее|отнюдь не|"
    r"не мо\w+ не|нельзя не|ни с того ни с сего|ни разу|несмотря|недавно|недалеко|не покладая|не до конца)\b",
    re.IGNORECASE,
)
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
        r"n['’]t\b|\b(?:not|no|none|never|nobody|nothing|nowhere|neither|nor|without|cannot|unless|unable|"
        r"hardly|barely|"
        r"scarcely|rarely|seldom|few|little|less|instead|rather|only|nil|zero|yet|stop\w*|ceas\w*|halt\w*|"
        r"ban(?:s|ned)?|"
        r"prohibit\w*|forbid\w*|forbidden|refus\w*|reject\w*|den(?:y|ies|ied|ying|ial)|fail\w*|lack\w*|"
        r"absen\w*|avoid\w*|"
        r"prevent\w*|except\w*|exclud\w*|miss\w*|against|free|out of|far from|too \w+ to|anything but|un\w{4,}|"
        r"non-?\w+|"
        r"in(?:ab|act|acc|adeq|appr|cap|comp|cons|corr|def|dep|det|disc|eff|efft|elig|err|equ|exp|fall|flex|"
        r"freq|just|"
        r"op|sens|sig|suff|tol|val|var|vis)\w+|im(?:poss|prob|mob|mat|pat|perf|prac)\w+|ir(?:reg|rel|resp|rev)\w+|"
        r"il(?:leg|log|lit)\w+|dis(?:agr|app|cont|cour|reg|like|obey|pla|pro|rup|sat|sent|unit|abl|qual|miss|"
        r"card)\w*|"
        r"\w{3,}less(?:ly|ness)?|regardless|despite|loss|lost|lose|losing|drop\w*|withdr\w+|abandon\w*|oppos\w*|"
        r"impossible|difficult|doubt\w*|spare\w*|any longer|before|until|beyond|minus|short of|let alone|"
        r"almost|nearly|but for|other than|wrong\w*|bad\w*)\b",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile(
        r"[不没无未非否勿莫免拒禁缺违断]|别(?=[再去让说把忘担急])|难以|难于|难免|失去|避|并未|尚|除|绝|仅|反对|毫|只有|以外|罕|停止|丧失|零"
    ),
    "kk-Cyrl": re.compile(
        r"\b(?:емес\w*|жоқ\w*|бей[а-я]\w+|қарсы\w*|тыйым\w*|бас тарт\w*|онсыз|\w{2,}(?:сыз|сіз)(?:д\w+|б\w+|"
        r"ғ\w*|г\w*|"
        r"қ\w*|к\w*|н\w*)?|\w{2,}[мбп][ае](?:й(?:ды|ді|тын|тін|мын|мін|сың|сің|мыз|міз|сыз|сіз|ынша|інше|"
        r"ақ)?\w*|ды\w*|"
        r"ді\w*|ған\w*|ген\w*|с(?:а|е|тан|тен|қа|ке|ы|і|ын|ін|тық|тік|пен|бен)?\w{0,6}|у(?:ы|і|ға|ге|ды|ді|дың|"
        r"дің|дан|"
        r"ден|ын|ін|да|де)?\w{0,6}|п(?:ты|ті|пін)?\w*|ңыз\w*|ңіз\w*|йік\w*|йық\w*|сын|сін)|ал(?:а|е) алма\w+|"
        r"\w+[ае] алма\w+|"
        r"өзге\w*|гөрі|қиын\w*|тоқтат\w*|сақтан\w*|алдын ал\w*|орнына|айырыл\w*|тыс)\b",
        re.IGNORECASE,
    ),
}
_HARMLESS = {
    "zh-Hans": re.compile(
        "不断|不仅|不过|不同|不少|不久|不但|不只|不管|不论|无论|不得不|差不多|不止|不光|无数|非常|非洲|是否|否则|不禁|不愧|不由|非凡|未来|"
        "无线|南非|北非|西非|东非|莫斯科|莫桑比克|无人机|无疑|不错|不等|不乏|免费|尚未|不良|不满|除了|绝对|仅仅|绝大|非法|不锈钢|不易|无一例外|尼日利亚"
    ),
    "kk-Cyrl": re.compile(
        r"\b(?:баспасөз\w*|басқа\w*|мемлекет\w*|аймақ\w*|бағдарлама\w*|мәселе\w*|өмір\w*|тамақ\w*|бастап\w*|"
        r"халықаралық|немесе|"
        r"бейне\w*|сапас\w*|қамтамасыз\w*|\w+(?:ас|йс)ыз|\w+(?:ес|йс)із|қарама(?:стан|й)|себепті|қарапайым\w*|"
        r"жабайы\w*|семей\w*|компас\w*|"
        r"наубай\w*|қойма\w*|топтама\w*|көшірме\w*|маңызды\w*)\b",
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
        theirs = _HARMLESS[pair.language].sub(" ", pair.hypothesis)
        negation = _SOURCE.search(_NO_NEGATION.sub(lambda match: "·" * len(match.group()), pair.source))
        if negation is not None and not _TARGET[pair.language].search(theirs):
            start, stop = negation.start(), _end_of_word_after(pair.source, negation.end())
            yield Issue("warning", "negation-lost", {"source": pair.source[start:stop]}, source=(start, stop))
        if added and not _SOURCE_WIDE.search(pair.source):
            found = _SURE[pair.language].search(theirs)
            place = (pair.hypothesis.find(found.group()), 0) if found else None
            if found is not None and place is not None and place[0] >= 0:
                where = (place[0], place[0] + len(found.group()))
                yield Issue("note", "negation-added", {"target": found.group()}, target=where)

    return check


def _end_of_word_after(text: str, stop: int) -> int:
    """So that the message shows what is negated."""
    match = re.compile(r"\s*[^\s,.;:!?»”)]+").match(text, stop)
    return match.end() if match is not None else stop
