"""CTranslate2 against transformers with the embedded model's weights in both: speed, memory, quality.

Each engine runs in a process of its own (`python -m tests.bench.engines KIND`), so that its memory is its own.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.catalogue import EMBEDDED, find_card
from models.ctranslate2_engine import CTranslate2Engine
from models.engine import Decoding
from models.load import embedded_folder, load_engine
from tests.bench.figure import Figure
from tests.bench.resident import own_peak

SHARED = Path(__file__).parents[3] / "shared"
CHECKPOINT = Path(os.environ.get("AUDARMA_CHECKPOINT", SHARED / "starter" / "checkpoint"))
DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", SHARED / "eval")) / "flores200-devtest"
THREADS = 2
SENTENCES, ALONE, BATCH = 200, 40, 16
GREEDY = Decoding(beam=1)
ONE = "one decoder of all threads"


@dataclass(frozen=True, slots=True)
class Result:
    """What one engine did: tokens a second, peak megabytes, and its translations into English."""

    speed: float
    peak: float
    texts: list[str]


def measure() -> list[Figure]:
    """Both engines over the same sentences; nothing where the weights or the sentences are not at hand."""
    load = _load_time()
    if not (CHECKPOINT / "model.safetensors").is_file() or not DATA.is_dir():
        print(f"the engines are not compared: {CHECKPOINT} or {DATA} is not there")
        return [load]
    ours, batched, alone = _run("ctranslate2"), _run("transformers"), _run("loop")
    how = f"embedded model into English, greedy, {THREADS} threads, {SENTENCES} FLORES-200 sentences"
    lost = _chrf(batched.texts) - _chrf(ours.texts)
    return [
        load,
        Figure("CTranslate2 int8 / transformers float32, batches", ours.speed / batched.speed, "×",
               f"tokens a second; {how}; transformers in sorted batches of {BATCH}", least=2.5),
        Figure("CTranslate2 int8 / transformers float32, one by one", ours.speed / alone.speed, "×",
               f"the same; transformers one sentence a call, the first {ALONE}", least=8),
        Figure("its memory / that of transformers", ours.peak / batched.peak, "×",
               f"peak resident size of a process, {ours.peak:.0f} and {batched.peak:.0f} MB", most=0.5),
        Figure("chrF++ that int8 loses", lost, "", f"float32 in transformers minus int8, {how}", most=0.3),
        Figure("CTranslate2 int8", ours.speed, "tokens/s", how),
        Figure("transformers float32, batches", batched.speed, "tokens/s", how),
        Figure("transformers float32, one by one", alone.speed, "tokens/s", how),
    ]  # fmt: skip


def settings() -> list[Figure]:
    """What more is in CTranslate2: precision, threads in one decoder against two decoders, batch size."""
    if not DATA.is_dir():
        print(f"the settings are not measured: {DATA} is not there")
        return []
    import ctranslate2

    kinds = sorted(ctranslate2.get_supported_compute_types("cpu") & {"float32", "int16", "bfloat16"})
    names = (*kinds, ONE, "256", "1024", "2048")
    base = _run("ctranslate2").speed
    how = "tokens a second against int8, two decoders of a thread, batches of 512 tokens"
    return [Figure(f"CTranslate2, {name}", _run(f"setting {name}").speed / base, "×", how) for name in names]


def _load_time() -> Figure:
    """Seconds from nothing imported to an engine that is ready."""
    code = (
        "import time; start = time.perf_counter();"
        "from models.load import load_engine; load_engine('starter', 2); print(time.perf_counter() - start)"
    )
    times = [float(subprocess.check_output([sys.executable, "-c", code], text=True)) for _ in range(6)]
    return Figure(
        "load of the embedded model", sorted(times[1:])[2], "s", "median of 5 processes, imports too", most=1.0
    )


def _run(kind: str) -> Result:
    command = [sys.executable, "-m", "tests.bench.engines", kind]
    environment = {**os.environ, "OMP_NUM_THREADS": str(THREADS), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def _chrf(texts: Sequence[str]) -> float:
    import sacrebleu

    references = (DATA / "en.txt").read_text("utf-8").splitlines()[: len(texts)]
    return float(sacrebleu.corpus_chrf(list(texts), [references], word_order=2).score)


def _sentences() -> list[str]:
    return (DATA / "ru.txt").read_text("utf-8").splitlines()[:SENTENCES]


Decode = Callable[[Sequence[str]], tuple[list[str], int]]
"""Sentences -> their translations and how many tokens were decoded for them."""


def _ctranslate2(engine: CTranslate2Engine) -> Decode:
    def decode(texts: Sequence[str]) -> tuple[list[str], int]:
        made = engine.translate(texts, "ru", "en", GREEDY)
        return [hypothesis.text for hypothesis in made], sum(hypothesis.tokens for hypothesis in made)

    return decode


def _setting(name: str) -> Decode:
    """The embedded model in one other setting."""
    import ctranslate2

    card = find_card(EMBEDDED)
    folder = embedded_folder(card)
    compute = name if name in ("float32", "int16", "bfloat16") else "int8"
    engine = CTranslate2Engine(card, folder, THREADS, compute=compute, device="cpu")
    if name == ONE:
        engine._decoders = 1
        engine._translator = ctranslate2.Translator(str(folder), compute_type=compute, intra_threads=THREADS)
    if name.isdecimal():
        translate = engine._translator.translate_batch

        def sized(*words: Any, **options: Any) -> Any:
            return translate(*words, **{**options, "max_batch_size": int(name)})

        engine._translator = type("Sized", (), {"translate_batch": staticmethod(sized)})()
    return _ctranslate2(engine)


def _transformers(batch: int) -> Decode:
    """The checkpoint in torch, float32, as its makers' examples decode: greedy, sorted by length where batched."""
    import torch
    import transformers
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    transformers.logging.set_verbosity_error()
    torch.set_num_threads(THREADS)
    config = transformers.BartConfig.from_pretrained(CHECKPOINT)
    model: Any = transformers.BartForConditionalGeneration(config)
    weights = load_file(CHECKPOINT / "model.safetensors")
    if "model.shared.weight" in weights:  # its encoder has an embedding table of its own
        model.model.encoder.embed_tokens = torch.nn.Embedding(config.vocab_size, config.d_model, padding_idx=1)
    model.load_state_dict(weights, strict=False)
    model = model.float().eval()
    tokenizer = Tokenizer.from_file(str(embedded_folder(find_card(EMBEDDED)) / "tokenizer.json"))
    start, end, pad = (tokenizer.token_to_id(token) for token in ("<s>", "</s>", "<pad>"))
    begins = [end, tokenizer.token_to_id("<2en>")]

    def some(texts: Sequence[str]) -> list[list[int]]:
        rows = [[start, *tokenizer.encode(text, add_special_tokens=False).ids, end] for text in texts]
        longest = max(map(len, rows))
        with torch.inference_mode():
            made = model.generate(
                input_ids=torch.tensor([row + [pad] * (longest - len(row)) for row in rows]),
                attention_mask=torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows]),
                decoder_input_ids=torch.tensor([begins] * len(rows)),
                num_beams=1,
                do_sample=False,
                max_new_tokens=find_card(EMBEDDED).max_output,
            )
        return [[i for i in row[len(begins) :] if i not in (end, pad)] for row in made.tolist()]

    def decode(texts: Sequence[str]) -> tuple[list[str], int]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i])) if batch > 1 else list(range(len(texts)))
        found: dict[int, list[int]] = {}
        for first in range(0, len(order), batch):
            rows = order[first : first + batch]
            found.update(zip(rows, some([texts[i] for i in rows]), strict=True))
        made = tokenizer.decode_batch([found[i] for i in range(len(texts))])
        return [text.strip() for text in made], sum(map(len, found.values()))

    return decode


def main(kind: str) -> None:
    """Runs one engine and prints its Result as JSON."""
    texts = _sentences()
    if kind == "ctranslate2":
        engine = load_engine(EMBEDDED, THREADS)
        assert isinstance(engine, CTranslate2Engine)
        decode = _ctranslate2(engine)
    elif kind.startswith("setting "):
        decode = _setting(kind.removeprefix("setting "))
    else:
        decode = _transformers(BATCH if kind == "transformers" else 1)
        texts = texts if kind == "transformers" else texts[:ALONE]
    decode(texts[:4])
    started = time.perf_counter()
    made, tokens = decode(texts)
    spent = time.perf_counter() - started
    print(json.dumps({"speed": tokens / spent, "peak": own_peak(), "texts": made}))


if __name__ == "__main__":
    main(sys.argv[1])
