package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// see inspects a source as if it were the whole of a file.
func see(source string) *fileReport { return inspect("x.go", []byte(source), true, maxMentions).report }

// texts gives mentions as "text:line:column".
func texts(list []mention) []string {
	out := []string{}
	for _, m := range list {
		out = append(out, fmt.Sprintf("%s:%d:%d", m.Text, m.Line, m.Column))
	}
	return out
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestUsesAreNamedByImportPath(t *testing.T) {
	r := see(`package x

import (
	"net/http"
	clock "time"
	"math/rand/v2"
	_ "embed"
)

var a = http.Get
var b, c = clock.Tick, rand.IntN(3)
var d http.Handler = (http).HandlerFunc(nil)
`)
	equal(t, texts(r.Uses), []string{"net/http.Get:10:9", "time.Tick:11:12", "math/rand/v2.IntN:11:24",
		"net/http.Handler:12:7", "net/http.HandlerFunc:12:23"})
	if len(r.Imports) != 4 || r.Imports[1] != (importReport{"time", "clock", 5, 2}) || r.Imports[3].Name != "_" {
		t.Errorf("imports: %+v", r.Imports)
	}
}

func TestWhatShadowsAnImportIsNoUse(t *testing.T) {
	r := see(`package x

import ("time"; "errors")

type now struct{ time time.Time }

func f(time time.Time) errors.Kind { return time.Unix() }

func g(v now) {
	v.time.Add(1)
	{
		time := time.Now()
		time.Sub(time)
	}
	for errors := range errors.Seq { errors.Next() }
	func(errors int) { errors.Foo() }(1)
	_ = now{time: time.Now()}
time:
	for { time.Sleep(1); break time }
	var time = time.Hour
	time.String()
}
`)
	equal(t, texts(r.Uses), []string{"time.Time:5:23", "time.Time:7:13", "errors.Kind:7:24",
		"time.Now:12:11", "errors.Seq:15:22", "time.Now:17:16", "time.Sleep:19:8", "time.Hour:20:13"})
}

func TestTwoImportsOfOnePackageAreBothSeen(t *testing.T) {
	r := see("package x\nimport \"time\"\nimport t \"time\"\nvar a, b = t.Tick, time.Tick\n")
	equal(t, texts(r.Uses), []string{"time.Tick:4:12", "time.Tick:4:20"})
}

func TestVariablesOfOtherPackagesThatAreChanged(t *testing.T) {
	r := see(`package x

import (
	"context"
	"io"
	"net/http"
	. "os"
)

type own struct{ io, EOF error }

var mine own

func f(io own) { io.EOF = nil }

func g() {
	io.EOF = nil
	(context.Canceled), mine.EOF = nil, io.EOF
	http.DefaultClient.Timeout++
	http.DefaultTransport.(*http.Transport).MaxIdleConns = 3
	http.DefaultServeMux.X[0] = 1
	p, q := &io.EOF, &http.Client{}
	for _, *http.P = range []int{1} {
	}
	for i, v := range []int{1} {
		_, _ = i, v
	}
	Args[0] = "x"
	http.Call().Field = 1
	*p, q.Timeout = nil, 2
	var Local own
	Local.EOF = nil
}
`)
	equal(t, texts(r.Assigned), []string{"io.EOF:17:2", "context.Canceled:18:3",
		"net/http.DefaultClient:19:2", "net/http.DefaultTransport:20:2",
		"net/http.DefaultServeMux:21:2", "io.EOF:22:11", "net/http.P:23:10", "os.Args:28:2"})
}

func TestVariablesOfOtherPackagesAreFollowedThroughLocalOnes(t *testing.T) {
	r := see(`package x

import (
	"io"
	"net/http"
)

var shared = http.DefaultTransport

func f() {
	client := http.DefaultClient
	client.Timeout = 1
	transport, ok := shared.(*http.Transport)
	transport.DialContext = nil
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		again := t
		again.MaxIdleConns, _ = 1, &again.Proxy
	}
	*client = http.Client{}
	client, ok = nil, false
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.DialContext = nil
	mine := &http.Client{}
	mine.Timeout = 1
	err, status := io.EOF, http.StatusOK
	err, status = nil, 3
	status++
	g(&err, &status, client)
}
`)
	equal(t, texts(r.Assigned), []string{"net/http.DefaultClient:11:12", "net/http.DefaultTransport:8:14",
		"net/http.DefaultTransport:15:14", "net/http.DefaultTransport:15:14", "net/http.DefaultClient:11:12"})
}

func TestADotImportMakesNamesSuspect(t *testing.T) {
	r := see("package x\nimport . \"time\"\ntype Mine int\nvar a = Tick(Second) + local(b.Field) + Mine(1)\n")
	if len(r.Imports) != 1 || r.Imports[0].Name != "." {
		t.Errorf("imports: %+v", r.Imports)
	}
	equal(t, texts(r.Uses), []string{"time.Tick:4:9", "time.Second:4:14"})
}

func TestPackagesMayHaveOtherNamesThanTheirPaths(t *testing.T) {
	for path, name := range map[string]string{
		"gopkg.in/yaml.v3": "yaml", "github.com/google/go-cmp": "cmp", "example.com/x/v2": "x", "example.com/v2": "v2",
	} {
		r := see(fmt.Sprintf("package x\nimport %q\nvar a = %s.B\n", path, name))
		equal(t, texts(r.Uses), []string{path + ".B:3:9"})
	}
}

func TestDirectives(t *testing.T) {
	r := see("package x\n\n//go:linkname a b\nfunc a()\n\n" +
		"//line other.go:7\nfunc c() { /*line z.go:1:1*/ } //go:norace\n\n//export d\nfunc d() {}\n\n" +
		"// not //go:embed nor #cgo\nvar s = `\n//go:nosplit\n`\n" +
		"// +build never\n/*\n#cgo LDFLAGS: -lx\n*/\nimport \"C\"\n")
	equal(t, texts(r.Directives), []string{"//go:linkname a b:3:1", "//line other.go:7:6:1",
		"/*line z.go:1:1*/:7:12", "//go:norace:7:32", "//export d:9:1", "// +build never:16:1",
		"#cgo LDFLAGS: -lx:17:1"})
}

func TestLineDirectivesMoveNothing(t *testing.T) {
	r := see("package x\n//line /etc/passwd:100\nimport \"time\"\nvar a = time.Now()\nvar b = )\n")
	equal(t, texts(r.Uses), []string{"time.Now:4:9"})
	if len(r.ParseErrors) == 0 || r.ParseErrors[0].Line != 5 || strings.Contains(r.ParseErrors[0].Text, "passwd") {
		t.Errorf("parse errors: %+v", r.ParseErrors)
	}
}

func TestDeclarations(t *testing.T) {
	r := see(`package x
type T[K any] struct{}
func (t *T[K]) M() {}
func (T[_]) N() {}
func (t *(T[int])) O() {}
func init() {}
func TestMain() {}
var a, _, b = 1, 2, 3
const c = 1
`)
	equal(t, texts(r.Declarations), []string{"T:2:6", "T.M:3:16", "T.N:4:13", "T.O:5:20", "init:6:6",
		"TestMain:7:6", "a:8:5", "b:8:11", "c:9:7"})
}

func TestBuildConstraints(t *testing.T) {
	sources := map[string]string{
		"package x\n": "",
		"//go:build linux && !race\n\npackage x\n":              "linux && !race",
		"// Copyright\n\n//go:build ignore\n\npackage x\n":      "ignore",
		"// +build linux,!race\n\npackage x\n":                  "linux && !race",
		"//go:build a\n// +build a\n\npackage x\n":              "a",
		"//go:build a\n//go:build b\n\npackage x\n":             "a && b",
		"//go:build ((\n\npackage x\n":                          "//go:build ((",
		"package x\n\n//go:build ignore\n":                      "",
		"/*\n//go:build ignore\n*/\npackage x\n":                "",
		"package x // a comment\nvar a = `\n//go:build ignore`": "",
	}
	for source, want := range sources {
		if got := see(source).BuildConstraint; got != want {
			t.Errorf("%q is constrained by %q, want %q", source, got, want)
		}
	}
	names := map[string]string{
		"x.go": "", "linux.go": "", "a/x_linux.go": "linux", "x_amd64.go": "amd64", "x_linux_amd64.go": "linux && amd64",
		"x_linux_test.go": "linux", "x_unix.go": "", "x_y_windows.go": "windows", "_x.go": "ignore", ".x.go": "ignore",
		"x_race.go": "", "x_linux.y.go": "linux", "amd64_linux.go": "linux", "linux_amd64.go": "amd64",
	}
	for name, want := range names {
		if got := inspect(name, []byte("package x\n"), true, 1).report.BuildConstraint; got != want {
			t.Errorf("%s is constrained by %q, want %q", name, got, want)
		}
	}
	if got := inspect("x_linux.go", []byte("//go:build race\n\npackage x\n"), true, 1).report.BuildConstraint; got != "race && linux" {
		t.Errorf("name and comment together: %q", got)
	}
}

func TestFormattingSizeAndTokens(t *testing.T) {
	r := see("package x\n\nvar a = f(1) // b\n")
	if !r.Formatted || r.Lines != 3 || r.Tokens != 9 {
		t.Errorf("%+v", r)
	}
	if r := see("package x\nvar  a = 1; var b int"); r.Formatted || r.Lines != 2 || r.Tokens != 10 {
		t.Errorf("%+v", r)
	}
	if r := see("package x\nfunc"); r.Formatted || len(r.ParseErrors) == 0 {
		t.Errorf("%+v", r)
	}
}

// What is no Go, or more than anyone writes, gets parse errors and nothing worse.
func TestHostileFiles(t *testing.T) {
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	for what, source := range map[string]string{
		"empty":         "",
		"no package":    "var a = 1\n",
		"NUL":           "package x\x00\n",
		"not UTF-8":     "package x\nvar a = \"\xff\xfe\"\n",
		"binary":        many("\x00\x01\xfe\xff", 10_000),
		"open string":   "package x\nvar a = `" + many("x", 1000),
		"brackets":      "package x\nvar a = " + many("(", 500_000),
		"closed first":  "package x\n" + many(")", 5000) + many("(", 5000),
		"operators":     "package x\nvar a = " + many("!", 500_000) + "true\n",
		"sum":           "package x\nvar a = 1" + many("+1", 500_000) + "\n",
		"types":         "package x\nvar a " + many("[]", 500_000) + "int\n",
		"else":          "package x\nfunc f() { if a {}" + many(" else if a {}", 100_000) + "}\n",
		"labels":        "package x\nfunc f() {" + many("a: ", 300_000) + "}\n",
		"many errors":   "package x\n" + many("func (\n", 900),
		"long import":   "package x\nimport \"" + many("a", 1000) + "\"\n",
		"long name":     "package x\nimport \"time\"\nvar a = time." + many("A", 1000) + "\n",
		"many names":    "package x\nimport \"time\"\nvar a = []any{" + many("time.A,", 50_000) + "}\n",
		"many comments": "package x\n" + many("//go:x\n", 50_000),
	} {
		r := see(source)
		if len(r.ParseErrors) == 0 || len(r.ParseErrors) > maxParseErrors || r.mentions() > maxMentions+maxParseErrors {
			t.Errorf("%s: %d parse errors, %d mentions", what, len(r.ParseErrors), r.mentions())
		}
		for _, e := range r.ParseErrors {
			if e.Line < 1 || e.Column < 1 || len(e.Text) > maxTextBytes+len("…") {
				t.Errorf("%s: %+v", what, e)
			}
		}
	}
}

func TestWhatIsDeepButGoodIsRead(t *testing.T) {
	r := see("package x\n\nvar a = 1" + strings.Repeat("+1", 50_000) + "\n")
	if len(r.ParseErrors) != 0 || r.Formatted {
		t.Errorf("%d parse errors, formatted %t", len(r.ParseErrors), r.Formatted)
	}
}

func TestTheDocument(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.go"), []byte("package a\n\n//go:x \xff<b>\n"), 0o644)
	os.Mkdir(filepath.Join(dir, "sub"), 0o755)
	os.WriteFile(filepath.Join(dir, "sub", "b.go"), []byte("package b\n"), 0o644)
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := run(dir, strings.NewReader("sub/b.go\na.go\n"), out); err != nil {
			t.Fatal(err)
		}
	}
	if first.String() != second.String() {
		t.Error("two runs print different documents")
	}
	var doc document
	if err := json.Unmarshal(first.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.SchemaVersion != 1 || len(doc.Files) != 2 || doc.Files[0].Path != "sub/b.go" || doc.Files[1].Path != "a.go" {
		t.Errorf("%s", first.String())
	}
	if strings.Contains(first.String(), "null") || !strings.Contains(first.String(), "<b>") {
		t.Errorf("%s", first.String())
	}
}

func TestFilesThatCannotBeReadAreAnError(t *testing.T) {
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "folder.go"), 0o755)
	os.Symlink("/etc/passwd", filepath.Join(dir, "link.go"))
	for _, name := range []string{"missing.go", "folder.go", "link.go", "../x.go", "/etc/passwd", ""} {
		if err := run(dir, strings.NewReader(name+"\n"), &bytes.Buffer{}); err == nil {
			t.Errorf("%q was read", name)
		}
	}
	if err := run(filepath.Join(dir, "nowhere"), strings.NewReader(""), &bytes.Buffer{}); err == nil {
		t.Error("a folder that does not exist was read")
	}
}

func TestAFileThatIsTooLargeIsNotPassedOver(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.go"), append([]byte("package a\n"), make([]byte, maxFileBytes)...), 0o644)
	var out bytes.Buffer
	if err := run(dir, strings.NewReader("a.go\n"), &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "bytes") {
		t.Errorf("%s", out.String())
	}
}

func TestTheRoomForMentionsIsShared(t *testing.T) {
	source := []byte("package x\nimport \"time\"\nvar a, b = time.A, time.B\n")
	if r := inspect("x.go", source, true, 5).report; len(r.ParseErrors) != 0 {
		t.Errorf("five mentions do not fit: %+v", r.ParseErrors)
	}
	if r := inspect("x.go", source, true, 4).report; len(r.ParseErrors) != 1 {
		t.Error("a file of which a mention was left out looks complete")
	}
}
