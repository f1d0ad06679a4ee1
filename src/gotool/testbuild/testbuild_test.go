package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// files of a module: name and text.
type files map[string]string

func plain() files {
	return files{
		"go.mod":          "module depot\n\ngo 1.25\n",
		"depot.go":        "package depot\n\nimport \"sync\"\n\nvar mu sync.Mutex\n\nfunc Two() int { mu.Lock(); defer mu.Unlock(); return 2 }\n",
		"race_on.go":      "//go:build race\n\npackage depot\n\nconst Race = true\n",
		"race_off.go":     "//go:build !race\n\npackage depot\n\nconst Race = false\n",
		"depot_plan9.go":  "package depot\n\nfunc Two() int { return 9 }\n",
		"ignored.go":      "//go:build ignore\n\npackage main\n",
		"inside_test.go":  "package depot\n\nfunc Three() int { return Two() + 1 }\n",
		"outside_test.go": "package depot_test\n\nimport (\n\t\"depot\"\n\t\"fmt\"\n\t\"os\"\n\t\"testing\"\n)\n\nvar word string\n\nfunc TestMain(m *testing.M) {\n\tfmt.Println(depot.Two(), depot.Three(), depot.Race, testing.Testing(), word, os.Getenv(\"GODEBUG\"))\n}\n",
		"testdata/a.c":    "of no concern",
	}
}

// module writes the files, goes there and gives the settings for a build.
func moduleOf(t *testing.T, f files, race bool) settings {
	t.Helper()
	dir := t.TempDir()
	for name, text := range f {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("GOROOT", goroot)
	s := settings{
		race: race, below: ".", dir: dir, define: "depot_test.word=hello",
		std: filepath.Join(t.TempDir(), "packages"), godebug: filepath.Join(t.TempDir(), "godebug"),
		output: filepath.Join(t.TempDir(), "depot.test"),
	}
	std, godebug := prepared(t, race)
	write(t, s.std, std)
	write(t, s.godebug, godebug)
	return s
}

// goroot is where the go command on PATH lies.
var goroot = func() string {
	out, _ := exec.Command("go", "env", "GOROOT").Output()
	return strings.TrimSpace(string(out))
}()

var preparedOnce = map[bool][2]string{}

// prepared asks what `assay prepare` asks, of fewer packages: where they lie, and which
// GODEBUG settings go with versions of Go.
func prepared(t *testing.T, race bool) (std, godebug string) {
	t.Helper()
	if known, ok := preparedOnce[race]; ok {
		return known[0], known[1]
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module version\n\ngo 1.25\n")
	write(t, filepath.Join(dir, "main.go"), "package main\n\nfunc main() {}\n")
	list := []string{"-C", here, "list", "-trimpath", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}"}
	if race {
		list = append(list, "-race", "runtime/race")
	}
	list = append(list, "testing/internal/testdeps", "testing", "fmt", "os", "sync", "embed", "runtime/cgo", "./start")
	std = goCommand(t, list...) + "\n"
	godebug = "1.24 nothing=1\n1.25 " + goCommand(t, "-C", dir, "list", "-f", "{{.DefaultGODEBUG}}", ".") + "\n"
	preparedOnce[race] = [2]string{std, godebug}
	return std, godebug
}

// here is the folder of this package, before a test goes elsewhere.
var here, _ = os.Getwd()

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// goCommand gives what the go command prints.
func goCommand(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.Command("go", args...)
	var errors bytes.Buffer
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go %s: %v: %s", args, err, errors.Bytes())
	}
	return strings.TrimSpace(string(out))
}

func bothWays(t *testing.T, check func(t *testing.T, race bool)) {
	for _, race := range []bool{true, false} {
		t.Run(fmt.Sprintf("race=%t", race), func(t *testing.T) { check(t, race) })
	}
}

func TestAPlainModuleIsBuilt(t *testing.T) {
	bothWays(t, func(t *testing.T, race bool) {
		s := moduleOf(t, plain(), race)
		if err := makeBinary(s); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(s.output).Output()
		if want := fmt.Sprintf("2 3 %t true hello \n", race); err != nil || string(out) != want {
			t.Errorf("the binary printed %q (%v), want %q", out, err, want)
		}
	})
}

// A package below the module's folder is built from there.
func TestAPackageInAFolder(t *testing.T) {
	f := files{}
	for name, text := range plain() {
		if name != "go.mod" {
			name = "goods/depot/" + name
		}
		f[name] = strings.ReplaceAll(text, "\"depot\"", "\"firm.example/goods/depot\"")
	}
	f["go.mod"] = "module firm.example\n\ngo 1.25.3\n"
	s := moduleOf(t, f, false)
	s.below, s.dir = "./goods/depot", filepath.Join(s.dir, "goods/depot")
	s.define = "firm.example/" + "goods/" + s.define
	if err := makeBinary(s); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(s.output).Output(); err != nil || string(out) != "2 3 false true hello \n" {
		t.Errorf("the binary printed %q (%v)", out, err)
	}
}

// Flags that differ for good reason, or name files: with the argument that follows.
var ownFlags = regexp.MustCompile(`(-o|-trimpath|-buildid|-importcfg) \S+ ?|-(c|buildid|libgcc)=\S+ ?`)

func TestTheFlagsAreThoseOfTheGoCommand(t *testing.T) {
	bothWays(t, func(t *testing.T, race bool) {
		s := moduleOf(t, plain(), race)
		args := []string{"test", "-c", "-n", "-a", "-vet=off", "-trimpath", "-gcflags=depot=-dwarf=false", "-ldflags=-s -w -X " + s.define}
		if race {
			args = append(args, "-race")
		}
		command := exec.Command("go", args...)
		command.Env = append(os.Environ(), "CC=gcc") // as in the sandbox; Debian's Go has another name for it
		log, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, log)
		}
		m, err := readModule(".")
		if err != nil {
			t.Fatal(err)
		}
		p, err := readPackage(s, m)
		if err != nil {
			t.Fatal(err)
		}
		tools, err := newTools(s, m, p, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		same(t, line(t, log, "/compile ", " -p depot "), append(tools.compileFlags("x", "depot"), p.files...))
		same(t, line(t, log, "/compile ", " -p depot_test "), append(tools.compileFlags("x", "depot_test"), p.tests...))
		same(t, line(t, log, "/link ", "-buildmode=exe"), tools.linkFlags())
	})
}

// line is the command line with both words.
func line(t *testing.T, log []byte, tool, word string) string {
	t.Helper()
	for line := range strings.Lines(string(log)) {
		if strings.Contains(line, tool) && strings.Contains(line, word) {
			_, line, _ = strings.Cut(line, tool)
			return strings.TrimSpace(line)
		}
	}
	t.Fatalf("the go command does not run %swith %s:\n%s", tool, word, log)
	return ""
}

// same compares flags and files, whatever their order.
func same(t *testing.T, want string, have []string) {
	t.Helper()
	if strings.Contains(want, `-trimpath "`) {
		before, after, _ := strings.Cut(want, `-trimpath "`)
		_, after, _ = strings.Cut(after, `"`)
		want = before + after
	}
	sorted := func(flags string) []string {
		words := strings.Fields(ownFlags.ReplaceAllString(flags, ""))
		for i, word := range words {
			words[i] = strings.Trim(word, `"'`)
		}
		words = slices.DeleteFunc(words, func(w string) bool { return strings.HasSuffix(w, "/_pkg_.a") })
		slices.Sort(words)
		return words
	}
	if w, h := sorted(want), sorted(strings.Join(have, " ")); !slices.Equal(w, h) {
		t.Errorf("flags:\n%q, want\n%q", h, w)
	}
}

func TestWhatIsNotPlainIsLeftToTheGoCommand(t *testing.T) {
	cases := map[string]files{
		"cgo":                      {"c.go": "package depot\n\nimport \"C\"\n"},
		"C files":                  {"c.c": ""},
		"assembly":                 {"a_amd64.s": ""},
		"embedding":                {"e.go": "package depot\n\nimport _ \"embed\"\n\n//go:embed go.mod\nvar x string\n"},
		"GODEBUG in a file":        {"g_test.go": "//go:debug panicnil=1\npackage depot_test\n"},
		"GODEBUG in go.mod":        {"go.mod": "module depot\n\ngo 1.25\n\ngodebug panicnil=1\n"},
		"a toolchain":              {"go.mod": "module depot\n\ngo 1.25\n\ntoolchain go1.99.1\n"},
		"another module":           {"go.mod": "module depot\n\ngo 1.25\n\nrequire example.org/x v1.0.0\n"},
		"a version of Go to come":  {"go.mod": "module depot\n\ngo 1.99\n"},
		"a version without number": {"go.mod": "module depot\n\ngo 1.26rc1\n"},
		"a module of std's name":   {"go.mod": "module sync\n\ngo 1.25\n"},
		"a module called main":     {"go.mod": "module main\n\ngo 1.25\n"},
		"a path with a space":      {"go.mod": "module \"de pot\"\n\ngo 1.25\n"},
		"package main":             {"depot.go": "package main\n", "inside_test.go": "package main\n", "race_on.go": "package main\n", "race_off.go": "package main\n"},
		"two packages":             {"other.go": "package other\n"},
		"two packages of tests":    {"other_test.go": "package other_test\n"},
		"no tests":                 {"outside_test.go": "package depot\n"},
		"nothing but tests":        {"depot.go": "", "inside_test.go": "", "race_on.go": "", "race_off.go": ""},
		"another package":          {"x.go": "package depot\n\nimport _ \"depot/shelf\"\n", "shelf/s.go": "package shelf\n"},
		"itself":                   {"x.go": "package depot\n\nimport _ \"depot\"\n"},
		"an internal package":      {"x.go": "package depot\n\nimport _ \"testing/internal/testdeps\"\n"},
		"an unknown package":       {"x.go": "package depot\n\nimport _ \"no/such\"\n"},
		"what begins the tests":    {"x.go": "package depot\n\nimport _ \"assay.test/testbuild/start\"\n"},
		"a name that is taken":     {"y_test.go": "package depot_test\n\nfunc AssayStart() {}\n"},
		"no Go":                    {"x.go": "this is no Go"},
	}
	for name, more := range cases {
		t.Run(name, func(t *testing.T) {
			f := plain()
			for file, text := range more {
				f[file] = text
				if text == "" && strings.HasSuffix(file, ".go") {
					delete(f, file)
				}
			}
			s := moduleOf(t, f, false)
			if err := makeBinary(s); err == nil {
				t.Error("was built")
			}
			if _, err := os.Stat(s.output); err == nil {
				t.Error("left a binary")
			}
		})
	}
}

// Where code does not compile, the words and the exit code are the go command's, and so is
// what comes of code that is not plain.
func TestItHandsOver(t *testing.T) {
	program := filepath.Join(t.TempDir(), "testbuild")
	goCommand(t, "build", "-o", program, ".")
	cases := map[string]files{
		"does not compile":  {"x.go": "package depot\n\nfunc f() int { return \"a\" }\n"},
		"does not link":     {"x.go": "package depot\n\nimport _ \"unsafe\"\n\n//go:linkname f depot.missing\nfunc f()\n\nvar F = f\n", "x.s": ""},
		"two packages":      {"x.go": "package other\n"},
		"an unknown import": {"x.go": "package depot\n\nimport _ \"no/such\"\n"},
		"another package":   {"x.go": "package depot\n\nimport _ \"depot/shelf\"\n", "shelf/s.go": "package shelf\n"},
		"no Go":             {"x.go": "this is no Go"},
	}
	for name, more := range cases {
		t.Run(name, func(t *testing.T) {
			f := plain()
			for file, text := range more {
				f[file] = text
			}
			s := moduleOf(t, f, false)
			ours := exec.Command(program, "-std", s.std, "-godebug", s.godebug, "-X", s.define, "-o", s.output, ".")
			words, failure := ours.CombinedOutput()
			_, err := os.Stat(s.output)
			theirs := exec.Command("go", "test", "-c", "-vet=off", "-trimpath", "-o", s.output+"2", ".")
			want, wantFailure := theirs.CombinedOutput()
			_, wantErr := os.Stat(s.output + "2")
			if string(words) != string(want) || fmt.Sprint(failure) != fmt.Sprint(wantFailure) {
				t.Errorf("said %v: %s\nwant %v: %s", failure, words, wantFailure, want)
			}
			if (err == nil) != (wantErr == nil) {
				t.Errorf("binary: %v, want %v", err, wantErr)
			}
		})
	}
}

// What is no fault of the code's has an exit status of its own, so that it is never taken for a
// build failure.
func TestAFaultOfItsOwn(t *testing.T) {
	program := filepath.Join(t.TempDir(), "testbuild")
	goCommand(t, "build", "-o", program, ".")
	f := plain()
	f["x.go"] = "package depot\n\nfunc f() int { return \"a\" }\n"
	s := moduleOf(t, f, false)
	whole := []string{"-std", s.std, "-godebug", s.godebug, "-X", s.define, "-o", s.output, "."}
	cases := map[string]struct {
		args   []string
		goroot string
		says   string
	}{
		"no go command to hand over to": {whole, t.TempDir(), "bin/go: no such file"},
		"an unknown flag":               {append([]string{"-quick"}, whole...), goroot, "not defined: -quick"},
		"no output named":               {[]string{"-std", s.std, "-godebug", s.godebug, "."}, goroot, "Usage"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			ours := exec.Command(program, c.args...)
			ours.Env = append(os.Environ(), "GOROOT="+c.goroot)
			words, _ := ours.CombinedOutput()
			if ours.ProcessState.ExitCode() != ownFault || !strings.Contains(string(words), c.says) {
				t.Errorf("ended with %d: %s", ours.ProcessState.ExitCode(), words)
			}
		})
	}
}

// A Go that package start was not made for has no such package in its list.
func TestWithoutAStartTheGoCommandBuilds(t *testing.T) {
	s := moduleOf(t, plain(), false)
	list, err := os.ReadFile(s.std)
	if err != nil {
		t.Fatal(err)
	}
	write(t, s.std, regexp.MustCompile(`(?m)^packagefile assay.test/testbuild/start=.*\n`).ReplaceAllString(string(list), ""))
	if err := makeBinary(s); err == nil || !strings.Contains(err.Error(), "does not fit") {
		t.Errorf("makeBinary says %v", err)
	}
}

// Every exercise of ours is built the quick way. (Whether it is plain does not depend on the
// solution, whose imports the manifest limits to the standard library.)
func TestOurExercisesArePlain(t *testing.T) {
	const exercises = "../../../exercises"
	manifests, err := filepath.Glob(exercises + "/*/exercise.json")
	if err != nil || len(manifests) < 21 {
		t.Fatalf("%d exercises (%v)", len(manifests), err)
	}
	std := filepath.Join(t.TempDir(), "packages")
	names := strings.Fields(goCommand(t, "list", "std") + " " + goCommand(t, "-C", exercises+"/testkit", "list", "./...") + " " + startPackage)
	write(t, std, "packagefile "+strings.Join(names, "=file\npackagefile ")+"=file\n")
	for _, manifest := range manifests {
		exercise := filepath.Dir(manifest)
		t.Run(filepath.Base(exercise), func(t *testing.T) {
			dir := t.TempDir()
			for _, part := range []string{"starter", "hidden"} {
				if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(exercise, part))); err != nil {
					t.Fatal(err)
				}
				sources, _ := filepath.Glob(filepath.Join(dir, part, "*"))
				for _, source := range sources {
					if strings.HasSuffix(source, "_test.go") == (part == "hidden") {
						if err := os.Rename(source, filepath.Join(dir, filepath.Base(source))); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			m, err := readModule(dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := readPackage(settings{dir: dir, below: ".", std: std, race: true}, m); err != nil {
				t.Error(err)
			}
		})
	}
}
