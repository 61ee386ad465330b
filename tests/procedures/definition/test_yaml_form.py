"""What the restricted YAML takes, what it refuses, and its one written form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import nfc
from procedures.definition import yaml_form
from procedures.definition.fault import PackageError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2.000720", {"a": "2.000720"}),
        ("a: '2027-02-28'", {"a": "2027-02-28"}),
        ("a: 12", {"a": 12}),
        ("a: -3", {"a": -3}),
        ("a: true", {"a": True}),
        ("a: null", {"a": None}),
        ("a: Hồ sơ số 5", {"a": "Hồ sơ số 5"}),
        ("a: [x, 1]", {"a": ["x", 1]}),
    ],
)
def test_plain_values_are_read(text: str, value: object) -> None:
    assert yaml_form.read(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1.5", "“1.5” có thể bị hiểu"),
        ("a: 2027-02-28", "trong dấu nháy"),
        ("a: yes", "“yes” có thể bị hiểu"),
        ("a: ~", "trong dấu nháy"),
        ("a: 0x1F", "trong dấu nháy"),
        ("a: 010", "trong dấu nháy"),
        ("a: 1_000", "trong dấu nháy"),
        ("a: .inf", "trong dấu nháy"),
        ("a: 99999999999999999999", "quá lớn"),
        ("a:", "Thiếu giá trị"),
        ("- ", "Thiếu giá trị"),
        ("a: &x 1\nb: *x", "neo"),
        ("a: !!str 1", "thẻ kiểu"),
        ("a: !!str 1.009454", "thẻ kiểu"),
        ("!!str a: 1", "thẻ kiểu"),
        ("a: ! x", "thẻ kiểu"),
        ("!!map {a: 1}", "thẻ kiểu"),
        ("a: !python/object:os.system {}", "thẻ kiểu"),
        ("a: 1\na: 2", "bị lặp"),
        ("1: a", "Khóa phải là chuỗi"),
        ("a: 1\n---\nb: 2", "một tài liệu"),
        ("", "rỗng"),
        ("a: [", "cú pháp"),
        ("a: \x00", "không hợp lệ"),
        ("[" * 60 + "]" * 60, "lồng nhau"),
        ("a: [" + "1," * 40_000 + "]", "giá trị"),
        ("a: '" + "x" * 1_100_000 + "'", r"dài quá 1\.000\.000 ký tự"),
    ],
)
def test_other_yaml_is_refused(text: str, said: str) -> None:
    with pytest.raises(PackageError, match=said):
        yaml_form.read(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 1.5\n", "dòng 2"),
        ("a: 1\nb:\n", "dòng 2"),
        ("a: 1\nb: [1, }\n", "dòng 2"),
        ("a: đường\nb: ố\nc: \x01\n", "dòng 3"),
        ("a: 1\nb: \ud800\n", "dòng 2"),
        ("a: 1\nb: " + "x" * 1_100_000, "dòng 2"),
        ("a: 1\n" * 300_000, "dòng 200001"),
        ("", "dòng 1"),
    ],
)
def test_refusal_names_the_line(text: str, place: str) -> None:
    with pytest.raises(PackageError) as caught:
        yaml_form.read(text)
    assert caught.value.place == place


words = st.text(max_size=80).map(nfc)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(documents)
def test_written_documents_read_back_the_same(document: object) -> None:
    text = yaml_form.write(document)
    assert yaml_form.read(text) == document
    assert yaml_form.write(yaml_form.read(text)) == text
