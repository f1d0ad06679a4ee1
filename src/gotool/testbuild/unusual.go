package main

import (
	"bytes"
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// unusual says why a module is left to the go command.
func unusual(format string, args ...any) error {
	return fmt.Errorf("not plain: "+format, args...)
}

// module is what go.mod says.
type module struct {
	path string // "ratelimit"
	lang string // "go1.25"
}

const kit = "assay.test/testkit"

// readModule reads the go.mod of a folder. Only the lines of every exercise are
// understood: module, go, and the kit that assay adds.
func readModule(dir string) (module, error) {
	var m module
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return m, err
	}
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case len(words) == 2 && words[0] == "module" && m.path == "":
			m.path = words[1]
		case len(words) == 2 && words[0] == "go" && m.lang == "":
			m.lang = language(words[1])
		case len(words) == 3 && words[0] == "require" && words[1] == kit:
		case len(words) == 4 && words[0] == "replace" && words[1] == kit && words[2] == "=>":
		default:
			return m, unusual("go.mod: %s", line)
		}
	}
	if m.lang == "" || !isPlainPath(m.path) {
		return m, unusual("go.mod: %q, %q", m.path, m.lang)
	}
	return m, nil
}

// language is "go1.25" for "1.25" and "1.25.3".
func language(version string) string {
	parts := strings.Split(version, ".")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "1" {
		return ""
	}
	if _, err := strconv.ParseUint(parts[1], 10, 16); err != nil {
		return "" // "1.26rc1"
	}
	return "go1." + parts[1]
}

// isPlainPath tells whether a path needs no quotes anywhere and is no package of the
// standard library's.
func isPlainPath(p string) bool {
	for _, c := range p {
		if c != '/' && c != '.' && c != '-' && c != '_' &&
			(c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return p != "" && path.Clean(p) == p && p[0] != '/' && p[0] != '-' && p[0] != '.'
}

// pkg is the package and its tests, as files of one folder.
type pkg struct {
	path   string   // import path
	files  []string // "./limiter.go": the package's own, and tests inside it
	tests  []string // those of package <name>_test
	clause string   // <name>_test
}

// Suffixes of files that the go command would have built along.
var foreign = []string{
	".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F", ".for", ".f90",
	".s", ".S", ".sx", ".swig", ".swigcxx", ".syso",
}

// readPackage chooses the files that take part and looks at what they ask for.
func readPackage(s settings, m module) (pkg, error) {
	p := pkg{path: path.Join(m.path, filepath.ToSlash(s.below))}
	if !isPlainPath(p.path) {
		return p, unusual("a package called %q", p.path)
	}
	known, err := packagesIn(s.std)
	if err != nil {
		return p, err
	}
	if known[p.path] || p.path == "main" {
		return p, unusual("a package called %s", p.path)
	}
	if !known[startPackage] {
		return p, unusual("a version of Go that %s does not fit", startPackage)
	}
	delete(known, startPackage) // nobody else's to import
	known[p.path] = true        // for its tests
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return p, err
	}
	names := map[string]string{} // package clauses: of what is tested, and of the tests
	for _, entry := range entries {
		name := entry.Name()
		if slices.Contains(foreign, filepath.Ext(name)) {
			return p, unusual("%s", name)
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			continue
		}
		if err := p.add(s, name, names, known); err != nil {
			return p, err
		}
	}
	if len(p.files) == 0 || len(p.tests) == 0 || names["tests"] != names["own"]+"_test" ||
		names["own"] == "main" {
		return p, unusual("packages %v", names)
	}
	p.clause = names["tests"]
	return p, nil
}

// packagesIn reads "packagefile PATH=FILE" lines.
func packagesIn(file string) (map[string]bool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	packages := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		entry, ok := strings.CutPrefix(strings.TrimSpace(line), "packagefile ")
		name, _, found := strings.Cut(entry, "=")
		if !ok || !found {
			return nil, fmt.Errorf("%s: not understood: %s", file, line)
		}
		packages[name] = true
	}
	return packages, nil
}

// add takes a file in, unless its name or its constraints leave it out.
func (p *pkg) add(s settings, name string, names map[string]string, known map[string]bool) error {
	context := build.Default
	context.CgoEnabled = true
	if s.race {
		context.BuildTags = []string{"race"}
	}
	if takesPart, err := context.MatchFile(s.dir, name); err != nil || !takesPart {
		return err
	}
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		return err
	}
	for _, directive := range []string{"//go:embed", "//go:debug", "//go:cgo_"} {
		if bytes.Contains(text, []byte(directive)) {
			return unusual("%s in %s", directive, name)
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		return err
	}
	isTest := strings.HasSuffix(name, "_test.go") && strings.HasSuffix(file.Name.Name, "_test")
	which, list := "own", &p.files
	if isTest {
		which, list = "tests", &p.tests
	}
	if names[which] != "" && names[which] != file.Name.Name {
		return unusual("two packages, %s and %s", names[which], file.Name.Name)
	}
	names[which] = file.Name.Name
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if err := check(imported, *p, isTest, known); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	*list = append(*list, "./"+name)
	return nil
}

// check refuses what the go command would refuse, or would have to look for.
func check(imported string, p pkg, isTest bool, known map[string]bool) error {
	if imported == "unsafe" {
		return nil
	}
	for element := range strings.SplitSeq(imported, "/") {
		if element == "internal" || element == "vendor" {
			return unusual("import of %s", imported)
		}
	}
	if !known[imported] || imported == p.path && !isTest {
		return unusual("import of %s", imported)
	}
	return nil
}
