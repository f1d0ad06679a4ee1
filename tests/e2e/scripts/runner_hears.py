"""runner_hears.py: reads a step's output as GitHub's runner does, and prints the commands that it would
obey, one a line: `::name ...::value` at the start of a line, after blanks, and `##[name]value` anywhere;
none between `::stop-commands::TOKEN` and `::TOKEN::`. Control characters are named, too."""
import re
import sys

token = None
for line in sys.stdin.buffer.read().decode(errors="replace").split("\n"):
    if token is not None:
        if line.strip() == f"::{token}::":
            token = None
        continue
    stop = re.match(r"\s*::stop-commands::(\S+)$", line)
    if stop:
        token = stop[1]
        continue
    command = re.match(r"\s*::([^\s:]+)[^:]*::", line) or re.search(r"##\[([^\]]+)\]", line)
    if command:
        print(command[1])
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line):
        print("control character")
if token is not None:
    print("never resumed")
