//go:build ignore

package strict
