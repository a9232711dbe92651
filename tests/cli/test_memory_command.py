"""`audarma memory` and `audarma translate --memory` as their users meet them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.schemas import tmx_errors

AUDARMA = [sys.executable, "-W", "error", "-m", "pipeline.cli.main"]
STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="other" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="ru-RU" datatype="plaintext"/><body>
<tu changeid="Dana" changedate="20231114T221320Z"><tuv xml:lang="ru-RU"><seg>Её подписали все.</seg></tuv>
<tuv xml:lang="en-GB"><seg>Everyone <ph x="1">&lt;br/&gt;</ph>signed it.</seg></tuv>
<tuv xml:lang="kk-KZ"><seg>Оған бәрі қол қойды.</seg></tuv><tuv xml:lang="zh-TW"><seg>大家都簽了。</seg></tuv></tu>
<tu><tuv xml:lang="ru"><seg>Участники форума приняли резолюцию.</seg></tuv>
<tuv xml:lang="en"><seg>The participants adopted a resolution.</seg></tuv>
<tuv xml:lang="kk"><seg>Қатысушылар қарар қабылдады.</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Nichts.</seg></tuv></tu>
</body></tmx>"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def audarma(tmp_path: Path) -> Run:
    """Runs the command in an empty folder of its own, with a story and a memory to import in it."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "other.tmx").write_text(TMX, "utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
        return subprocess.run(
            [*AUDARMA, *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240, env=environment
        )

    return run


def good(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def kazakh(folder: Path) -> list[tuple[str, str, list[str]]]:
    document = json.loads((folder / "translations" / "story.json").read_bytes())
    segments = document["translations"]["kk-Cyrl"]["segments"]
    return [(s["origin"], s["text"], [m["target"] for m in s.get("matches", [])]) for s in segments]


def test_a_tmx_of_another_tool_is_offered_and_used_only_when_approved(audarma: Run, tmp_path: Path) -> None:
    translate = ("translate", "story.txt", "--to", "kk", "--model", "echo", "--memory", "m.db", "--format", "json")
    assert (
        good(audarma("memory", "import", "other.tmx", "--memory", "m.db")) == "other.tmx: 4 units read, 4 new in m.db\n"
    )
    good(audarma(*translate))
    assert kazakh(tmp_path)[1:] == [
        ("model", "Участники форума приняли декларацию.", ["Қатысушылар қарар қабылдады."]),
        ("model", "Её подписали все.", ["Оған бәрі қол қойды."]),
    ]
    said = good(audarma("memory", "import", "other.tmx", "--memory", "m.db", "--approve"))
    assert said == "other.tmx: 4 units read, 0 new in m.db\n"
    assert "1 from approved translations" in audarma(*translate).stderr
    assert kazakh(tmp_path)[2] == ("memory", "Оған бәрі қол қойды.", ["Оған бәрі қол қойды."])


@pytest.mark.parametrize("ending", ["tmx", "jsonl"])
def test_what_is_exported_comes_back_the_same(audarma: Run, tmp_path: Path, ending: str) -> None:
    good(audarma("memory", "import", "other.tmx", "--memory", "m.db", "--approve", "--author", "Agency"))
    assert good(audarma("memory", "export", f"a.{ending}", "--memory", "m.db")) == f"a.{ending}: 4 units\n"
    assert (
        good(audarma("memory", "import", f"a.{ending}", "--memory", "n.db"))
        == f"a.{ending}: 4 units read, 4 new in n.db\n"
    )
    good(audarma("memory", "export", f"b.{ending}", "--memory", "n.db"))
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    text = (tmp_path / f"a.{ending}").read_text("utf-8")
    assert ending != "tmx" or not tmx_errors(text.encode())
    assert "Dana" in text
    assert text.count("Agency") == 2
    assert good(audarma("memory", "export", f"c.{ending}", "--memory", "n.db", "--to", "kk")).endswith("2 units\n")


def test_what_is_old_goes_and_the_file_gets_smaller(audarma: Run, tmp_path: Path) -> None:
    good(audarma("memory", "import", "other.tmx", "--memory", "m.db"))
    good(audarma("translate", "story.txt", "--to", "kk", "--model", "echo", "--memory", "m.db"))
    lines = good(audarma("memory", "prune", "--older-than", "1", "--memory", "m.db")).splitlines()
    assert [line.split()[0] for line in lines] == ["m.db:", "0", "0", "0", "0", "0.2"]
    with closing(sqlite3.connect(tmp_path / "m.db")) as connection, connection:
        for table, column in (("decoded", "made"), ("articles", "taken"), ("units", "made")):
            connection.execute(f"UPDATE {table} SET {column} = {column} - 100 * 86400")
    for more, said in (("--dry-run", "would go"), ("", "gone")):
        told = good(audarma("memory", "prune", "--older-than", "90", "--memory", "m.db", *filter(None, [more])))
        assert told.startswith(
            f"m.db: {said}\n        3  segments that models decoded\n        1  articles, with their segments"
        )
    stats = good(audarma("memory", "stats", "--memory", "m.db"))
    assert "        0  segments that models decoded\n        0  articles\n" in stats
    assert stats.count("units into") == 2


def test_an_xliff_that_a_person_reviewed_becomes_the_memory(audarma: Run, tmp_path: Path) -> None:
    translate = ("translate", "story.txt", "--to", "kk", "--model", "echo", "--memory", "m.db", "--format")
    good(audarma(*translate, "xliff"))
    path = tmp_path / "translations" / "story.kk.xlf"
    text = path.read_text("utf-8")
    at = text.index("<target>Её подписали все.</target></segment>")
    segment = text.rindex("<segment", 0, at)
    changed = (
        text[segment:].replace("<target>Её подписали все.", "<target>Бәрі қол қойды.").replace("translated", "final", 1)
    )
    path.write_text(text[:segment] + changed, "utf-8")
    said = good(audarma("memory", "import", "translations/story.kk.xlf", "--memory", "m.db", "--author", "А. Сейтова"))
    assert said == "translations/story.kk.xlf: 1 units read, 1 new in m.db, 1 segments of known articles edited\n"
    good(audarma(*translate, "json"))
    assert kazakh(tmp_path)[2] == ("memory", "Бәрі қол қойды.", ["Бәрі қол қойды."])
    stats = good(audarma("memory", "stats", "--memory", "m.db"))
    assert [line.split(maxsplit=1) for line in stats.splitlines()] == [
        ["m.db:"],
        ["1", "units into kk, human, approved"],
        ["3", "segments that models decoded"],
        ["1", "articles"],
        ["3", "segments of articles"],
        ["1", "edits by persons"],
    ]


def test_search_shows_the_same_the_like_and_what_holds_the_words(audarma: Run) -> None:
    good(audarma("memory", "import", "other.tmx", "--memory", "m.db", "--approve"))
    found = good(audarma("memory", "search", "Участники форума приняли декларацию.", "--memory", "m.db"))
    assert [line.split()[0] for line in found.splitlines()[::3]] == ["kk", "en"]
    assert "87%, meaning" in found
    held = good(audarma("memory", "search", "подписали", "--to", "en", "--memory", "m.db"))
    assert held == "en  holds it, approved by Dana\n    Её подписали все.\n    Everyone signed it.\n"
    assert good(audarma("memory", "search", "Ничего", "--memory", "m.db")) == "nothing like it\n"


def test_the_settings_name_the_store(audarma: Run, tmp_path: Path) -> None:
    (tmp_path / "audarma.toml").write_text('[store]\nurl = "news.db"\nsecond_look = false\n', "utf-8")
    assert "in news.db" in good(audarma("memory", "import", "other.tmx", "--approve"))
    done = audarma("translate", "story.txt", "--to", "kk", "--model", "echo", "--format", "json")
    assert done.stderr == "audarma: memory: 2 decoded, 0 remembered, 1 from approved translations\n"
    good(audarma("translate", "story.txt", "--to", "kk", "--model", "echo", "--format", "json", "--no-memory"))
    assert [origin for origin, *_ in kazakh(tmp_path)] == ["model", "model", "model"]


WRONG = {
    "both": (("translate", "story.txt", "--memory", "m.db", "--no-memory"), 2, "choose one"),
    "another database": (("memory", "stats", "--memory", "mysql://h/d"), 2, "SQLite or PostgreSQL"),
    "a broken store": (("memory", "stats", "--memory", "story.txt"), 1, "damaged, or no database of Audarma's"),
    "no file": (("memory", "import", "none.tmx", "--memory", "m.db"), 1, "none.tmx"),
    "another kind": (("memory", "import", "story.txt", "--memory", "m.db"), 2, ".tmx, .jsonl, .xlf"),
    "a broken file": (("memory", "import", "broken.tmx", "--memory", "m.db"), 1, "not well-formed XML"),
    "a bomb": (("memory", "import", "bomb.tmx", "--memory", "m.db"), 1, "declares entities"),
    "a broken line": (("memory", "import", "broken.jsonl", "--memory", "m.db"), 1, "broken.jsonl:2"),
    "settings": (("memory", "stats", "--config", "wrong.toml"), 2, "threshold is between 0.5 and 1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_one_line(audarma: Run, tmp_path: Path, case: str) -> None:
    (tmp_path / "broken.tmx").write_text(TMX[:-20], "utf-8")
    bomb = '<!DOCTYPE tmx [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    (tmp_path / "bomb.tmx").write_text(
        TMX.replace('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', bomb).replace("Её", "&b;"), "utf-8"
    )
    (tmp_path / "broken.jsonl").write_text(
        '{"source": "а", "target": "b", "target_language": "en"}\n{"source"\n', "utf-8"
    )
    (tmp_path / "wrong.toml").write_text("[store]\nurl = 'm.db'\nthreshold = 75\n", "utf-8")
    words, code, said = WRONG[case]
    done = audarma(*words)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert said in done.stderr


def test_a_store_that_cannot_be_used_does_not_stop_a_translation(audarma: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_text("no database")
    done = audarma(
        "translate", "story.txt", "--to", "kk", "--model", "echo", "--memory", "broken.db", "--format", "txt"
    )
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "damaged" in done.stderr
    assert "going on without it" in done.stderr
    assert (tmp_path / "translations" / "story.kk.txt").is_file()


def test_a_run_that_remembers_nothing_imports_no_database(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    words = ["translate", "story.txt", "--to", "kk", "--model", "echo", "--format", "json", "--quiet"]
    code = f"import sys; from pipeline.cli.main import run; assert run({words}) == 0; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "alembic", "sqlite3", "pipeline.store"} & set(done.stdout.split())
