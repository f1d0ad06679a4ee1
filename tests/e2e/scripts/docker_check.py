"""docker_check.py FILE: what hadolint would say of a Dockerfile, as far as ours goes; then prints the
RUN steps of its last stage, one a line, for a test to carry out."""
import json
import re
import sys


def need(condition, what):
    if not condition:
        raise SystemExit(f"{sys.argv[1]}: {what}")


text = re.sub(r"^\s*#.*\n", "", open(sys.argv[1]).read(), flags=re.M)
lines = [line for line in re.sub(r"\\\n\s*", " ", text).splitlines() if line.strip()]
stages, names, last = 0, set(), []
for line in lines:
    word, _, rest = line.partition(" ")
    known = {"FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    need(word in known, f"{word} is not used here (COPY instead of ADD, and so on)")
    if word == "FROM":
        image = re.fullmatch(r"([\w./-]+):([\w.-]+)(?: AS (\w+))?", rest)
        need(image and image[2] != "latest", f"an image without a tag: {rest}")
        names.add(image[3])
        stages, last = stages + 1, []
    last.append((word, rest))
    if word == "COPY" and rest.startswith("--from="):
        need(rest.split("=")[1].split()[0] in names, f"no such stage: {rest}")
    if word == "WORKDIR":
        need(rest.startswith("/"), f"a relative folder: {rest}")
    if word == "RUN":
        need("sudo" not in rest and "curl" not in rest, f"neither sudo nor downloads: {rest}")
        if "apt-get install" in rest:
            need("-y --no-install-recommends" in rest, f"apt-get install asks, or takes more: {rest}")
            need("apt-get update" in rest and "rm -rf /var/lib/apt/lists/*" in rest, f"lists stay: {rest}")
need(stages > 1, "one stage would ship the compiler")
users = [rest for word, rest in last if word == "USER"]
need(users and users[-1].isdigit() and users[-1] != "0", "the last stage runs as root, or as a mere name")
need(last.index(("USER", users[-1])) > max(i for i, one in enumerate(last) if one[0] == "RUN"),
     "something is installed as the user")
for word in ("ENTRYPOINT", "CMD"):
    need(all(isinstance(json.loads(rest), list) for name, rest in last if name == word), f"{word} in a shell")
print("\n".join(rest for word, rest in last if word == "RUN"))
