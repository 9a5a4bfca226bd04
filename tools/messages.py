"""Message catalogues of the rooms: `python tools/messages.py update|check|compile`.

Babel does what GNU gettext does elsewhere, so that nothing has to be installed in the system.
Source strings are English, each room keeps its Russian catalogue; `check` fails on anything untranslated.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "src" / "parta"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def rooms() -> list[Path]:
    return sorted(path.parent for path in ROOT.glob("*/__init__.py"))


def catalogue_path(room: Path) -> Path:
    return room / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def strings_of(path: Path) -> Iterator[tuple[object, list[str], str | None]]:
    """Messages, comments and context of one Python file or template."""
    source = path.read_bytes()
    if path.suffix in (".html", ".txt"):
        lines = templatize(source.decode()).splitlines()
        source = "\n".join(line.strip() for line in lines).encode()
    for _line, messages, comments, context in extract("python", BytesIO(source), KEYWORDS, ("Translators:",)):
        yield messages, comments, context


def extracted(room: Path) -> Catalog:
    catalogue = Catalog(locale="ru", charset="utf-8")
    files = [path for path in sorted(room.rglob("*")) if path.suffix in (".py", ".html", ".txt")]
    for path in files:
        if "migrations" in path.parts or "locale" in path.parts:
            continue
        for messages, comments, context in strings_of(path):
            where = [(str(path.relative_to(ROOT)), None)]
            catalogue.add(messages, locations=where, auto_comments=comments, context=context)  # type: ignore[arg-type]
    return catalogue


def translated(room: Path) -> Catalog:
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale="ru", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="ru")


def update() -> int:
    """Bring every catalogue in step with the sources; translations stay, unused ones go."""
    for room in rooms():
        fresh, old = extracted(room), translated(room)
        if not len(fresh):
            catalogue_path(room).unlink(missing_ok=True)
            continue
        for message in fresh:
            known = old.get(message.id, message.context) if message.id else None
            if known and message.id:
                message.string = known.string
                message.flags |= known.flags & {"fuzzy"}
        path = catalogue_path(room)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, width=120, sort_output=True, omit_header=False, include_lineno=False)
        path.write_text(_stable(path.read_text()))
    return 0


def _stable(text: str) -> str:
    """Only what matters of the header, so that a catalogue changes when a message does."""
    body = text.split("\n\n", 1)[1] if "\n\n" in text else ""
    plural = str(Catalog(locale="ru").plural_expr)
    head = (
        'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals=3; plural={plural};\\n"\n'
    )
    return f"{head}\n{body}"


def problems(room: Path) -> Iterator[str]:
    """What is wrong with the catalogue of a room, in words."""
    fresh, have = extracted(room), translated(room)
    for message in fresh:
        known = have.get(message.id, message.context) if message.id else None
        if message.id and (known is None or not all(_forms(known))):
            yield f"not translated: {message.id!r}"
        elif known and known.fuzzy:
            yield f"fuzzy: {message.id!r}"
        elif known and message.id and not _same_placeholders(known):
            yield f"placeholders differ: {message.id!r}"
    for message in have:
        if message.id and fresh.get(message.id, message.context) is None:
            yield f"no longer used: {message.id!r}"


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def _same_placeholders(message: Message) -> bool:
    ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    return all(set(PLACEHOLDER.findall(form)) <= wanted for form in _forms(message)) and (
        set(PLACEHOLDER.findall(_forms(message)[-1])) == wanted
    )


def disagreements() -> Iterator[str]:
    """Messages that two rooms translate differently: at run time the catalogues are one."""
    seen: dict[object, tuple[str, tuple[str, ...]]] = {}
    for room in rooms():
        for message in translated(room):
            key, forms = (str(message.id), message.context), _forms(message)
            other, theirs = seen.setdefault(key, (room.name, forms))
            if message.id and theirs != forms:
                yield f"{room.name} and {other} differ: {message.id!r}: {forms!r}, {theirs!r}"


def check() -> int:
    found = [f"{room.name}: {problem}" for room in rooms() for problem in problems(room)] + list(disagreements())
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def compile_all() -> int:
    for room in rooms():
        path = catalogue_path(room)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, translated(room))
    return 0


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    sys.exit({"update": update, "check": check, "compile": compile_all}[sys.argv[1]]())
