"""CSV files as other programs write them: the same lines, or one line that says what is unclear."""

import pandas as pd
import pytest

from mutua.errors import StoreError
from mutua.storage.csv_lines import as_number, read_lines

LINES = [{"person": "a", "week": "1", "rating": "3.5"}, {"person": "b", "week": "2", "rating": ""}]
TEXT = "person,week,rating\na,1,3.5\nb,2,\n"
FRAME = pd.DataFrame({"person": ["a", "b"], "week": [1, 2], "rating": [3.5, None]})
NUMBERS = ("week", "rating")


def lines_of(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_lines(path, NUMBERS)


SAME = {
    "plain": TEXT,
    "byte order mark": "\ufeff" + TEXT,
    "line ends of Windows": TEXT.replace("\n", "\r\n"),
    "line ends of old Macs": TEXT.replace("\n", "\r"),
    "no end of the last line": TEXT.rstrip("\n"),
    "empty lines at the end": TEXT + "\n\r\n",
    "lines of separators at the end": TEXT + ",,\n,,\n",
    "empty columns at the end": "person,week,rating,,\na,1,3.5,,\nb,2,,,\n",
    "quotes": '"person","week","rating"\n"a","1","3.5"\n"b","2",""\n',
    "spaces": "person, week , rating\n a,1 , 3.5\nb, 2,\n",
    "spaces before quotes": 'person, "week", "rating"\na, "1", "3.5"\nb, 2, ""\n',
    "semicolons": TEXT.replace(",", ";"),
    "semicolons and decimal commas": TEXT.replace(",", ";").replace("3.5", "3,5"),
    "tabs": TEXT.replace(",", "\t"),
    "tabs and decimal commas": TEXT.replace(",", "\t").replace("3.5", "3,5"),
    "quoted decimal commas": TEXT.replace("3.5", '"3,5"'),
    "index of pandas": FRAME.to_csv(),
    "index of pandas, read and written again": "Unnamed: 0,person,week,rating\n0,a,1,3.5\n1,b,2,\n",
    "pandas without index": FRAME.to_csv(index=False),
    "pandas, European": FRAME.to_csv(sep=";", decimal=","),
}


@pytest.mark.parametrize("data", SAME.values(), ids=SAME)
def test_whatever_wrote_it__the_lines_are_the_same(data, tmp_path):
    assert lines_of(tmp_path / "a.csv", data) == LINES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_names_with_accents__are_read_in_either_encoding(encoding, tmp_path):
    lines = lines_of(tmp_path / "a.csv", "person\nM\u00fcller\nMuller\n".encode(encoding))
    assert [line["person"] for line in lines] == ["M\u00fcller", "Muller"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode("utf-16"), "is no CSV file in UTF-8 or Latin-1; save it as CSV in UTF-8"),
        (b"PK\x03\x04\x00\x00", "is no CSV file in UTF-8"),
        ("person;week,rating\na;1,3\n", "line 1 has commas and semicolons; which of them"),
        ("person,week\na;1\n", "line 2 has 1 cells, not 2 as the first, separated by commas"),
        ("week,rating\n1,3,5\n", "decimal commas need semicolons between cells"),
        ("week;rating\n1;3,5\n2;4.5\n", "rating: whether the comma of '3,5' beside '4.5'"),
        ('week,rating\n1,"1,250"\n', "rating: whether the comma of '1,250' is a decimal one"),
        ("week\trating\n1\t1,250\n", "rating: whether the comma of '1,250' is a decimal one"),
        (",week\nx,1\ny,2\n", "column 1 has no name in the first line"),
        (",week\n1,1\n1,2\n", "column 1 has no name in the first line"),
        ("week, week\n1,2\n", "a name stands twice in the first line: 'week'"),
        ('week\n"1\n', "is no CSV file that can be read: unexpected end of data"),
        ("", "is no CSV file with a line of names"),
        ("\n\n", "is no CSV file with a line of names"),
        ("week\n", "no line after the first, the names"),
        ("week\n1\n\n2\n", "line 3 is empty"),
    ],
)
def test_what_can_be_read_in_two_ways__is_refused_in_one_line(data, said, tmp_path):
    with pytest.raises(StoreError) as refused:
        lines_of(tmp_path / "a.csv", data)
    assert said in str(refused.value)
    assert str(tmp_path / "a.csv") in str(refused.value)
    assert "\n" not in str(refused.value)


def test_commas_in_other_columns__stay(tmp_path):
    lines = lines_of(tmp_path / "a.csv", "person;week\n1,5;2\n")
    assert lines == [{"person": "1,5", "week": "2"}]


@pytest.mark.parametrize(
    ("text", "value"),
    [(".05", 0.05), ("1.", 1.0), ("1e-3", 0.001), ("1E+2", 100.0), ("+2", 2.0), ("-.5", -0.5),
     ("007", 7.0), ("9" * 400, float("inf")), ("", None), ("nan", None), ("inf", None),
     ("1_0", None), ("0x1", None), ("1 000", None), ("True", None), ("\u0663", None), (".", None),
     ("1,5", None)],
)  # fmt: skip
def test_numbers__are_those_that_other_programs_write(text, value):
    assert as_number(text) == value
