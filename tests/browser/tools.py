"""Where the browser tests find what they drive: Chromium, Node and Java, and the packages beside this file."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALL = "apt-get install -y chromium nodejs npm default-jre-headless && npm ci --prefix tests/browser"


def program(*names):
    """The path of the first program that is there; without one, the test is skipped, or fails where CI=true."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        absent(" or ".join(names))
    return found


def package(path):
    """A file of an npm package, found as `program` finds one."""
    found = HERE / "node_modules" / path
    if not found.exists():
        absent(path)
    return found


def absent(what):
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing: {INSTALL}")
    pytest.skip(f"{what} is missing: {INSTALL}")


def chromium():
    return program("chromium", "chromium-browser", "google-chrome")


def node(script, *arguments):
    """What a script beside this file prints, read as JSON."""
    package("playwright-core")
    environment = {**os.environ, "CHROMIUM": chromium() if script != "vtt.mjs" else ""}
    command = [program("node"), HERE / script, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
