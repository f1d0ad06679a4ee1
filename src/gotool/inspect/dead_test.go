package main

import (
	"strings"
	"testing"
)

// dead names the uses that are dead in the files.
func dead(sources ...string) string {
	var files []*inspection
	for _, source := range sources {
		files = append(files, inspect("x.go", []byte(source), true, maxMentions))
	}
	bury(files, maxMentions)
	said := ""
	for _, in := range files {
		for _, use := range in.report.Dead {
			said += use.Text + " "
		}
	}
	return strings.TrimSpace(said)
}

const opening = "package x\nimport \"crypto/hmac\"\n"

func TestUsesThatLive(t *testing.T) {
	for _, code := range []string{
		"func Check(a, b []byte) bool { return hmac.Equal(a, b) }",
		"func Check(a, b []byte) bool { return check(a, b) }\nfunc check(a, b []byte) bool { return hmac.Equal(a, b) }",
		"func Check(a, b []byte) bool { return equal(a, b) }\nvar equal = hmac.Equal",
		"var checks = map[string]func(a, b []byte) bool{\"HS256\": hmac.Equal}\nfunc Check(n string, a []byte) bool { return checks[n](a, a) }",
		"func New() any { return &key{} }\ntype key struct{}\nfunc (k *key) Valid(a []byte) bool { return hmac.Equal(a, a) }",
		"func New() any { return key{} }\ntype key struct{ inner }\ntype inner struct{}\nfunc (inner) Valid(a []byte) bool { return hmac.Equal(a, a) }",
		"func Check(a []byte) (ok bool) { k := key{}; return k.valid(a) }\ntype key struct{}\nfunc (k key) valid(a []byte) bool { return hmac.Equal(a, a) }",
		"func Check(a []byte) bool { if len(a) == 0 { return false }; return hmac.Equal(a, a) }",
		"func Check(a []byte) bool { if false { return false }; return hmac.Equal(a, a) }",
		"func Check(a []byte) (ok bool) { if true { ok = hmac.Equal(a, a) }; return ok }",
		"const debug = true\nfunc Check(a []byte) bool { return !debug || hmac.Equal(a, a) }",
		"func Check(a []byte) bool { goto on; on: return hmac.Equal(a, a) }",
		"func Check(a []byte) bool { return len(a) > 1 && hmac.Equal(a, a) }",
		"func Check(a []byte) bool { if hmac.Equal(a, a) && false { return true }; return false }",
		"func Check(a []byte) { _ = use(hmac.Equal(a, a)) }\nfunc use(bool) bool { return true }",
		"func Check(a []byte) { defer use(hmac.Equal(a, a)) }\nfunc use(bool) {}",
		"func init() { register(hmac.Equal) }\nfunc register(any) {}",
		"type Key[T any] struct{}\nfunc (k *Key[T]) Valid(a []byte) bool { switch { case hmac.Equal(a, a): return true }; return false }",
		"const a = 1\nfunc Check(b []byte) bool { { const a = 2; if a == 1 { return false } }; if a != 1 { return true }; return hmac.Equal(b, b) }",
	} {
		if said := dead(opening + code); said != "" {
			t.Errorf("%s is said to be dead in\n%s", said, code)
		}
	}
}

func TestUsesThatAreDead(t *testing.T) {
	for _, code := range []string{
		"var _ = hmac.Equal",
		"var _ = hmac.Equal(nil, nil)",
		"var unused = hmac.Equal",
		"func Check(a []byte) { _ = hmac.Equal }",
		"func Check(a []byte) { _ = hmac.Equal(a, a) }",
		"func Check(a []byte) { _, _ = hmac.Equal(a, a), 1 }",
		"func Check(a []byte) { (hmac.Equal)(a, a) }",
		"func Check(a []byte) { _ = func() bool { return hmac.Equal(a, a) } }",
		"func unused(a []byte) bool { return hmac.Equal(a, a) }",
		"func one(a []byte) bool { return two(a) }\nfunc two(a []byte) bool { return one(hmac.Equal) }",
		"type key struct{}\nfunc (k key) Valid(a []byte) bool { return hmac.Equal(a, a) }",
		"type Key struct{}\nfunc (k Key) valid(a []byte) bool { return hmac.Equal(a, a) }",
		"func Check(a []byte) bool { if false { return hmac.Equal(a, a) }; return true }",
		"func Check(a []byte) bool { if false && len(a) > 1 { return hmac.Equal(a, a) }; return true }",
		"func Check(a []byte) bool { if !true { } else { return true }; if true { return true } else { return hmac.Equal(a, a) } }",
		"func Check(a []byte) bool { if 1 > 2 { return hmac.Equal(a, a) }; return true }",
		"func Check(a []byte) bool { if \"a\" == \"b\" { return hmac.Equal(a, a) }; return true }",
		"func Check(a []byte) bool { const on = false; if on { return hmac.Equal(a, a) }; return true }",
		"func Check(a []byte) bool { for false { return hmac.Equal(a, a) }; return true }",
		"func Check(a []byte) bool { return true || hmac.Equal(a, a) }",
		"func Check(a []byte) bool { if false && hmac.Equal(a, a) { return false }; return true }",
		"func Check(a []byte) bool { if (1 == 1 || hmac.Equal(a, a)) { return false }; return true }",
		"func Check(a []byte) bool { for false && hmac.Equal(a, a) { }; return true }",
		"func Check(a []byte) bool { return false && hmac.Equal(a, a) }",
		"func Check(a []byte) bool { return true; return hmac.Equal(a, a) }",
		"func Check(a []byte) bool { panic(1); return hmac.Equal(a, a) }",
		"func Check(a []byte) bool { switch { default: return true; return hmac.Equal(a, a) } }",
		"func Check(a []byte) bool { if false { check(a) }; return true }\nfunc check(a []byte) { println(hmac.Equal(a, a)) }",
	} {
		if said := dead(opening + code); said != "crypto/hmac.Equal" {
			t.Errorf("%q is said to be dead in\n%s", said, code)
		}
	}
}

func TestFilesLeadToEachOther(t *testing.T) {
	uses := opening + "func check(a []byte) bool { if on { return true }; return hmac.Equal(a, a) }"
	calls := "package x\nconst on = %\nfunc Check(a []byte) bool { return check(a) }"
	if said := dead(uses, strings.ReplaceAll(calls, "%", "1 > 2")); said != "" {
		t.Errorf("%s is said to be dead, though the other file calls it", said)
	}
	if said := dead(uses, "package x\nfunc Check(a []byte) bool { return true }"); said != "crypto/hmac.Equal" {
		t.Errorf("%q is dead", said)
	}
}

// What would take for ever, or has no value, is no constant.
func TestConditionsWithoutEnd(t *testing.T) {
	code := opening + "const c0 = c0 && c0\n"
	for _, name := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		code += "const c" + name + " = c" + string(name[0]-1) + " && c" + string(name[0]-1) + "\n"
	}
	code += "func Check(a []byte) bool { if c8 { return true }; if 1 == \"a\" { return true }; if true > false { return true }\n"
	code += strings.Repeat("if c8 {}\n", 20_000) + "return hmac.Equal(a, a) }"
	if said := dead(code); said != "" {
		t.Errorf("%s is said to be dead", said)
	}
}

func TestDeadUsesNeedRoomToo(t *testing.T) {
	in := inspect("x.go", []byte(opening+"var _ = hmac.Equal"), true, maxMentions)
	bury([]*inspection{in}, 0)
	if len(in.report.ParseErrors) != 1 || len(in.report.Dead) != 0 {
		t.Errorf("%+v", in.report)
	}
}
