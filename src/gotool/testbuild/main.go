// Testbuild makes the test binary of a small module, as `go test -c` makes it, in two
// thirds of the time:
//
//	testbuild [-race] [-direct] -std IMPORTCFG -godebug TABLE -X NAME=VALUE -o BINARY PACKAGE
//
// It starts in the folder of the module; PACKAGE is "." or "./name".
//
// What the go command finds out anew for every build does not differ between
// submissions: where the standard library lies compiled, that it is up to date, what
// the compiler's and the C compiler's versions are. `assay prepare` has asked it once
// (src/gotool/prepared.cc), and testbuild runs the compiler and the linker with the
// flags that the go command gives them, but for libgcc (start/libgcc_amd64.s);
// testbuild_test.go compares the two.
//
// It does so where everything is plain: one package, its hidden tests, imports of the
// standard library and the test kit. Whatever else it meets (unusual.go), and whenever
// the compiler or the linker complains, it hands over to the go command, whose words
// about it are the right ones. So it can make a build quicker and nothing else.
//
// The files are a candidate's: testbuild runs in sandbox B like the go command.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// settings is what the command line says.
type settings struct {
	race    bool
	direct  bool   // never hand over to the go command: for tests
	std     string // file of "packagefile PATH=FILE" lines
	godebug string // file of "1.25 a=1,b=2" lines: what a module's go version sets
	define  string // for the linker's -X
	output  string
	below   string // the package's folder in the module, which is the one that we are in
	dir     string // the same, absolute
}

func main() {
	s := read()
	err := makeBinary(s)
	if err == nil {
		return
	}
	if !s.direct {
		err = handOver(s)
	}
	fail(err)
}

// ownFault is the exit status for what is not the candidate's doing. The go command, which testbuild
// becomes where the candidate's code does not compile, never ends with it.
const ownFault = 70

func fail(err error) {
	fmt.Fprintln(os.Stderr, "testbuild:", err)
	os.Exit(ownFault)
}

func read() settings {
	var s settings
	flag.CommandLine.Init(os.Args[0], flag.ContinueOnError)
	flag.BoolVar(&s.race, "race", false, "build with the race detector")
	flag.BoolVar(&s.direct, "direct", false, "fail instead of handing over to the go command")
	flag.StringVar(&s.std, "std", "", "`file` that says where compiled packages lie")
	flag.StringVar(&s.godebug, "godebug", "", "`file` of GODEBUG settings for versions of Go")
	flag.StringVar(&s.define, "X", "", "`name=value` of a variable for the linker to set")
	flag.StringVar(&s.output, "o", "", "`file` to write the binary to")
	if flag.CommandLine.Parse(os.Args[1:]) != nil {
		os.Exit(ownFault)
	}
	if flag.NArg() != 1 || s.std == "" || s.godebug == "" || s.output == "" {
		flag.Usage()
		os.Exit(ownFault)
	}
	s.below = flag.Arg(0)
	here, err := os.Getwd()
	if err != nil {
		fail(err)
	}
	s.dir = filepath.Join(here, s.below)
	return s
}

// handOver becomes the go command, and returns only where that fails.
func handOver(s settings) error {
	goCommand := filepath.Join(os.Getenv("GOROOT"), "bin/go")
	// Without -vet=off, `go test -c` refuses code that compiles for what vet says about it, such as
	// a wrong verb for Printf. GOFLAGS says what else the prepared packages were built with.
	args := []string{goCommand, "test", "-c", "-vet=off", "-trimpath"}
	if s.race {
		args = append(args, "-race")
	}
	args = append(args, "-ldflags=-s -w -X "+s.define, "-o", s.output, s.below)
	return fmt.Errorf("start %s: %w", goCommand, syscall.Exec(goCommand, args, os.Environ()))
}

// makeBinary compiles and links; what was written of the output is gone where it fails.
func makeBinary(s settings) error {
	m, err := readModule(".")
	if err != nil {
		return err
	}
	p, err := readPackage(s, m)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "testbuild-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	t, err := newTools(s, m, p, work)
	if err != nil {
		return err
	}
	if err := t.all(); err != nil {
		return errors.Join(err, removeIfThere(s.output))
	}
	return nil
}

func removeIfThere(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// run gives the output of a command that failed as an error.
func run(cmd *exec.Cmd) error {
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, out)
	}
	return nil
}
