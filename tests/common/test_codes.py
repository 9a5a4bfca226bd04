"""Opaque public identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.common.codes import Ref, decode, encode

REFS = st.builds(Ref, st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1))


@given(REFS)
def test_a_code_gives_its_row_back(ref: Ref) -> None:
    code = encode("course", ref)
    assert len(code) == 22
    assert decode("course", code) == ref


@given(REFS)
def test_a_code_of_another_kind_is_refused(ref: Ref) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode("pupil", encode("course", ref))


@given(st.text("ABCxyz012_-", min_size=22, max_size=22))
def test_an_invented_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode("course", code)


def test_neighbours_have_nothing_in_common() -> None:
    first, second = encode("course", Ref(1, 1)), encode("course", Ref(1, 2))
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 8
