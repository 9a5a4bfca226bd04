"""An aSc XML file is read and written without loss."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parta.exchange.asc.reading import MAX_SIZE, Unreadable, read
from parta.exchange.asc.tables import ROWS, Other, Row, Timetable
from parta.exchange.asc.writing import without_people, write

SAMPLE = (Path(__file__).parent / "data" / "school-1251.xml").read_bytes()

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t\"'<&>«ё"), max_size=12
)
SAFE = WORDS.filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
IDS = st.text("0123456789ABCDEF*-", min_size=1, max_size=16)
EXTRA = st.dictionaries(st.sampled_from(["colour", "timeoff", "x"]), SAFE, max_size=2).map(lambda d: tuple(d.items()))


def rows_of(kind: type[Row]) -> st.SearchStrategy[tuple[Row, ...]]:
    made = {"Ids": st.lists(IDS, max_size=3).map(tuple), "bool": st.booleans(), "str": SAFE, "Extra": EXTRA}
    return st.lists(st.builds(kind, **{one.name: made[str(one.type)] for one in fields(kind)}), max_size=3).map(tuple)


@st.composite
def timetables(draw: Any) -> Timetable:
    tags = draw(st.permutations(list(ROWS)))
    options = tuple((tag, draw(EXTRA)) for tag in tags)
    tables = {tag: draw(rows_of(ROWS[tag][1])) for tag in tags}
    others = draw(
        st.lists(
            st.builds(Other, st.just("rooms"), EXTRA, st.lists(st.tuples(st.just("r"), EXTRA), max_size=2).map(tuple))
        )
    )
    return Timetable(about=draw(EXTRA), options=options, others=tuple(others), **tables)


@given(timetables(), st.sampled_from(["utf-8", "windows-1251", "utf-16"]))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_again(timetable: Timetable, encoding: str) -> None:
    assert read(write(timetable, encoding)) == timetable


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_file_of_asc_keeps_everything(encoding: str) -> None:
    found = read(SAMPLE)
    assert read(write(found, encoding)) == found
    assert [row.name for row in found.classes] == ['7 "а"', "7-Б", "1-А"]
    assert found.subjects[4].name == 'Разговоры о важном & "Россия"'
    stream = found.lessons[1]
    assert stream.classids == ("AAAA000000000001", "AAAA000000000002")
    assert stream.groupids == ("9AAA000000000001", "9AAA000000000004")
    assert [(row.days, row.weeks, row.terms) for row in found.cards[4:]] == [
        ("01000", "10", "11"),
        ("00100", "11", "11"),
        ("10000", "11", "10"),
    ]
    assert found.cards[4].classroomids == ("CAAA000000000001", "CAAA000000000003")
    assert [row.divisiontag for row in found.groups if not row.entireclass] == ["1", "1"]
    assert found.daysdefs[0].days == ("10000", "01000", "00100", "00010", "00001")
    assert dict(found.about)["displayname"] == "aSc Timetables 2012 XML"


def test_encodings_are_told_apart() -> None:
    plain = SAMPLE.decode("cp1251")
    wanted = read(SAMPLE)
    assert read(plain.encode("utf-8-sig")) == wanted
    assert read(plain.replace("windows-1251", "UTF-8").encode()) == wanted
    assert read(plain.replace("windows-1251", "UTF-8").encode("cp1251")) == wanted
    assert read(plain.partition("?>")[2].strip().encode()) == wanted
    assert read(plain.encode("utf-16")) == wanted


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<timetable><cards>",
        b"<schedule/>",
        b'<?xml version="1.0" encoding="ebcdic"?><timetable/>',
        b'<!DOCTYPE t [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><timetable displayname="&b;"/>',
        b'<!DOCTYPE t SYSTEM "file:///etc/passwd"><timetable/>',
        b" " * (MAX_SIZE + 1),
        b"<timetable><cards>" + b"<card/>" * 100_001 + b"</cards></timetable>",
    ],
)
def test_other_files_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.words


def test_people_are_left_out_of_what_is_kept() -> None:
    kept = without_people(read(SAMPLE))
    text = write(kept).decode()
    assert "Зайцев" not in text and "school.example" not in text and "+7000" not in text
    assert replace(kept, teachers=(), students=(), studentsubjects=()).cards == read(SAMPLE).cards
