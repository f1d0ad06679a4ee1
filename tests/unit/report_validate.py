"""Validates JSON documents: report_validate.py SCHEMA DOCUMENT...

Exit 0: all are valid. 1: one is not (stderr says where). 77: no validator is
installed (Debian and Ubuntu: python3-jsonschema).
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.stderr.write("python3-jsonschema is not installed\n")
    sys.exit(77)


def no_repeats(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice among %s" % keys)
    return dict(pairs)


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
validator = kind(schema)
bad = 0
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        document = json.load(file, object_pairs_hook=no_repeats)
    for error in validator.iter_errors(document):
        bad = 1
        sys.stderr.write("%s: /%s: %s\n" % (
            name, "/".join(str(part) for part in error.absolute_path), error.message[:300]))
sys.exit(bad)
