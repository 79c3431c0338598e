"""The project's own virtual environment: made on first use, brought up to date when pyproject.toml changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
MARK = FOLDER / "installed"
OLDEST = (3, 11)


def ready(*extras: str) -> Path:
    """The environment's folder of commands, with the package and these extras installed; installs nothing twice."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    there = MARK.read_text("utf-8").split("\n", 1) if MARK.exists() else ["", ""]
    wanted = sorted({*extras, *there[0].split(",")} - {""})
    if there[1] != project or not set(extras) <= set(there[0].split(",")):
        _install(wanted)
        MARK.write_text(",".join(wanted) + "\n" + project, "utf-8")
    return BIN


def run(command: str, *arguments: str) -> None:
    """Become that command of the environment."""
    program = str(BIN / command)
    if os.name == "nt":
        sys.exit(subprocess.run([program, *arguments], check=False).returncode)
    os.execv(program, [program, *arguments])


def _install(extras: list[str]) -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"storycast needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}")
    print("setting up .venv (once) ...", file=sys.stderr)
    python = str(BIN / ("python.exe" if os.name == "nt" else "python"))
    if (
        not Path(python).exists()
        or subprocess.run([python, "-c", "import pip"], check=False, capture_output=True).returncode
    ):
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=False, capture_output=True)
        if made.returncode:
            sys.exit("this Python lacks venv or pip; on Debian and Ubuntu: apt install python3-venv python3-pip")
    package = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--editable", package]
    installed = subprocess.run(pip, check=False, stdout=sys.stderr)
    if installed.returncode:
        sys.exit("the packages could not be installed; see pip's lines above, mend, and run this again")
