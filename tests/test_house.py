"""The house's rules that a machine can check: who imports whom, how long a module is, what it is called."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("pipeline", "models", "eval", "seeds")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST = 350
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

MAY_IMPORT = {
    "seeds": set(),
    "models": {"models"},
    "eval.metrics": {"eval.metrics", "models.errors", "models.languages"},
    "eval": {"eval", "models"},
    "eval.suites": {"eval", "models", "pipeline"},
    "pipeline": {"pipeline", "models", "eval", "seeds"},
    "pipeline.watch": {
        "pipeline.watch",
        "pipeline.run",
        "pipeline.store",
        "pipeline.log",
        "pipeline.errors",
        "pipeline.configure",
    },
}
"""The longest matching name on the left may import what begins with a name on the right. `eval.metrics` may use the
root of the exception tree and the language tags, so that there is one of each."""


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def begins(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def ours(path: Path) -> set[str]:
    """Every module of ours that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
    return {name for name in found if name.partition(".")[0] in PACKAGES}


def test_the_modules_are_found() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_go_one_way(path: Path) -> None:
    room = max((room for room in MAY_IMPORT if begins(dotted(path), room)), key=len)
    strangers = {name for name in ours(path) if not any(begins(name, allowed) for allowed in MAY_IMPORT[room])}
    assert not strangers


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_the_builtin_eval_is_not_shadowed(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not imported & set(PACKAGES)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_is_read_in_one_sitting_and_has_a_name(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST
    assert path.stem not in EMPTY_NAMES


def test_starting_the_command_imports_nothing_heavy() -> None:
    code = "import sys; from pipeline.cli.main import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"ctranslate2", "torch", "numpy", "docx", "lxml", "trafilatura", "rich", "jinja2", "tokenizers", "razdel"}
    heavy |= {"pymorphy3", "slovnet", "navec", "rapidfuzz"}
    heavy |= {
        "httpcore2",
        "httpx2",
        "huggingface_hub",
        "tenacity",
        "tomlkit",
        "psutil",
        "sentencepiece",
        "transformers",
    }
    heavy |= {"sentencepiece", "transformers", "sqlalchemy", "alembic", "watchfiles"}
    assert not heavy & set(done.stderr.split())
    assert "translate" in done.stdout
