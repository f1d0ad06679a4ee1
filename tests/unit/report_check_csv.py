"""Checks CSV: report_check_csv.py DOCUMENT... Python's own reader and writer give back
the same bytes, all rows are as long as the header, whose names differ, and no cell is a
formula to a spreadsheet. Exits with the number of documents that are not so."""
import csv
import io
import re
import sys

FORMULA = re.compile("\\s*[=+@\t\r\n\0\uff1d\uff0b\uff0d\uff20-]")
NUMBER = re.compile(r"-\d+(\.\d+)?\Z")


def check(name):
    with open(name, "rb") as file:
        text = file.read().decode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text), "control characters"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows(rows)
    assert again.getvalue() == text, "the writer writes it otherwise"
    header = rows[0]
    assert len({name.lower() for name in header}) == len(header), "columns of one name"
    for row in rows:
        assert len(row) == len(header), "%d cells instead of %d" % (len(row), len(header))
        for cell in row:
            assert not FORMULA.match(cell) or NUMBER.match(cell), "formula: %r" % cell


bad = 0
for document in sys.argv[1:]:
    try:
        check(document)
    except (AssertionError, csv.Error) as problem:
        sys.stderr.write("%s: %s\n" % (document, problem))
        bad += 1
sys.exit(min(bad, 70))
