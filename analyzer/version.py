"""The version of the program."""

VERSION = "0.1.0"
"""As in ``pyproject.toml``: asking the installed package for it reads its metadata, which costs a small export a fiftieth of its run."""
