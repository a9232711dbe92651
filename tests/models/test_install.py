"""Models from a folder into Audarma and from machine to machine, as a user does it with the command."""

import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from models import pack as pack_module
from models.catalogue import find_card
from models.errors import LicenceError, ModelDamagedError, ModelError, PackError, UsageError
from models.fetch import choose, from_folder
from models.install import Order, check_licence, check_vocabulary, install
from models.installed import best, folder_of, installed, is_installed, partial_of, remove
from models.load import load_engine
from models.lock import check_files, check_space, read_lock
from models.pack import pack, unpack
from pipeline.cli.main import run

pytest.importorskip("torch", reason="conversion needs PyTorch: pip install 'audarma[hf]'")
pytestmark = pytest.mark.usefixtures("home")

Checkpoints = Callable[[str], Path]
REAL = {
    "nllb": ("nllb-200-distilled-600m", "cc-by-nc-4.0"),
    "m2m100": ("m2m100-418m", ""),
    "small100": ("small-100", ""),
    "marian": ("opus-mt-tc-bible-big-mul-mul", ""),
    "t5": ("madlad400-3b-mt", ""),
}
"""A card of each family, and the licence to accept."""


def order(source: Path, family: str, precision: str = "int8") -> Order:
    return Order(source=source, precision=precision, accept=REAL[family][1])


def audarma(_home: Path, *words: str | Path, code: int = 0) -> str:
    """The command, in this process: what it prints."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        found = run(["models", *map(str, words)])
    assert found == code, printed.getvalue()
    return printed.getvalue()


@pytest.mark.parametrize("family", REAL)
def test_a_user_pulls_verifies_packs_removes_unpacks_and_translates(
    checkpoints: Checkpoints, home: Path, family: str, sentences: list[str]
) -> None:
    model, licence = REAL[family]
    accept = ["--accept-licence", licence] if licence else []
    said = audarma(home, "pull", model, "--from", checkpoints(family), "--precision", "int8", *accept)
    assert f"{model} is installed: int8" in said
    lock = read_lock(folder_of(model))
    assert lock.licence == find_card(model).licence
    assert lock.accepted.casefold() == licence
    assert {"ctranslate2", "transformers", "torch"} == set(lock.tools)
    assert set(lock.files) == {path.name for path in folder_of(model).iterdir()} - {"lock.json"}
    assert not partial_of(model).exists()
    before = load_engine(model, threads=1).translate(sentences[:5], "ru", "kk-Cyrl")

    assert "is whole" in audarma(home, "verify", model)
    packed = home.parent / "model.pack"
    digest = audarma(home, "pack", model, "-o", packed).split()[-1]
    assert "is removed" in audarma(home, "rm", model)
    assert not is_installed(model)
    assert f"{model} is installed" in audarma(home, "unpack", packed, "--sha256", digest)
    after = load_engine(model, threads=1)
    assert after.revision == lock.short
    assert after.translate(sentences[:5], "ru", "kk-Cyrl") == before


def test_convert_makes_a_folder_that_installs_without_pytorch(checkpoints: Checkpoints, home: Path) -> None:
    out = home.parent / "converted"
    said = audarma(home, "convert", checkpoints("m2m100"), "--as", "m2m100-418m", "-o", out, "--precision", "int8")
    assert "holds m2m100-418m in int8" in said
    blocked = (
        "import sys; sys.modules['torch'] = None; sys.modules['transformers'] = None;"
        f"from pipeline.cli.main import main; main(['models', 'pull', 'm2m100-418m', '--from', {str(out)!r}])"
    )
    environment = {**os.environ, "AUDARMA_MODELS": str(home)}
    subprocess.run([sys.executable, "-c", blocked], check=True, env=environment, capture_output=True)
    lock = read_lock(folder_of("m2m100-418m"))
    assert (lock.tools, lock.precision) == ({}, "int8_float32")
    audarma(home, "convert", checkpoints("m2m100"), "--as", "m2m100-418m", "-o", out, code=1)


def test_without_pytorch_a_checkpoint_is_refused_with_what_to_do(checkpoints: Checkpoints, home: Path) -> None:
    code = (
        "import sys; sys.modules['torch'] = None;"
        "from pipeline.cli.main import main;"
        f"main(['models', 'pull', 'm2m100-418m', '--from', {str(checkpoints('m2m100'))!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "AUDARMA_MODELS": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install 'audarma[hf]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_snapshot_of_a_hub_cache_gives_its_commit(checkpoints: Checkpoints, tmp_path: Path) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    cache = tmp_path / "models--facebook--m2m100_418M"
    shutil.copytree(checkpoints("m2m100"), cache / "snapshots" / commit)
    lock = install(find_card("m2m100-418m"), order(cache, "m2m100"))
    assert (lock.commit, lock.short) == (commit, commit[:12])
    (cache / "snapshots" / "another").mkdir()
    with pytest.raises(ModelError, match="2 snapshots"):
        from_folder(find_card("m2m100-418m"), cache)


def test_an_installed_model_is_replaced_whole(checkpoints: Checkpoints) -> None:
    card = find_card("m2m100-418m")
    install(card, order(checkpoints("m2m100"), "m2m100"))
    lock = install(card, order(checkpoints("m2m100"), "m2m100", "float32"))
    assert read_lock(folder_of(card.id)) == lock
    assert [path.name for path in folder_of(card.id).parent.iterdir()] == [card.id]


def test_two_installs_of_one_model_do_not_mix(checkpoints: Checkpoints, home: Path) -> None:
    from filelock import FileLock

    home.joinpath("partial").mkdir(parents=True)
    with FileLock(home / "partial" / "m2m100-418m.lock"), pytest.raises(ModelError, match="another process"):
        install(find_card("m2m100-418m"), order(checkpoints("m2m100"), "m2m100"))


# Licences


def test_a_restricted_licence_is_shown_and_must_be_accepted_by_name(checkpoints: Checkpoints, home: Path) -> None:
    source = checkpoints("nllb")
    said = audarma(home, "pull", "nllb-200-1.3b", "--from", source, code=1)
    assert "not for commercial use" in said
    assert "--accept-licence cc-by-nc-4.0" in said
    assert said.count("\n") == 1
    assert "is not its name" in audarma(
        home, "pull", "nllb-200-1.3b", "--from", source, "--accept-licence", "mit", code=1
    )
    assert not is_installed("nllb-200-1.3b")


def test_excluded_territories_are_shown() -> None:
    with pytest.raises(LicenceError, match=r"not for use in EU, GB, KR.*machine-generated"):
        check_licence(find_card("hy-mt1.5-7b"), "")


def test_a_free_licence_needs_no_word() -> None:
    assert check_licence(find_card("m2m100-418m"), "") == ""


@pytest.mark.parametrize(
    ("model", "said"),
    [("hy-mt2-7b", "a server of yours"), ("starter", "part of Audarma"), ("seamless-m4t-v2-large", "transformers")],
)
def test_what_is_not_pulled_says_how_it_is_had(model: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        install(find_card(model), Order())


# What is refused


@pytest.mark.parametrize(
    "names",
    [
        ["pytorch_model.bin", "config.json"],
        ["model.pt"],
        ["pytorch_model-00001-of-00002.bin", "onnx/model.safetensors"],
    ],
)
def test_a_pickle_is_refused_with_the_reason(names: list[str]) -> None:
    with pytest.raises(ModelError, match=r"pickle.*any program.*--revision"):
        choose(find_card("nllb-200-1.3b"), names)


def test_a_pickle_that_calls_itself_ctranslate2_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"PK\x03\x04 a zip of torch.save")
    (tmp_path / "shared_vocabulary.json").write_text("[]")
    with pytest.raises(ModelError, match="not CTranslate2's; a pickle is not opened"):
        from_folder(find_card("m2m100-418m"), tmp_path)


def test_of_several_kinds_of_weights_safetensors_are_taken() -> None:
    names = ["pytorch_model.bin", "tf_model.h5", "model.safetensors", "source.spm", "vocab.json", "x/model.safetensors"]
    found = choose(find_card("opus-mt-ru-en"), [*names, "README.md"])
    assert (set(found.names), found.converted) == ({"model.safetensors", "source.spm", "vocab.json"}, False)


def test_a_folder_without_weights_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="no weights there"):
        from_folder(find_card("m2m100-418m"), tmp_path)


def test_a_model_without_the_cards_tags_is_refused(checkpoints: Checkpoints, tmp_path: Path) -> None:
    """MADLAD reads an unknown tag without complaint and answers in another language."""
    place = tmp_path / "t5"
    install(find_card("madlad400-3b-mt"), order(checkpoints("t5"), "t5"))
    shutil.copytree(folder_of("madlad400-3b-mt"), place)
    words = json.loads((place / "shared_vocabulary.json").read_text("utf-8"))
    words[words.index("<2kk>")] = "<2xx>"
    (place / "shared_vocabulary.json").write_text(json.dumps(words), "utf-8")
    with pytest.raises(ModelError, match=r"no token <2kk>.*ru into kk-Cyrl"):
        check_vocabulary(find_card("madlad400-3b-mt"), place)


def test_too_little_disk_is_said_with_the_figures(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"needs 900000000\.0 GB of disk and .* GB free.*AUDARMA_MODELS"):
        check_space(tmp_path / "not" / "there", 900_000_000 * 10**9, "model x")


def test_too_little_memory_is_said_with_the_figures(checkpoints: Checkpoints, monkeypatch: pytest.MonkeyPatch) -> None:
    install(find_card("m2m100-418m"), order(checkpoints("m2m100"), "m2m100"))
    monkeypatch.setattr("models.ctranslate2_engine.free_memory", lambda _device: 100_000_000)
    with pytest.raises(ModelError, match=r"needs about 250\.\d MB of memory and 100\.0 MB is free"):
        load_engine("m2m100-418m", threads=1)


# Damage


def test_a_damaged_file_is_named(checkpoints: Checkpoints, home: Path) -> None:
    card = find_card("m2m100-418m")
    lock = install(card, order(checkpoints("m2m100"), "m2m100"))
    weights = folder_of(card.id) / "model.bin"
    with weights.open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff\x00\xff")
    check_files(card.id, lock.files, folder_of(card.id), deep=False)
    said = audarma(home, "verify", card.id, code=1)
    assert "model.bin is not what its lock says" in said
    weights.write_bytes(b"short")
    with pytest.raises(ModelDamagedError, match=r"model\.bin"):
        load_engine(card.id, threads=1)
    (folder_of(card.id) / "lock.json").write_text("{")
    with pytest.raises(ModelDamagedError, match=r"lock\.json is damaged"):
        load_engine(card.id, threads=1)
    assert card.id not in installed()
    remove(card.id)
    with pytest.raises(UsageError, match="not installed"):
        remove(card.id)


@pytest.fixture
def packed(checkpoints: Checkpoints, home: Path) -> Path:
    """A pack of a tiny model, which is no longer installed."""
    card = find_card("m2m100-418m")
    install(card, order(checkpoints("m2m100"), "m2m100"))
    pack(card.id, home.parent / "a.pack")
    remove(card.id)
    return home.parent / "a.pack"


def refused(path: Path, home: Path, match: str, expected: str = "") -> None:
    with pytest.raises(PackError, match=match) as error:
        unpack(path, expected)
    assert "\n" not in str(error.value)
    left = [found for found in home.rglob("*") if found.is_file() and found.suffix != ".lock"]
    assert left == [], "a refused pack leaves nothing behind"


def test_a_pack_cut_short_is_refused(packed: Path, home: Path) -> None:
    data = packed.read_bytes()
    for part in (0.9, 0.5, 0.01, 0.0):
        packed.write_bytes(data[: int(len(data) * part)])
        refused(packed, home, "damaged|not a pack|no pack")


def test_a_pack_with_one_wrong_byte_is_refused_or_the_byte_was_padding(packed: Path) -> None:
    data = packed.read_bytes()
    rng = random.Random(7)
    refusals = 0
    for _ in range(40):
        place = rng.randrange(len(data))
        packed.write_bytes(data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :])
        try:
            unpack(packed)
        except PackError:
            refusals += 1
            assert not is_installed("m2m100-418m")
        else:  # a byte between the files of a tar: what was unpacked is whole all the same
            lock = read_lock(folder_of("m2m100-418m"))
            check_files(lock.id, lock.files, folder_of(lock.id), deep=True)
            remove(lock.id)
    assert refusals > 30


def test_another_pack_than_was_sent_is_refused(packed: Path, home: Path) -> None:
    refused(packed, home, "not the pack that was sent", "00" * 32)


def test_a_pack_that_writes_elsewhere_is_refused(packed: Path, home: Path) -> None:
    import tarfile

    evil = packed.with_name("evil.pack")
    with tarfile.open(packed) as tar, tarfile.open(evil, "w") as out:
        for member in tar.getmembers():
            data = tar.extractfile(member)
            out.addfile(member, data)
        link = tarfile.TarInfo("files/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        out.addfile(link)
    refused(evil, home, "altered: it holds files/link")
    stray = packed.with_name("stray.pack")
    with tarfile.open(packed) as tar, tarfile.open(stray, "w") as out:
        for member in tar.getmembers():
            data = tar.extractfile(member)
            member.name = member.name.replace("files/config.json", "files/../../../config.json")
            out.addfile(member, data)
    refused(stray, home, "altered: it holds")


def test_what_is_no_pack_is_refused(home: Path, tmp_path: Path) -> None:
    for name, data in (("a", b""), ("b", b"hello" * 1000)):
        (tmp_path / name).write_bytes(data)
        refused(tmp_path / name, home, "no pack|not a pack")
    with pytest.raises(PackError, match="cannot be"):
        unpack(tmp_path / "none")


def test_a_pack_brings_a_card_of_ones_own(checkpoints: Checkpoints, home: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    text = Path(find_card.__code__.co_filename).with_name("cards").joinpath("m2m100-418m.toml").read_text("utf-8")
    (home / "cards").mkdir(parents=True)
    (home / "cards" / "ours.toml").write_text(text.replace("m2m100-418m", "ours"), "utf-8")
    install(find_card("ours"), Order(source=checkpoints("m2m100"), precision="int8"))
    pack("ours", own)
    shutil.rmtree(home)
    pack_module.forget_own_cards()
    assert unpack(own).id == "ours"
    assert find_card("ours").family == "m2m100"


def test_a_pack_that_cannot_be_written_is_one_line(checkpoints: Checkpoints, tmp_path: Path) -> None:
    install(find_card("m2m100-418m"), order(checkpoints("m2m100"), "m2m100"))
    with pytest.raises(PackError, match="cannot be written"):
        pack("m2m100-418m", tmp_path / "missing" / "a.pack")


# The best of those installed


def test_the_best_installed_is_by_its_card_and_the_embedded_one_where_there_is_none(checkpoints: Checkpoints) -> None:
    assert best("ru", "kk-Cyrl").id == "starter"
    install(find_card("m2m100-418m"), order(checkpoints("m2m100"), "m2m100"))
    assert best("ru", "kk-Cyrl").id == "m2m100-418m"
    install(find_card("nllb-200-distilled-600m"), order(checkpoints("nllb"), "nllb"))
    for target in ("zh-Hans", "kk-Cyrl", "en"):
        assert best("ru", target).id == "nllb-200-distilled-600m"
