"""Checks job summaries: report_check_summary.py DOCUMENT... Blocks of HTML in Markdown,
in which nothing but what assay wrote is markup, and text in which GitHub finds nothing
to link, mention or draw. Exits with the number of documents that are not so."""
import html.parser
import re
import sys

TAGS = {"h2", "p", "b", "br", "table", "tr", "th", "td", "code"}
VOID = {"br"}
# What GitHub makes more of in text outside of <code> and <pre>.
MADE_MORE_OF = re.compile(r"@|#|://|www\.|GH-|:[a-z0-9_+-]+:|[\x00-\x08\x0b-\x1f\x7f]")


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS and not attrs, "<%s %s>" % (tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, "</%s>" % tag

    def handle_data(self, data):
        if "code" not in self.open:
            found = MADE_MORE_OF.search(data)
            assert not found, "%r in %r" % (found and found.group(), data[:80])
        assert self.open or not data.strip(), "text outside of a block: %r" % data[:80]

    def refuse(self, what):
        raise AssertionError("markup: %r" % what)

    handle_comment = handle_decl = handle_pi = unknown_decl = refuse


def check(name):
    with open(name, "rb") as file:
        raw = file.read()
    assert len(raw) <= 1 << 20, "more than GitHub takes"
    text = raw.decode("utf-8")
    for block in filter(None, text.split("\n\n")):
        # CommonMark's HTML block of kind 6: it begins with such a tag and has no blank line.
        assert re.match(r"<(h2|p|table)>", block), "not a block of HTML: %r" % block[:40]
        assert all(line.strip() for line in block.rstrip("\n").split("\n")), "blank line"
        reader = Reader()
        reader.feed(block)
        reader.close()
        assert not reader.open, "left open: %s" % reader.open
    # Nothing but our own tags and references uses the characters that Markdown and HTML read.
    rest = re.sub(r"</?[a-z0-9]+>|&#\d+;", "", text)
    found = re.search(r"[<>&`*\[\]\\|~!\"']", rest)
    assert not found, "a mark is left: %r" % found.group()


bad = 0
for document in sys.argv[1:]:
    try:
        check(document)
    except AssertionError as problem:
        sys.stderr.write("%s: %s\n" % (document, problem))
        bad += 1
sys.exit(min(bad, 70))
