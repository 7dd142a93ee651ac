"""Print a JSON profile of a CSV file: python3 profile.py FILE [--hide COLUMN ...]"""
import argparse
import collections
import csv
import json
import re

KINDS = [
    ("empty", re.compile(r"^\s*$|^(?:-|n/?a|null|none)$", re.I)),
    ("leading_zero", re.compile(r"^0\d+$")),
    ("integer", re.compile(r"^-?\d+$")),
    ("decimal_point", re.compile(r"^-?\d[\d,]*\.\d+$")),
    ("decimal_comma", re.compile(r"^-?\d[\d.]*,\d+$")),
    ("iso_date", re.compile(r"^\d{4}-\d\d-\d\d")),
    ("other_date", re.compile(r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$")),
]


def kind(value):
    return next((name for name, pattern in KINDS if pattern.match(value.strip())), "text")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--hide", nargs="*", default=[], help="columns whose values are not printed")
    args = parser.parse_args()
    with open(args.file, newline="", encoding="utf-8-sig", errors="replace") as handle:
        sample = handle.read(65536)
        handle.seek(0)
        try:
            dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
        except csv.Error:
            dialect = csv.excel
        reader = csv.reader(handle, dialect)
        header = next(reader)
        columns = [dict(kinds=collections.Counter(), values=collections.Counter(), short=None, long=0, padded=0)
                   for _ in header]
        rows = ragged = 0
        for row in reader:
            rows += 1
            ragged += len(row) != len(header)
            for column, value in zip(columns, row):
                column["kinds"][kind(value)] += 1
                if len(column["values"]) < 50_000 or value in column["values"]:
                    column["values"][value] += 1
                column["padded"] += value != value.strip()
                size = len(value)
                column["short"] = size if column["short"] is None else min(column["short"], size)
                column["long"] = max(column["long"], size)
    report = {"rows": rows, "ragged_rows": ragged, "delimiter": dialect.delimiter, "columns": []}
    for name, column in zip(header, columns):
        frequent = [] if name in args.hide else column["values"].most_common(10)
        report["columns"].append({"name": name, "kinds": dict(column["kinds"]), "distinct_at_least": len(column["values"]),
                                  "frequent": frequent, "length": [column["short"], column["long"]], "padded": column["padded"]})
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
