// Package start begins the tests of a binary in place of the main package that the go
// command generates, with two differences.
//
// It has no list of tests: the harness has one, from the file that assay adds to the
// hidden tests.
//
// And what package testing asks of its surroundings is answered here, not by
// testing/internal/testdeps, which brings the fuzzing engine, profiles, JSON, Go's
// parser and regular expressions with it: linking takes a quarter less without, and
// the binary is a quarter smaller. The harness lets package testing run nothing by
// itself (M.Run finds no tests; each is handed to RunTests), so nobody asks for any of
// it. Where a version of Go wants other methods, this does not compile, `assay prepare`
// notes no such package, and the go command makes every binary.
//
// It is compiled once, and is no part of the main package, because a compiler that meets
// package testing has read 50 ms worth of it: a twentieth of a grading.
package start

import (
	"errors"
	"io"
	"os"
	"reflect"
	"testing"
	"time"
)

// Tests calls the TestMain of the tests and ends the process.
func Tests(testMain func(*testing.M)) {
	m := testing.MainStart(deps{}, nil, nil, nil, nil)
	testMain(m)
	os.Exit(int(reflect.ValueOf(m).Elem().FieldByName("exitCode").Int()))
}

type deps struct{}

type entry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

var errNone = errors.New("these tests know no patterns, profiles and fuzzing")

func (deps) ImportPath() string                          { return "" }
func (deps) ModulePath() string                          { return "" }
func (deps) MatchString(string, string) (bool, error)    { return false, nil }
func (deps) SetPanicOnExit0(bool)                        {}
func (deps) StartCPUProfile(io.Writer) error             { return errNone }
func (deps) StopCPUProfile()                             {}
func (deps) StartTestLog(io.Writer)                      {}
func (deps) StopTestLog() error                          { return nil }
func (deps) WriteProfileTo(string, io.Writer, int) error { return errNone }
func (deps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []entry, []reflect.Type, string, string) error {
	return errNone
}
func (deps) RunFuzzWorker(func(entry) error) error              { return errNone }
func (deps) ReadCorpus(string, []reflect.Type) ([]entry, error) { return nil, errNone }
func (deps) CheckCorpus([]any, []reflect.Type) error            { return errNone }
func (deps) ResetCoverage()                                     {}
func (deps) SnapshotCoverage()                                  {}
func (deps) InitRuntimeCoverage() (mode string, tearDown func(string, string) (string, error), snapcov func() float64) {
	return "", nil, nil
}
