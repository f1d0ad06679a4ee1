package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// The compiler's idea of which identifiers stand for packages is in go/types. Over some
// packages of the standard library, ours must miss none of those that it finds, and list
// none that it takes for something else. (It checks without the imported packages, so
// it stays silent on some; those are not compared.)
func TestUsesAreThoseThatTheTypeCheckerSees(t *testing.T) {
	for _, name := range []string{"net/http", "go/types", "database/sql", "time", "text/template"} {
		names, _ := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", name, "*.go"))
		packages, others := 0, 0
		for _, path := range names {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			report := inspect("x.go", source, true, maxMentions).report
			ours := map[string]string{}
			for _, use := range report.Uses {
				ours[fmt.Sprintf("%d:%d", use.Line, use.Column)] = use.Text
			}
			for at, want := range byTypes(t, path, source) {
				if ours[at] != want {
					t.Errorf("%s:%s: %q, where the type checker sees %q", path, at, ours[at], want)
				}
				if want != "" {
					packages++
				} else {
					others++
				}
			}
		}
		if packages == 0 || others == 0 {
			t.Errorf("nothing was compared in %s: %d and %d", name, packages, others)
		}
	}
}

// byTypes gives the name that is used at each "line:column" where a file says a.B, or ""
// if a is no package there; only where go/types knows.
func byTypes(t *testing.T, path string, source []byte) map[string]string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Error: func(error) {}, Importer: emptyPackages{}, FakeImportC: true}
	config.Check("x", fset, []*ast.File{file}, &info)
	found := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if base, ok := selector.X.(*ast.Ident); ok && info.Uses[base] != nil {
				at := fset.PositionFor(base.Pos(), false)
				name := ""
				if pkg, ok := info.Uses[base].(*types.PkgName); ok {
					name = pkg.Imported().Path() + "." + selector.Sel.Name
				}
				found[fmt.Sprintf("%d:%d", at.Line, at.Column)] = name
			}
		}
		return true
	})
	return found
}

type emptyPackages struct{}

func (emptyPackages) Import(path string) (*types.Package, error) {
	names := packageNames(path)
	pkg := types.NewPackage(path, names[len(names)-1])
	pkg.MarkComplete()
	return pkg, nil
}
