"""Prints the bill of materials (SPDX 2.3, JSON) of an installed tree; scripts/package calls it.

It names what really is in the tree: assay itself, the exercises by a digest of their files, the
shared libraries that the programs load by the Debian package and version that they come from, and
the libraries that are compiled in. Go is not part of it: the one that this machine would grade with
is named as a tool that assay needs. The same tree gives the same text.
"""
import argparse
import datetime
import hashlib
import json
import pathlib
import re
import subprocess

# Headers and archives that leave no trace for ldd.
COMPILED_IN = {
    "libcli11-dev": "headers",
    "libexpected-dev": "headers",
    "nlohmann-json3-dev": "headers",
    "libc6-dev": "linked into assay-sandbox",
    "libstdc++-12-dev": "linked into assay-sandbox",
}


def digest_of(folder):
    """SHA-256 over the names and bytes of all files below a folder, in the order of their names."""
    hasher = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder)).encode()
        data = file.read_bytes()
        hasher.update(b"%d:%s%d:" % (len(name), name, len(data)))
        hasher.update(data)
    return hasher.hexdigest()


def debian(package):
    """(version, source package) as dpkg has them, or None if it is not installed."""
    asked = ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Version}\t${source:Package}", package]
    answer = subprocess.run(asked, capture_output=True, text=True)
    status, _, rest = answer.stdout.partition("\t")
    return tuple(rest.split("\t")) if status == "installed" else None


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def spdx_package(name, version, **more):
    return {
        "name": name,
        "SPDXID": identifier(name),
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        **more,
    }


def from_debian(package, comment):
    found = debian(package)
    if found is None:
        return None
    version, source = found
    name = package.split(":")[0]
    return spdx_package(name, version, sourceInfo=f"Debian source package {source}", comment=comment,
                        externalRefs=[{
                            "referenceCategory": "PACKAGE-MANAGER",
                            "referenceType": "purl",
                            "referenceLocator": f"pkg:deb/debian/{name}@{version}",
                        }])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--tree", type=pathlib.Path, required=True)
    options.add_argument("--libraries", type=pathlib.Path, required=True, help="FILE<tab>PACKAGE lines")
    options.add_argument("--version", required=True)
    options.add_argument("--commit", required=True)
    options.add_argument("--go", required=True)
    options.add_argument("--date", type=int, required=True)
    asked = options.parse_args()

    exercises = digest_of(asked.tree / "share/assay/exercises")
    assay = spdx_package("assay", asked.version, licenseDeclared="MIT",
                         copyrightText="Copyright (c) 2026 The assay authors",
                         sourceInfo=f"commit {asked.commit}", primaryPackagePurpose="APPLICATION",
                         checksums=[{"algorithm": "SHA256", "checksumValue": digest_of(asked.tree / "bin")}])
    catalogue = spdx_package("assay-exercises", asked.version, licenseDeclared="MIT",
                             checksums=[{"algorithm": "SHA256", "checksumValue": exercises}],
                             comment="The checksum is over the names and bytes of all files in "
                                     "share/assay/exercises.")
    go = spdx_package("go", asked.go, primaryPackagePurpose="APPLICATION",
                      comment="Not contained: the Go of the machine where this was made, whose "
                              "standard library the exercises were verified with.")
    packages = [assay, catalogue, go]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", "assay"), ("assay", "CONTAINS", "assay-exercises"),
                 ("go", "RUNTIME_DEPENDENCY_OF", "assay")]

    loaded = {}
    for line in asked.libraries.read_text().splitlines():
        library, _, package = line.partition("\t")
        loaded.setdefault(package, []).append(library)
    for package, libraries in sorted(loaded.items()):
        entry = from_debian(package, "loaded: " + ", ".join(sorted(libraries)))
        if entry is None:
            raise SystemExit(f"error: no installed package holds {', '.join(libraries)}")
        packages.append(entry)
        relations.append(("assay", "DYNAMIC_LINK", entry["name"]))
    for package, how in COMPILED_IN.items():
        entry = from_debian(package, how)
        if entry is not None and entry["name"] not in {known["name"] for known in packages}:
            packages.append(entry)
            relations.append(("assay", "STATIC_LINK", entry["name"]))

    when = datetime.datetime.fromtimestamp(asked.date, datetime.timezone.utc)
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"assay-{asked.version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/assay-{asked.version}-{asked.commit}-{exercises[:16]}",
        "creationInfo": {
            "created": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: assay-scripts-package", "Organization: The assay authors"],
        },
        "packages": packages,
        "relationships": [
            {
                "spdxElementId": one if one.startswith("SPDXRef") else identifier(one),
                "relationshipType": kind,
                "relatedSpdxElement": identifier(other),
            } for one, kind, other in relations
        ],
    }
    print(json.dumps(document, indent=2))


main()
