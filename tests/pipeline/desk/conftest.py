"""A real browser for the pages."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

Browser = Callable[[str, str, int], str]


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """Opens a page in Chromium at a width of pixels and gives what an expression of JavaScript is there."""

    def run(markup: str, expression: str, width: int) -> str:
        # Chromium's own window is never narrower than 500 pixels; a frame may be.
        (tmp_path / "page.html").write_text(markup, "utf-8")
        frame = (
            f"<!doctype html><meta charset=utf-8><body><iframe id=f src=page.html width={width} height=900></iframe>"
            f"<script>onload = () => {{ const page = f.contentDocument, view = f.contentWindow;"
            f" document.body.innerHTML = '<output>' + ({expression}) + '</output>' }}</script>"
        )
        (tmp_path / "frame.html").write_text(frame, "utf-8")
        command = [str(CHROMIUM), *FLAGS, "--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}"]
        command += ["--window-size=1500,1000", "--dump-dom", (tmp_path / "frame.html").as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        found = re.search(r"<output>(.*?)</output>", done.stdout, re.DOTALL)
        assert found, done.stdout[-500:] + done.stderr[-500:]
        return found.group(1)

    return run
