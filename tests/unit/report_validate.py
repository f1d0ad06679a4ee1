"""Validates JSON documents: report_validate.py SCHEMA DOCUMENT...

Exits with the number of documents that are not valid (70 at most; stderr says
where), or with 77 where no validator is installed (Debian and Ubuntu:
python3-jsonschema).
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
    errors = list(validator.iter_errors(document))
    bad += 1 if errors else 0
    for error in errors:
        sys.stderr.write("%s: /%s: %s\n" % (
            name, "/".join(str(part) for part in error.absolute_path), error.message[:300]))
sys.exit(min(bad, 70))
