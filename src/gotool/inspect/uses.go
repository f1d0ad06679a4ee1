package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// uses lists every use of a name of an imported package, as "import/path.Name".
//
// The parser has linked each identifier to its declaration in the file, by the
// language's rules of scope. An identifier that it could not link and that is the name
// of an import stands for the package: a package-level declaration of that name in
// another file would be an error. Where the name of a package is not known, since an
// import without a name need not end like its path, every plausible name counts.
//
// After a dot import, every exported name that is not declared in the file may come from
// it, and is reported so.
func (in *inspection) uses(file *ast.File) {
	paths, dotted := localPaths(file)
	selected := map[*ast.Ident]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		selected[selector.Sel] = true
		if base, ok := ast.Unparen(selector.X).(*ast.Ident); ok && base.Obj == nil {
			for _, path := range paths[base.Name] {
				in.use(base.Pos(), path, selector.Sel.Name)
			}
		}
		return true
	})
	for _, ident := range file.Unresolved {
		if len(dotted) == 0 {
			break
		}
		if ident.IsExported() && !selected[ident] {
			for _, path := range dotted {
				in.use(ident.Pos(), path, ident.Name)
			}
		}
	}
}

func (in *inspection) use(pos token.Pos, path, name string) {
	before := len(in.report.Uses)
	in.mentionName(&in.report.Uses, pos, path, name)
	if len(in.report.Uses) > before {
		in.usedAt = append(in.usedAt, pos)
	}
}

// mentionName adds "path.name" to a list, or fails the file where that is too long.
func (in *inspection) mentionName(list *[]mention, pos token.Pos, path, name string) {
	if len(path)+len(name) > maxTextBytes-1 {
		at := in.at(pos)
		in.fail(at.Line, at.Column, "a name is too long")
		return
	}
	in.add(list, pos, path+"."+name)
}

// packageNames are the names that the package of this path may have: the last element,
// or, before a version, the one before it ("math/rand/v2" is rand), with the parts that
// a path may have and a name may not taken off ("gopkg.in/yaml.v3", "go-cmp").
func packageNames(path string) []string {
	elements := strings.Split(path, "/")
	last := elements[len(elements)-1]
	names := []string{last}
	if isVersion(last) && len(elements) > 1 {
		last = elements[len(elements)-2]
		names = append(names, last)
	}
	if before, _, found := strings.Cut(last, "."); found {
		names = append(names, before)
	}
	if strings.Contains(last, "-") {
		parts := strings.Split(last, "-")
		names = append(names, parts...)
		names = append(names, strings.Join(parts, ""), strings.Join(parts, "_"))
	}
	return names
}

func isVersion(element string) bool {
	digits, found := strings.CutPrefix(element, "v")
	return found && digits != "" && strings.Trim(digits, "0123456789") == ""
}
