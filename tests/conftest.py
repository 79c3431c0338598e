"""No test reaches a real home folder, a real store or a real network."""

import ipaddress
import os
import shutil
import socket

import hypothesis
import pytest

hypothesis.settings.register_profile("any machine", deadline=None)  # how long a test takes is no rule
hypothesis.settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def _no_home(tmp_path_factory):
    """Whatever looks for a home, a cache or a store finds an empty folder."""
    home = tmp_path_factory.mktemp("home")
    kept = os.environ.copy()
    for name in [name for name in os.environ if name.startswith(("XDG_", "STORYCAST_"))]:
        if name != "STORYCAST_SHARED":
            del os.environ[name]
    os.environ.update(HOME=str(home), USERPROFILE=str(home), LOCALAPPDATA=str(home))
    os.environ["STORYCAST_STORE"] = str(home / "store")
    yield
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Only this machine can be reached, and only its own name is known."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def only_here(self, address):
        if isinstance(address, tuple) and not ipaddress.ip_address(address[0].split("%")[0]).is_loopback:
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    def only_ours(host, *arguments, **named):
        name = host.decode() if isinstance(host, bytes) else host
        try:
            known = name is None or name in ("localhost", "") or ipaddress.ip_address(name)
        except ValueError:
            known = False
        if not known:
            raise socket.gaierror(f"a test tried to look up {name}")
        return look_up(host, *arguments, **named)

    socket.socket.connect, socket.getaddrinfo = only_here, only_ours
    yield
    socket.socket.connect, socket.getaddrinfo = connect, look_up


@pytest.fixture(scope="session")
def tool():
    """The path of a program that a test needs beyond pip; without it the test is skipped, in CI it fails."""

    def find(name, package=None):
        found = shutil.which(name)
        if not found:
            how = f"{name} is not installed; apt install {package or name}"
            if os.environ.get("CI"):
                pytest.fail(how)
            pytest.skip(how)
        return found

    return find
