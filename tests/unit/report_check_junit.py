"""Checks JUnit XML: report_check_junit.py DOCUMENT... Well-formed, the counts add
up, no two cases share a name, no attribute is missing."""
import sys
import xml.etree.ElementTree as tree

KINDS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def check(element, cases):
    assert int(element.get("tests")) == len(cases), "tests"
    for attribute, tag in KINDS.items():
        found = sum(case.find(tag) is not None for case in cases)
        assert int(element.get(attribute)) == found, attribute
    total = sum(float(case.get("time")) for case in cases)
    assert abs(float(element.get("time")) - total) < 1e-6, "time"


for name in sys.argv[1:]:
    root = tree.parse(name).getroot()
    assert root.tag == "testsuites" and root.get("name"), "root"
    check(root, root.findall("testsuite/testcase"))
    for suite in root:
        assert suite.tag == "testsuite" and suite.get("name") is not None, "suite"
        assert len(suite.get("timestamp")) == 19, "timestamp"
        check(suite, suite.findall("testcase"))
    keys = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(keys) == len(set(keys)), "two cases with one name"
    for case in root.iter("testcase"):
        assert sum(case.find(tag) is not None for tag in KINDS.values()) <= 1, "two verdicts"
