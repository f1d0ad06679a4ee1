package harness

import (
	"flag"
	"os"
	"runtime"
	"testing"
)

// process is the state that all tests share and that candidate code can reach. It
// is put back before each test, so that one test's mischief does not reach into the
// next, nor an init's into all.
type process struct {
	procs          int
	stdout, stderr *os.File // kept, since a file that is dropped closes its descriptor
	flags          []setting
}

// setting is a flag of package testing and the value it must have.
type setting struct {
	flag flag.Value
	want string
}

// Those that decide which tests run, how often and beside which others.
var settings = map[string]string{
	"test.run": "", "test.skip": "", "test.count": "1", "test.failfast": "false",
	"test.parallel": "4", "test.short": "false", "test.timeout": "0s", "test.v": "false",
	"test.cpu": "", "test.list": "", "test.bench": "", "test.fuzz": "", "test.shuffle": "off",
}

// capture remembers the state and makes testing ready for RunTests.
//
// RunTests runs each test once for every entry of a list that only M.Run fills, from
// -test.cpu or else from GOMAXPROCS. So M.Run runs first, and is told to find nothing;
// what it prints about that goes nowhere.
func capture(m *testing.M, procs int) *process {
	p := &process{procs: procs, stdout: os.Stdout, stderr: os.Stderr}
	if p.stdout == nil {
		p.stdout = os.NewFile(1, "/dev/stdout")
	}
	if p.stderr == nil {
		p.stderr = os.NewFile(2, "/dev/stderr")
	}
	for name, want := range settings {
		if f := flag.Lookup(name); f != nil {
			p.flags = append(p.flags, setting{f.Value, want})
		}
	}
	p.restore()
	if f := flag.Lookup("test.run"); f == nil || f.Value.Set("^$") != nil {
		refuse("package testing does not have its flags")
	}
	os.Stdout, os.Stderr = nil, nil
	m.Run()
	p.restore()
	return p
}

// restore puts everything back.
func (p *process) restore() {
	os.Args = []string{"exercise.test"}
	os.Stdout, os.Stderr = p.stdout, p.stderr
	for _, s := range p.flags {
		if s.flag.Set(s.want) != nil {
			refuse("package testing does not take its own flags")
		}
	}
	runtime.GOMAXPROCS(p.procs)
}
