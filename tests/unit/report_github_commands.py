"""Reads a step's standard output as the runner of GitHub Actions does, after the rules
of its ActionCommand and ActionCommandManager: report_github_commands.py WHAT FILE...

WHAT is what the files must be: "annotations": nothing but error, warning and notice
commands, at most ten of a kind, with properties that exist; "quiet": no command is
obeyed but stop-commands and its token, and afterwards commands are obeyed again.
"""
import re
import sys

KNOWN = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "set-output",
         "set-env", "add-path", "save-state", "stop-commands", "add-matcher", "remove-matcher",
         "echo"}
PROPERTIES = {"file", "line", "endline", "col", "endcolumn", "title"}
DATA = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
PROPERTY = DATA[:2] + [("%3A", ":"), ("%2C", ","), ("%25", "%")]


def unescape(text, table):
    for written, meant in table:
        text = text.replace(written, meant)
    return text


def head_of(info, separator, table, known):
    name, _, rest = info.partition(" ")
    if name.lower() not in known:
        return None
    properties = {}
    for each in filter(None, rest.strip().split(separator)):
        pair = each.split("=", 1)
        if len(pair) == 2 and all(pair):
            properties[pair[0].lower()] = unescape(pair[1], table)
    return name.lower(), properties


def parse(line, known):
    """The command in a line: (name, properties, data), or None."""
    new = line.lstrip()  # Unicode's white space, as .NET's TrimStart
    end = new.find("::", 2)
    if new.startswith("::") and end >= 0:
        head = head_of(new[2:end], ",", PROPERTY, known)
        if head:
            return head + (unescape(new[end + 2:], DATA),)
    start = line.find("##[")
    end = line.find("]", start)
    if start >= 0 and end >= 0:
        head = head_of(line[start + 3:end], ";", PROPERTY, known)
        if head:
            return head + (line[end + 1:],)
    return None


def lines_of(name):
    with open(name, "rb") as file:
        text = file.read().decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", text), "control characters"
    return text.split("\n")[:-1]


def check_annotations(name):
    count = {}
    for line in lines_of(name):
        command = parse(line, KNOWN)
        assert command, "no command: %r" % line
        kind, properties, data = command
        assert kind in ("error", "warning", "notice"), kind
        assert set(properties) <= PROPERTIES, properties
        assert data.strip(), "no message"
        for number in ("line", "endline", "col"):
            assert properties.get(number, "1").isdigit(), properties
        path = properties.get("file", "x")
        assert not path.startswith("/") and ".." not in path.split("/"), path
        # What the runner writes into the log must not be obeyed when someone pipes it on.
        for shown in data.split("\n"):
            assert parse(shown, KNOWN) is None, "obeyed: %r" % shown
        count[kind] = count.get(kind, 0) + 1
    assert all(each <= 10 for each in count.values()), count


def check_quiet(name):
    known, token, stopped = set(KNOWN), None, False
    for line in lines_of(name):
        command = parse(line, known)
        if not command:
            continue
        if stopped:
            if command[0] == token.lower():
                known.discard(token.lower())
                stopped = False
        else:
            assert command[0] == "stop-commands", "obeyed: %r" % line
            token, stopped = command[2], True
            assert token and token.lower() not in KNOWN | {"pause-logging"}
            known.add(token.lower())
    assert token and not stopped, "commands are not obeyed again"


check = {"annotations": check_annotations, "quiet": check_quiet}[sys.argv[1]]
bad = 0
for document in sys.argv[2:]:
    try:
        check(document)
    except AssertionError as problem:
        sys.stderr.write("%s: %s\n" % (document, problem))
        bad += 1
sys.exit(min(bad, 70))
