"""Shared by all tests: no network, invented data, the repository's own folder."""

import os
import socket
from pathlib import Path

import pytest

os.environ.setdefault("LANG", "C.UTF-8")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def no_network(request, monkeypatch):
    """Any connection fails the test; loopback is open to tests marked so (a notebook's kernel talks to its client)."""
    loopback = request.node.get_closest_marker("loopback") is not None
    real_connect = socket.socket.connect

    def connect(self, address, *rest):
        local = self.family == getattr(socket, "AF_UNIX", None) or (
            loopback and isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost")
        )
        if not local:
            pytest.fail(f"the program tried to reach {address!r}: nothing may leave the machine")
        return real_connect(self, address, *rest)

    def refuse(*args, **kwargs):
        pytest.fail("the program tried to look up a host: nothing may leave the machine")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    if not loopback:
        monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample data."""
    return ROOT / "sample_data"
