"""Modules that some tests need beyond the test extra: skipped where they are absent, but not where CI promises them."""

import importlib
import os

import pytest


def needed(module: str, install: str):
    """The module; skips what asks for it with the line that installs it, and fails where CI=true."""
    try:
        return importlib.import_module(module)
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"needs {module}: {install}", allow_module_level=True)
