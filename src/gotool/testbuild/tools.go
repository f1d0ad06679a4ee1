package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// tools runs the compiler and the linker for one build.
type tools struct {
	settings
	lang     string // "go1.25"
	path     string // import path of the package
	files    []string
	tests    []string
	clause   string // package of the tests
	compiled string // lines of an importcfg
	defaults string // "cryptocustomrand=1,tlssecpmlkem=0"
	work     string // folder for what comes in between
	folder   string // where compile and link are
}

func newTools(s settings, m module, p pkg, work string) (*tools, error) {
	t := &tools{settings: s, lang: m.lang, path: p.path, files: p.files, tests: p.tests, clause: p.clause, work: work}
	t.folder = filepath.Join(os.Getenv("GOROOT"), "pkg/tool", runtime.GOOS+"_"+runtime.GOARCH)
	lines, err := os.ReadFile(s.std)
	if err != nil {
		return nil, err
	}
	t.compiled = string(lines)
	t.defaults, err = godebugOf(s.godebug, m.lang)
	return t, err
}

// godebugOf finds what a module of this language version sets.
func godebugOf(table, lang string) (string, error) {
	text, err := os.ReadFile(table)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		version, values, _ := strings.Cut(strings.TrimSpace(line), " ")
		if "go"+version == lang {
			return values, nil
		}
	}
	return "", unusual("%s, which was not prepared", lang)
}

// all makes the package, its tests, the main package and the binary, in this order.
func (t *tools) all() error {
	own, tests, top := t.in("own.a"), t.in("tests.a"), t.in("main.a")
	cfg := t.compiled
	if err := t.compile(own, t.path, cfg, t.files...); err != nil {
		return err
	}
	cfg += "packagefile " + t.path + "=" + own + "\n"
	start := t.in("start.go")
	if err := os.WriteFile(start, []byte(startFile(t.clause)), 0o600); err != nil {
		return err
	}
	if err := t.compile(tests, t.path+"_test", cfg, append(t.tests, start)...); err != nil {
		return err
	}
	cfg += "packagefile " + t.path + "_test=" + tests + "\n"
	main := t.in("testmain.go")
	if err := os.WriteFile(main, []byte(mainFile(t.path)), 0o600); err != nil {
		return err
	}
	if err := t.compile(top, "main", cfg, main); err != nil {
		return err
	}
	return t.link(top, cfg)
}

func (t *tools) in(name string) string { return filepath.Join(t.work, name) }

func (t *tools) compile(out, path, cfg string, files ...string) error {
	if err := os.WriteFile(out+".cfg", []byte(cfg), 0o600); err != nil {
		return err
	}
	args := append(t.compileFlags(out, path), files...)
	cmd := exec.Command(filepath.Join(t.folder, "compile"), args...)
	cmd.Dir = t.dir
	return run(cmd)
}

func (t *tools) compileFlags(out, path string) []string {
	args := []string{
		"-o", out,
		"-trimpath", t.dir + "=>" + t.path + ";" + t.work + "=>",
		"-p", path, "-lang=" + t.lang, "-complete",
		"-goversion", runtime.Version(),
		"-c=" + strconv.Itoa(min(4, runtime.GOMAXPROCS(0))),
	}
	if t.race {
		args = append(args, "-installsuffix", "race", "-race")
	}
	// Debugging information, which the linker drops anyway (-w), is a tenth of the time that
	// compiling takes.
	return append(args, "-dwarf=false", "-nolocalimports", "-importcfg", out+".cfg", "-pack")
}

func (t *tools) link(top, cfg string) error {
	if err := os.WriteFile(t.in("link.cfg"), []byte(cfg), 0o600); err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(t.folder, "link"), append(t.linkFlags(), top)...)
	// With -trimpath a binary does not know where Go is installed.
	cmd.Env = append(os.Environ(), "GOROOT=")
	if err := run(cmd); err != nil {
		return err
	}
	if info, err := os.Stat(t.output); err != nil || info.Size() == 0 {
		return errors.Join(err, errors.New("link: no binary"))
	}
	return nil
}

func (t *tools) linkFlags() []string {
	args := []string{"-o", t.output, "-importcfg", t.in("link.cfg")}
	if t.race {
		args = append(args, "-installsuffix", "race", "-race")
		if runtime.GOARCH == "amd64" {
			args = append(args, "-libgcc=none") // start/libgcc_amd64.s
		}
	}
	if t.defaults != "" {
		args = append(args, "-X=runtime.godebugDefault="+t.defaults)
	}
	if t.define != "" {
		args = append(args, "-X", t.define)
	}
	return append(args, "-buildmode=exe", "-s", "-w", "-X", "testing.testBinary=1", "-extld=gcc")
}
