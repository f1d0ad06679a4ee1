"""yaml_check.py KIND FILE: whether a workflow, an action, a GitLab template or a compose file says what
the host needs to run it. YAML that is well formed is yamllint's business."""
import pathlib
import re
import sys

import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2's booleans, as the hosts read them: "on" is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
Loader.add_constructor("!reference", lambda loader, node: loader.construct_sequence(node))


def need(condition, what):
    if not condition:
        raise SystemExit(f"{sys.argv[2]}: {what}")


def check_steps(steps, where, composite):
    need(isinstance(steps, list) and steps, f"{where} has no steps")
    for step in steps:
        need(("uses" in step) != ("run" in step), f"a step of {where} has not one of uses and run: {step}")
        known = {"id", "if", "name", "uses", "with", "run", "shell", "env", "working-directory", "continue-on-error"}
        need(set(step) <= known, f"unknown keys in a step of {where}: {set(step) - known}")
        if "run" in step:
            need(not composite or "shell" in step, f"a composite step needs a shell: {step}")
            need("${{" not in step["run"], f"an expression in a script is code: {step}")
        elif not step["uses"].startswith("./"):
            need(re.fullmatch(r"[\w.-]+/[\w./-]+@v?[\w.]+", step["uses"]), f"not pinned: {step['uses']}")


def check_action(document, folder):
    need({"name", "description", "runs"} <= set(document), "name, description and runs are required")
    need(document["runs"].get("using") == "composite", "runs.using")
    for name, one in document["inputs"].items():
        need(one.get("description") and isinstance(one.get("default"), str), f"input {name}")
    ids = {step.get("id") for step in document["runs"]["steps"]}
    for name, one in document["outputs"].items():
        used = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.[\w-]+ \}\}", one.get("value", ""))
        need(one.get("description") and used and used[1] in ids, f"output {name}")
    check_steps(document["runs"]["steps"], "the action", True)
    text = yaml.dump(document["runs"])
    for name in re.findall(r"inputs\.([\w-]+)", text):
        need(name in document["inputs"], f"no input is called {name}")
    for name in document["inputs"]:
        need(f"inputs.{name} " in text, f"the input {name} is not used")
    for script in re.findall(r"GITHUB_ACTION_PATH/([\w-]+)", text):
        need((folder / script).is_file(), f"there is no script {script}")


def check_workflow(document, _folder):
    need({"name", "on", "permissions", "jobs"} <= set(document), "name, on, permissions and jobs are required")
    need(document["permissions"] == {"contents": "read"}, "more permissions than reading")
    for name, job in document["jobs"].items():
        need("runs-on" in job, f"the job {name} runs nowhere")
        check_steps(job["steps"], name, False)


def check_gitlab(document, _folder):
    need("spec" not in document, "one document, please")
    reserved = {"stages", "variables", "default", "include", "workflow"}
    jobs = {name: job for name, job in document.items() if name not in reserved}
    need(any(not name.startswith(".") for name in jobs), "no job")
    for name, job in jobs.items():
        if name.startswith("."):
            continue
        need("script" in job or "extends" in job, f"{name} has no script")
        reports = job.get("artifacts", {}).get("reports", {})
        need(reports.get("junit"), f"{name} leaves no JUnit")
        need(job["artifacts"].get("when") == "always", f"{name} leaves nothing when it fails")


def check_compose(document, _folder):
    need(document.get("services"), "no services")
    for name, service in document["services"].items():
        need("image" in service or "build" in service, f"{name} has no image")
        need(not service.get("privileged"), f"{name} is privileged")
        need("no-new-privileges:true" in service.get("security_opt", []), f"{name} may gain privileges")
        need(service.get("cap_drop") == ["ALL"], f"{name} keeps capabilities")


kind, file = sys.argv[1], pathlib.Path(sys.argv[2])
checks = {"action": check_action, "workflow": check_workflow, "gitlab": check_gitlab, "compose": check_compose}
checks[kind](yaml.load(file.read_text(), Loader), file.parent)
