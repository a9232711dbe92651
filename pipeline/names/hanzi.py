"""Russian names in Chinese characters, by the syllable table that news in Chinese is held to (俄汉译音表, Xinhua).

The table gives a character for each consonant with each vowel, and for a syllable closed by н; a consonant without a
vowel has one of its own. Names of women end in 娃, 娜, 娅 where those of men end in 瓦, 纳, 亚. What comes out is what
the table says, which is not always what a person is called in China: someone must confirm it.

A soft sign is read as и (Ельцин 叶利钦). Closed syllables with о, у and ы are written open, with 恩 after.
"""

import re

_VOWELS = "а я э е ы и о ё у ю ай ау ан ян ен эн ин".split()
ROWS = {
    "": "阿 亚 埃 叶 厄 伊 奥 约 乌 尤 艾 奥 安 扬 延 恩 因",
    "б": "巴 比亚 贝 别 贝 比 博 比奥 布 比尤 拜 包 班 比扬 边 本 宾",
    "п": "帕 皮亚 佩 佩 佩 皮 波 皮奥 普 皮尤 派 保 潘 皮扬 片 彭 平",
    "д": "达 佳 代 杰 德 季 多 焦 杜 久 代 道 丹 江 坚 登 金",
    "т": "塔 佳 泰 捷 特 季 托 乔 图 秋 泰 陶 坦 强 坚 滕 京",
    "г": "加 吉亚 盖 格 格 吉 戈 吉奥 古 久 盖 高 甘 吉扬 根 根 金",
    "к": "卡 基亚 凯 克 克 基 科 基奥 库 丘 凯 考 坎 基扬 肯 肯 金",
    "в": "瓦 维亚 韦 韦 维 维 沃 维奥 武 维尤 瓦伊 沃 万 维扬 文 文 温",
    "ф": "法 菲亚 费 费 菲 菲 福 菲奥 富 菲尤 法伊 福 凡 菲扬 芬 芬 芬",
    "з": "扎 贾 泽 泽 济 济 佐 焦 祖 久 宰 藻 赞 江 津 曾 津",
    "с": "萨 夏 塞 谢 瑟 西 索 肖 苏 休 赛 绍 桑 相 先 森 辛",
    "ж": "扎 扎 热 热 日 日 若 若 茹 茹 扎伊 饶 然 让 任 任 任",
    "ш": "沙 沙 舍 舍 希 希 绍 绍 舒 舒 沙伊 绍 尚 尚 申 申 申",
    "дж": "贾 贾 杰 杰 吉 吉 焦 焦 朱 久 贾伊 焦 占 江 真 真 金",
    "ч": "恰 恰 切 切 奇 奇 乔 乔 丘 丘 柴 乔 昌 强 琴 琴 钦",
    "щ": "夏 夏 谢 谢 希 希 晓 晓 休 休 夏伊 肖 先 相 先 先 辛",
    "ц": "察 齐亚 采 采 齐 齐 措 措 楚 秋 采 曹 灿 齐扬 岑 岑 钦",
    "х": "哈 希亚 黑 赫 黑 希 霍 希奥 胡 休 海 豪 汉 希扬 亨 亨 欣",
    "м": "马 米亚 梅 梅 梅 米 莫 苗 穆 缪 迈 毛 曼 米扬 缅 门 明",
    "н": "纳 尼亚 内 涅 内 尼 诺 尼奥 努 纽 奈 瑙 南 尼扬 年 嫩 宁",
    "л": "拉 利亚 莱 列 雷 利 洛 廖 卢 柳 莱 劳 兰 良 连 伦 林",
    "р": "拉 里亚 雷 列 雷 里 罗 廖 鲁 留 赖 劳 兰 良 连 伦 林",
}
ALONE = {
    "б": "布", "п": "普", "д": "德", "т": "特", "г": "格", "к": "克", "в": "夫", "ф": "夫", "з": "兹", "с": "斯",
    "ж": "日", "ш": "什", "дж": "季", "ч": "奇", "щ": "希", "ц": "茨", "х": "赫", "м": "姆", "н": "恩", "л": "尔",
    "р": "尔", "й": "伊",
}  # fmt: skip
_ESTABLISHED = {
    "александр": "亚历山大", "алексей": "阿列克谢", "андрей": "安德烈", "анна": "安娜", "антон": "安东",
    "валентина": "瓦莲京娜", "виктор": "维克托", "дмитрий": "德米特里", "екатерина": "叶卡捷琳娜", "елена": "叶莲娜",
    "иван": "伊万", "ирина": "伊琳娜", "константин": "康斯坦丁", "мария": "玛丽亚", "михаил": "米哈伊尔",
    "наталья": "娜塔莉娅", "николай": "尼古拉", "ольга": "奥莉加", "павел": "帕维尔", "петр": "彼得",
    "сергей": "谢尔盖", "светлана": "斯韦特兰娜", "татьяна": "塔季扬娜", "юрий": "尤里",
}  # fmt: skip
"""Given names that have a form of their own, by custom."""
_HERS = {"瓦": "娃", "纳": "娜", "亚": "娅"}
_KAZAKH = str.maketrans("әғқңөұүһі", "агкноуухи")
_DOUBLE = re.compile(r"([бвгджзклмнпрстфхцчшщ])\1")


def transcribe(word: str, *, woman: bool = False) -> str:
    """A word in characters (Кажибаева -> 卡日巴耶娃 for a woman); empty where a letter has no place in the table."""
    rest = _DOUBLE.sub(r"\1", word.lower().translate(_KAZAKH).replace("ъ", ""))
    if rest.replace("ё", "е") in _ESTABLISHED:
        return _ESTABLISHED[rest.replace("ё", "е")]
    out = ""
    while rest:
        found = _syllable(rest, first=not out)
        if found is None:
            return ""
        characters, length = found
        out, rest = out + characters, rest[length:]
    return out[:-1] + _HERS[out[-1]] if woman and out[-1:] in _HERS else out


def _syllable(rest: str, *, first: bool) -> tuple[str, int] | None:
    """The characters for the syllable that a word begins with, and how many letters it has."""
    consonant = next((c for c in ("дж", rest[0]) if rest.startswith(c) and c in ROWS), "")
    table = dict(zip(_VOWELS, ROWS[consonant].split(), strict=True))
    after = rest[len(consonant) :]
    for vowel in sorted(_VOWELS, key=len, reverse=True):
        if after.startswith(vowel) and not (vowel[-1] in "нй" and _opens(after[len(vowel) :])):
            length = len(consonant) + len(vowel)
            # и before another vowel or й: the ending -ий is one и
            length += rest[length:].startswith("й") and vowel in ("и", "ы")
            return ("耶" if not consonant and vowel == "е" and not first else table[vowel]), length
    if not consonant:
        return (ALONE[rest[0]], 1) if rest[0] in ALONE else None
    if after.startswith("ь"):
        return table["и"], len(consonant) + 1
    if first and consonant in "вф" and after:
        return "弗", 1
    if first and consonant in "рл" and after:
        return "勒", 1
    return ALONE[consonant], len(consonant)


def _opens(after: str) -> bool:
    """Whether the н before `after` begins a syllable of its own."""
    return after[:1] in tuple("аяэеыиоёуюн")
