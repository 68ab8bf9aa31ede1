"""The commands say what is missing on a machine, and do nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Answers like a Python whose venv module makes an environment with a stub that writes down how it was called.
FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
"-c import ensurepip"*) {ensurepip} ;;
"-c import sys"*) {describe} ;;
"-m venv") mkdir -p "$3/bin"
    printf '#!/bin/sh\\ncase "$1" in -c) {describe} ;; *) echo "$@" >>calls ;; esac\\n' >"$3/bin/python"
    chmod +x "$3/bin/python" ;;
esac
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What `make` needs, without the rest."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "demo.txt").write_text("flask==1\n")
    return tmp_path


def _fake(folder: Path, name: str, *, ensurepip: str = "exit 0", describe: str = "echo /usr 3.11") -> Path:
    path = folder / name
    path.write_text(FAKE_PYTHON.format(ensurepip=ensurepip, describe=describe))
    path.chmod(0o755)
    return path


def _run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=inherited | environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_without_venv_the_line_that_mends_it_is_printed(project: Path) -> None:
    fake = _fake(project, "python3.11", ensurepip="exit 1")
    done = _run(["make", "venv", f"PYTHON={fake}"], project)
    assert done.returncode
    first = done.stderr.splitlines()[0]
    assert first.endswith("apt-get install -y python3.11-venv")
    assert not (project / ".venv").exists()


def test_a_python_that_is_too_old_is_named(project: Path) -> None:
    fake = _fake(project, "python3", describe="exit 1")
    done = _run(["make", "venv", f"PYTHON={fake}"], project)
    assert done.returncode
    assert done.stderr.startswith("Python 3.11 or newer is needed: ")


def test_the_environment_is_made_once_and_follows_its_lock(project: Path) -> None:
    fake = _fake(project, "python3")
    command = ["sh", "tools/venv.sh", ".venv", "requirements/demo.txt"]
    assert _run(command, project, PYTHON=str(fake)).returncode == 0
    calls = project / "calls"
    assert "--require-hashes" in calls.read_text()
    assert _run(command, project, PYTHON=str(fake)).stderr == ""
    assert len(calls.read_text().splitlines()) == 1

    (project / "requirements" / "demo.txt").write_text("flask==2\n")
    (project / ".venv" / "kept").touch()
    assert _run(command, project, PYTHON=str(fake)).returncode == 0
    assert len(calls.read_text().splitlines()) == 2
    assert (project / ".venv" / "kept").exists()


def test_an_environment_that_was_moved_is_made_anew(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    fake = _fake(project, "python3")
    command = ["sh", "tools/venv.sh", ".venv", "requirements/demo.txt"]
    assert _run(command, project, PYTHON=str(fake)).returncode == 0
    (project / ".venv" / "stale").touch()
    moved = shutil.move(project, tmp_path_factory.mktemp("elsewhere") / "project")
    assert _run(command, moved, PYTHON=str(moved / "python3")).returncode == 0
    assert not (moved / ".venv" / "stale").exists()


def test_an_installation_that_failed_is_tried_again(project: Path) -> None:
    fake = _fake(project, "python3")
    command = ["sh", "tools/venv.sh", ".venv", "requirements/demo.txt"]
    assert _run(command, project, PYTHON=str(fake)).returncode == 0
    stub = project / ".venv" / "bin" / "python"
    stub.write_text("#!/bin/sh\ncase $1 in -c) echo /usr 3.11 ;; *) exit 1 ;; esac\n")
    (project / "requirements" / "demo.txt").write_text("flask==2\n")
    assert _run(command, project, PYTHON=str(fake)).returncode
    assert _run(command, project, PYTHON=str(fake)).returncode == 0


def test_an_environment_keeps_its_python_unless_another_is_asked_for(project: Path) -> None:
    command = ["sh", "tools/venv.sh", ".venv", "requirements/demo.txt"]
    assert _run(command, project, PYTHON=str(_fake(project, "first"))).returncode == 0
    kept = project / ".venv" / "kept"
    kept.touch()
    other = _fake(project, "python3", describe="echo /opt/other 3.13")
    assert _run(command, project, PATH=f"{project}{os.pathsep}{os.environ['PATH']}").stderr == ""
    assert kept.exists()
    assert _run(command, project, PYTHON=str(other)).returncode == 0
    assert not kept.exists()


def test_an_active_environment_is_not_made_from_itself(project: Path) -> None:
    _fake(project, "python3")
    (project / ".venv" / "bin").mkdir(parents=True)
    own = _fake(project / ".venv" / "bin", "python3", ensurepip="exit 1")
    path = os.pathsep.join([str(own.parent), str(project), os.environ["PATH"]])
    done = _run(["sh", "tools/venv.sh", ".venv", "requirements/demo.txt"], project, PATH=path)
    assert done.returncode == 0, done.stderr
    assert not own.exists()


def _commands(folder: Path, **scripts: str) -> str:
    """A PATH with these commands only."""
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name.replace("_", "-")).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name.replace("_", "-")).chmod(0o755)
    return str(folder)


SHELL = shutil.which("sh") or "/bin/sh"


@pytest.mark.parametrize(("ci", "result"), [("", 3), ("true", 1)])
def test_without_chromium_one_line_says_how_to_install_it(project: Path, ci: str, result: int) -> None:
    path = _commands(project / "bin", id="echo 1000")
    done = _run([SHELL, "tools/chromium.sh"], project, PATH=path, CI=ci)
    assert done.returncode == result
    assert len(done.stderr.splitlines()) == 1
    assert "sudo apt-get install -y --no-install-recommends chromium" in done.stderr


@pytest.mark.parametrize(("user", "sudo"), [("0", "exit 1"), ("1000", 'shift; exec "$@"')])
def test_chromium_is_installed_where_that_is_allowed(project: Path, user: str, sudo: str) -> None:
    apt = f'echo "$@" >>{project}/asked; : >{project}/bin/chromium; {shutil.which("chmod")} +x {project}/bin/chromium'
    path = _commands(project / "bin", id=f"echo {user}", sudo=sudo, apt_get=apt, true="exit 0")
    done = _run([SHELL, "tools/chromium.sh"], project, PATH=path, CI="true")
    assert done.returncode == 0, done.stderr
    asked = (project / "asked").read_text().splitlines()
    assert "update" in asked[0]
    assert "--no-install-recommends chromium" in asked[1]


def test_help_lists_every_command(project: Path) -> None:
    done = _run(["make"], project)
    assert done.returncode == 0
    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert listed == {
        "help",
        "demo",
        "test",
        "faults",
        "pictures",
        "check",
        "bench",
        "bench-extract",
        "bench-reminders",
        "lock",
        "backup",
        "clean",
    }


def test_a_backup_needs_a_name(project: Path) -> None:
    (project / "Makefile").write_text((project / "Makefile").read_text().replace("backup: venv", "backup:"))
    done = _run(["make", "backup"], project)
    assert done.returncode
    assert "make backup FILE=" in done.stderr


def test_ci_runs_the_tests_and_then_the_checks() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert text.index("make test") < text.index("make check")
