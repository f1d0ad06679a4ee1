package main

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/token"
	"io"
	"path"
	"strings"
)

// comment reports what a comment tells a tool: //go: directives, both forms of line
// directives, //export, // +build and the #cgo lines of a preamble. It does so wherever
// they stand, though the compiler obeys some of them in certain places only.
func (in *inspection) comment(pos token.Pos, text string) {
	switch {
	case strings.HasPrefix(text, "//go:"), strings.HasPrefix(text, "//line "),
		strings.HasPrefix(text, "//line\t"), strings.HasPrefix(text, "/*line "),
		strings.HasPrefix(text, "/*line\t"), strings.HasPrefix(text, "//export "),
		strings.HasPrefix(text, "//export\t"), constraint.IsPlusBuild(text):
		in.add(&in.report.Directives, pos, text)
	case strings.Contains(text, "#cgo"):
		for line := range strings.SplitSeq(text, "\n") {
			line = strings.TrimSpace(strings.TrimPrefix(line, "//"))
			if strings.HasPrefix(line, "#cgo") {
				in.add(&in.report.Directives, pos, line)
			}
		}
	}
}

// constraintIn is what the comments above the package clause demand, as written behind
// //go:build. Go reads the first such line only; all of them are given, since the policy
// wants to know that there is one.
func constraintIn(file *ast.File) string {
	result := ""
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if comment.Pos() >= file.Package {
				return result
			}
			if constraint.IsGoBuild(comment.Text) || constraint.IsPlusBuild(comment.Text) {
				result = both(result, wording(comment.Text))
			}
		}
	}
	return result
}

// wording is a constraint in the syntax of //go:build, or the line as it is where that
// is no constraint.
func wording(line string) string {
	expression, err := constraint.Parse(line)
	if err != nil {
		return cut(strings.TrimSpace(line))
	}
	return cut(expression.String())
}

// both joins two constraints, of which either may be "".
func both(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return cut(a + " && " + b)
}

// nameConstraint is what a file's name demands: "linux && amd64" for x_linux_amd64.go,
// "ignore" for names that the go command passes over. Which suffixes are names of
// systems is asked of go/build, so that it is what the toolchain believes.
func nameConstraint(name string) string {
	base := path.Base(name)
	if strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".") {
		return "ignore"
	}
	if builds(base) {
		return ""
	}
	stem, _, _ := strings.Cut(base, ".")
	parts := strings.Split(strings.TrimSuffix(stem, "_test"), "_")
	last := parts[len(parts)-1]
	if len(parts) > 2 && !builds("x_"+parts[len(parts)-2]+".go") {
		return parts[len(parts)-2] + " && " + last
	}
	return last
}

// builds tells whether a file of this name is built on a system that does not exist.
func builds(base string) bool {
	nowhere := build.Context{
		GOOS: "nowhere", GOARCH: "nothing", Compiler: "gc",
		OpenFile: func(string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("package x\n")), nil
		},
	}
	match, err := nowhere.MatchFile(".", base)
	return match && err == nil
}
