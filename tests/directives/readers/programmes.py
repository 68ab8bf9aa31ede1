"""Programmes that read files for us: hidden, replaced by a stand-in, or asked for by a test that needs the real one."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.directives.readers import programmes

PACKAGES = {
    "soffice": "libreoffice-writer",
    "tesseract": "tesseract-ocr",
    "vie": "tesseract-ocr-vie",
    "pdftoppm": "poppler-utils",
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Run where these are installed; the reason names the Debian packages."""
    missing = [PACKAGES[name] for name in names if not _is_installed(name)]
    return pytest.mark.skipif(bool(missing), reason=f"apt-get install {' '.join(missing)}")


def _is_installed(name: str) -> bool:
    if name == "vie":
        tesseract = shutil.which("tesseract")
        return tesseract is not None and name in programmes.languages_of(tesseract)
    return shutil.which(name) is not None


@pytest.fixture(autouse=True)
def own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such programmes run one at a time on a machine, and no test shall wait for one that runs beside it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


StandIn = Callable[[str, str], None]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """No programme is installed but those that the test writes, in Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def write(name: str, code: str) -> None:
        path = folder / name
        path.write_text(f"#!{sys.executable} -I\nimport os, sys, time\n{code}\n", encoding="utf-8")
        os.chmod(path, 0o755)

    return write
