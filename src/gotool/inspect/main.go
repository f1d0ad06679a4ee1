// Inspect reads Go files that nobody trusts and says what is in them, as one JSON
// document on standard output:
//
//	inspect DIR < list
//
// The list holds file names relative to DIR, one a line. Nothing is judged here; the
// policy (src/workspace) does that in C++, and src/gotool/inspection reads the
// document.
//
// A file that is no Go gets parse errors; so does one that exceeds a cap of this
// program (limits.go), because what was not looked at must not pass. The output is a
// function of the files and the version of Go alone. The exit code is 0 unless a file
// cannot be read, which is the caller's doing and no candidate's.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

const schemaVersion = 1

// document is what is printed; its fields are those of assay::Inspection.
type document struct {
	SchemaVersion int           `json:"schema_version"`
	Files         []*fileReport `json:"files"`
}

type fileReport struct {
	Path            string         `json:"path"`
	Package         string         `json:"package"`
	ParseErrors     []mention      `json:"parse_errors"`
	Imports         []importReport `json:"imports"`
	Directives      []mention      `json:"directives"`
	Uses            []mention      `json:"uses"`
	Dead            []mention      `json:"dead"`
	Assigned        []mention      `json:"assigned"`
	Declarations    []mention      `json:"declarations"`
	BuildConstraint string         `json:"build_constraint"`
	Formatted       bool           `json:"formatted"`
	Lines           int            `json:"lines"`
	Tokens          int            `json:"tokens"`
}

type mention struct {
	Text   string `json:"text"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type importReport struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: inspect DIR < list")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "inspect:", err)
		os.Exit(1)
	}
}

func run(dir string, list io.Reader, out io.Writer) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	doc := document{SchemaVersion: schemaVersion, Files: []*fileReport{}}
	left := maxMentions
	var files []*inspection
	names := bufio.NewScanner(list)
	for names.Scan() {
		source, whole, err := read(root, names.Text())
		if err != nil {
			return err
		}
		in := inspect(names.Text(), source, whole, left)
		left -= in.report.mentions()
		files = append(files, in)
		doc.Files = append(doc.Files, in.report)
	}
	if err := names.Err(); err != nil {
		return err
	}
	bury(files, left)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(doc)
}

// read gives the bytes of a regular file below root, and whether these are all.
func read(root *os.Root, name string) (source []byte, whole bool, err error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, false, fmt.Errorf("%s is no regular file", name)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	source, err = io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if len(source) > maxFileBytes {
		return source[:maxFileBytes], false, err
	}
	return source, true, err
}

// mentions counts what the file adds to the size of the document.
func (r *fileReport) mentions() int {
	return len(r.ParseErrors) + len(r.Imports) + len(r.Directives) + len(r.Uses) + len(r.Assigned) + len(r.Declarations)
}
