#!/usr/bin/env python3
"""Holds workflows/caseclock.schema.json against real files with a JSON Schema validator.

    check_schema.py SOURCE_FOLDER

The schema must take every file that the loader takes, and refuse those whose findings have to do
with keys and kinds of values. YAML is read as editors read it (the core schema of YAML 1.2): `on`
is a text and 2026-09-25 no date.
"""

import json
import pathlib
import re
import sys

import jsonschema
import yaml

# Findings about keys and values, which a schema can see.
STRUCTURAL = {
    "unknown-key", "missing-key", "missing-value", "wrong-type", "unknown-value", "not-supported-yet",
    "ambiguous-duration", "zero-duration", "bad-duration", "unknown-language", "unknown-document",
    "unsupported-version", "invalid-when", "invalid-while", "invalid-property", "invalid-holiday",
    "clock-without-target", "bad-time", "bad-date", "invalid-receiver", "several-actions",
}
# A schema sees some of these and not others.
EITHER = {
    "unknown-day", "invalid-milestone", "invalid-state", "invalid-approval", "unknown-type",
    "clock-without-start", "zero-delay", "empty-message", "enum-without-members", "missing-initial",
    "missing-states", "unknown-record", "invalid-timestamp", "step-kind", "duplicate-key",
    "date-out-of-range", "include-kind", "invalid-schedule",
}
# It is not what YAML makes of it that is wrong.
LAYOUT = {"yaml-alias", "yaml-anchor", "yaml-directive", "yaml-merge-key", "wide-space", "too-deep"}


class Core(yaml.SafeLoader):
    """Scalars as YAML 1.2's core schema has them."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
     list("-+.0123456789")),
):
    Core.add_implicit_resolver(tag, re.compile(pattern), first)


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Core)


def worst(validator, document):
    """What is wrong, as one line; empty if nothing is."""
    found = list(validator.iter_errors(document))
    if not found:
        return ""
    error = jsonschema.exceptions.best_match(found)
    place = "/".join(str(each) for each in error.absolute_path)
    return f"{place or 'the file'}: {error.message}"[:200]


def shipped(root):
    """The files that the loader takes: processes, examples, and what the tests run."""
    folders = ["workflows", "workflows/calendars", "examples", "tests/rules/desk",
               "tests/golden/run", "tests/golden/graph", "tests/golden/calendar"]
    for folder in folders:
        for path in sorted((root / folder).glob("*.yaml")):
            document = read(path)
            if isinstance(document, dict) and "caseclock" in document:
                yield path, document


def golden(root):
    """Files with findings: the path, the document and the codes of what is wrong with it."""
    for folder in ["tests/golden/diagnostics", "tests/golden/scenarios"]:
        for path in sorted((root / folder).glob("*.yaml")):
            expected = path.with_suffix(".expected")
            if not expected.exists():
                continue
            told = expected.read_text(encoding="utf-8")
            codes = set()
            for line in told.splitlines():
                at = re.match(r"([^ :]+):\d+:\d+: (?:error|warning)\[([a-z-]+)\]", line)
                if at and at.group(1) == path.name:
                    codes.add(at.group(2))
            try:
                yield path, read(path), codes
            except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
                continue  # no YAML: an editor says so without a schema


def main():
    root = pathlib.Path(sys.argv[1])
    schema = json.loads((root / "workflows/caseclock.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    failed = []
    right = wrong = found = 0

    for path, document in shipped(root):
        right += 1
        if problem := worst(validator, document):
            failed.append(f"{path}: refused, but it is right: {problem}")

    for path, document, codes in golden(root):
        problem = worst(validator, document)
        if codes & STRUCTURAL:
            found += 1
            if not problem:
                failed.append(f"{path}: taken, in spite of {sorted(codes & STRUCTURAL)}")
        elif problem and codes and not codes & EITHER and not codes & LAYOUT:
            failed.append(f"{path}: refused, but check finds only {sorted(codes)}: {problem}")

    table = read(root / "tests/schema/documents.yaml")
    for case in table["right"]:
        right += 1
        if problem := worst(validator, case["document"]):
            failed.append(f"right, {case['case']}: refused: {problem}")
    for case in table["wrong"]:
        wrong += 1
        if not worst(validator, case["document"]):
            failed.append(f"wrong, {case['case']}: taken")

    for each in failed:
        print(each)
    print(f"{right} right documents, {wrong} wrong ones, {found} files with findings, "
          f"{len(failed)} not as they should be")
    if right < 20 or wrong < 60 or found < 20:
        print("too few documents: was a folder renamed?")
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
