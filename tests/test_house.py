"""Laws of the house (docs/architecture.md) that can be read from the sources; none has exceptions."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import URLPattern, URLResolver, get_resolver

from parta.common.tenancy import SchoolModel
from parta.config.navigation import PLACES

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "parta"
FUNCTION, FILE = 40, 400
WRITES = {
    "save",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
    "erase",
    "_raw_delete",
}
WRITERS = re.compile(r"/(services(/.*)?|tenancy)\.py$|/services/")
CLOCKS = ("timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today", "timezone.localdate")
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
HOST = re.compile(r"(?:https?:|[\"'(=]\s*)//([\w-]+\.[\w.-]+)")
NAMESPACES = {"www.w3.org"}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"} | {
    f"{name}_lazy" for name in ("gettext", "ngettext", "pgettext", "npgettext")
}
NAMES = re.compile(
    r"""(?:reverse|reverse_lazy|redirect|to_url)\(\s*"([\w-]+(?::[\w-]+)?)"|{%\s*url\s+["']([\w:-]+)["']"""
)
REGISTRIES = ["pypi.org", "pythonhosted.org", "npmjs.org", "npmjs.com", "deb.debian.org", "proxy.golang.org"]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of Parta but migrations and plain data, by its path."""
    paths = (path for path in SOURCES.rglob("*.py") if not {"migrations", "data"} & set(path.parts))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


def pages(*suffixes: str) -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix in suffixes:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                yield path, node


def place(path: str, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)} {ast.unparse(node)[:80]}"


def test_functions_and_files_are_short() -> None:
    long = [path for path in modules() if (ROOT / path).read_text(encoding="utf-8").count("\n") > FILE]
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                long += [f"{path} {node.name} {lines}"] if lines > FUNCTION else []
    assert long == []


def test_marks_and_averages_are_exact() -> None:
    found = []
    for path, module in modules().items():
        if path.startswith(("src/parta/marks/", "src/parta/grading/")):
            names = [node for node in ast.walk(module) if isinstance(node, ast.Name) and node.id in ("round", "float")]
            numbers = [
                node for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, float)
            ]
            found += [place(path, node) for node in [*names, *numbers]]
    assert found == []


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = ast.unparse(call.func.value)
    if call.func.attr == "update":
        return any(word in owner for word in (".objects", ".filter(", ".exclude(", "_manager"))
    return call.func.attr in WRITES and owner != "super()"


def test_only_services_write() -> None:
    assert [place(path, call) for path, call in calls() if is_write(call) and not WRITERS.search(path)] == []


def test_rows_of_a_school_are_erased_through_a_query() -> None:
    owned = {model.__name__ for model in apps.get_models() if issubclass(model, SchoolModel)}
    found = []
    for path, call in calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "delete":
            owner = ast.unparse(call.func.value)
            found += [place(path, call)] if any(re.search(rf"\b{name}\b", owner) for name in owned) else []
    assert found == []


def unique_sets(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            named = [part.name for part in constraint.expressions if isinstance(part, F)]
            yield tuple(constraint.fields) or tuple(named)
    yield from (tuple(names) for names in model._meta.unique_together)
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,)


def test_what_is_unique_is_unique_in_a_school() -> None:
    owned = [model for model in apps.get_models() if issubclass(model, SchoolModel)]
    found = [(model.__name__, names) for model in owned for names in unique_sets(model) if names[:1] != ("school",)]
    assert len(owned) > 20
    assert found == []


def test_there_is_one_clock() -> None:
    asked = [(path, call) for path, call in calls() if path != "src/parta/common/clock.py"]
    assert [place(path, call) for path, call in asked if ast.unparse(call.func).endswith(CLOCKS)] == []


def test_nothing_of_a_room_writes_logs() -> None:
    """Rooms know names; what they have to tell goes to the ledger, to a page or to the terminal of who asked."""
    found = []
    for path, module in modules().items():
        for node in ast.walk(module):
            imported = isinstance(node, ast.Import) and any(name.name.split(".")[0] == "logging" for name in node.names)
            taken = isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "logging"
            printed = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            if (imported or taken or printed) and path != "src/parta/common/logs.py":
                found.append(place(path, node))
    assert found == []


def test_pages_have_no_inline_script_or_style() -> None:
    found = [(path, match[0]) for path, text in pages(".html") for match in INLINE.finditer(text)]
    for path, module in modules().items():
        texts = (node.value for node in ast.walk(module) if isinstance(node, ast.Constant))
        found += [(path, text[:60]) for text in texts if isinstance(text, str) and "<" in text and INLINE.search(text)]
    assert found == []


def test_words_are_translated_outside_of_f_strings() -> None:
    """What stands inside an f-string is not taken into the catalogues: it would stay English on a Russian page."""
    found = []
    for path, tree in modules().items():
        inside = [node for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for node in ast.walk(text)]
        asked = [node for node in inside if isinstance(node, ast.Call)]
        found += [
            place(path, call) for call in asked if getattr(call.func, "id", getattr(call.func, "attr", "")) in GETTEXT
        ]
    assert found == []


def test_pages_ask_no_other_host() -> None:
    texts = pages(".html", ".css", ".js", ".svg")
    found = [(path, host) for path, text in texts for host in HOST.findall(text) if host not in NAMESPACES]
    assert found == []


def tracked() -> list[Path]:
    try:
        told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone")
    return [ROOT / name for name in told.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry() -> None:
    """Packages come from wherever the machine is set to take them; the repository does not say from where."""
    own = [
        os.environ.get(name, "")
        for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "NPM_CONFIG_REGISTRY")
    ]
    hosts = [host for host in (*REGISTRIES, *(urlsplit(url).hostname for url in own)) if host]
    found = []
    for path in tracked():
        if path != Path(__file__):
            text = path.read_bytes()
            found += [(path.name, host) for host in hosts if host.encode() in text]
    assert found == []


def names_of(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_of(pattern.url_patterns, inner)
        elif pattern.name:
            yield space + pattern.name


def test_every_address_that_is_named_exists() -> None:
    known = set(names_of(get_resolver().url_patterns))
    found = {place.url_name: "navigation.py" for place in PLACES}
    for path, text in pages(".html", ".py"):
        found |= {name: path for pair in NAMES.findall(text) for name in pair if name}
    assert {name: path for name, path in found.items() if name not in known} == {}


def test_every_address_has_a_name() -> None:
    def nameless(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from nameless(pattern.url_patterns)
            elif not pattern.name:
                yield str(pattern.pattern)

    assert list(nameless(get_resolver().url_patterns)) == []


def test_the_journal_cannot_be_changed_behind_the_ledger() -> None:
    assert not [name for name in settings.INSTALLED_APPS if name.startswith("django.contrib.admin")]
    assert not [path for path in modules() if path.endswith("/admin.py")]
