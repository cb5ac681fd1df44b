"""JSON from outside, read strictly."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.errors import InvalidInput, UnreadableFile
from feedsvc.core.json_text import DEEPEST, read_json

_TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | _FLOATS | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


def problems(data: bytes) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        read_json(data)
    return {problem.where: problem.message for problem in caught.value.problems}


@given(_VALUES)
def test_what_is_json_is_read_as_it_is(value: Any):
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes):
    with suppress(InvalidInput):
        read_json(data)


def test_what_is_no_json_is_told_with_its_line_and_column():
    assert problems(b'{"a": 1,\n "b" 2}').keys() == {"line 2, column 6"}


@pytest.mark.parametrize(
    ("data", "where"), [(b'"\xff"', "line 1, byte 2"), (b'{\n"a": "\xe9"}', "line 2, byte 7")]
)
def test_what_is_not_utf_8_is_told_with_its_line_and_byte(data: bytes, where: str):
    assert problems(data).keys() == {where}


@pytest.mark.parametrize("data", [b'{"a": 1, "a": 1}', b'[{"b": {"a": 1, "a": 2}}]'])
def test_no_name_stands_twice_in_an_object(data: bytes):
    assert problems(data) == {"a": "stands twice in one object"}


@pytest.mark.parametrize(
    "data", [b"NaN", b"[Infinity]", b"-Infinity", b"1e999", b"-1e999", b"9" * 41, b"1." + b"0" * 41]
)
def test_a_number_is_one_that_every_program_knows(data: bytes):
    assert problems(data).keys() == {""}


def test_every_half_character_and_nul_is_named():
    data = rb'{"a": ["x", "\ud800"], "b": {"c": "\u0000"}, "\udfff": 1}'
    assert problems(data).keys() == {"a[2]", "b.c", "\ufffd"}


def test_pairs_of_surrogates_are_a_character():
    assert read_json(rb'"\ud83d\ude00"') == "😀"


def test_problems_are_named_up_to_twenty():
    assert len(problems(json.dumps(["\0"] * 100).encode())) == 20


def test_nesting_has_an_end():
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST)
    for depth in (DEEPEST + 1, 500, 200_000):
        assert "deeper" in problems(b"[" * depth + b"]" * depth)[""]
        with pytest.raises(UnreadableFile):
            read_json(b'{"a":' * depth + b"1" + b"}" * depth)
