package main

import "strconv"

// startPackage is in the list of compiled packages where it fits this version of Go.
const startPackage = "assay.test/testbuild/start"

// startFile is one more file of the tests, whose package clause is given. What is inlined into
// the main package would bring package testing there after all.
func startFile(tests string) string {
	return `package ` + tests + `

import ` + strconv.Quote(startPackage) + `

//go:noinline
func AssayStart() { start.Tests(TestMain) }
`
}

// mainFile is the main package, which knows of package testing nothing.
func mainFile(path string) string {
	return `package main

import (
	_ ` + strconv.Quote(path) + `
	tests ` + strconv.Quote(path+"_test") + `
)

func main() { tests.AssayStart() }
`
}
