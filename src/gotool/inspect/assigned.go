package main

import (
	"go/ast"
	"go/token"
	"strconv"
)

// assigned lists the variables of imported packages that the file changes, or takes the
// address of, as "import/path.Name": whole, a field or an element of them, or what they
// point to. Such variables are everybody's: what one package puts into io.EOF or
// http.DefaultTransport, the tests beside it find there. A local variable that was given
// such a one's value is followed within its file, since the value may be a pointer; what a
// function is handed, or a field holds, is not.
func (in *inspection) assigned(file *ast.File) {
	paths, dotted := localPaths(file)
	foreign := aliases(file)
	note := func(target ast.Expr) {
		root := rootOf(target)
		if name := baseOf(target); name != nil && name != ast.Unparen(target) && foreign[name.Obj] != nil {
			root = foreign[name.Obj]
		}
		switch root := root.(type) {
		case *ast.SelectorExpr:
			base := ast.Unparen(root.X).(*ast.Ident)
			for _, path := range paths[base.Name] {
				in.mentionName(&in.report.Assigned, base.Pos(), path, root.Sel.Name)
			}
		case *ast.Ident:
			for _, path := range dotted {
				in.mentionName(&in.report.Assigned, root.Pos(), path, root.Name)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			for _, target := range s.Lhs {
				note(target)
			}
		case *ast.IncDecStmt:
			note(s.X)
		case *ast.RangeStmt:
			if s.Tok == token.ASSIGN {
				note(s.Key)
				note(s.Value)
			}
		case *ast.UnaryExpr:
			if s.Op == token.AND {
				note(s.X)
			}
		}
		return true
	})
}

// rootOf finds the name that an expression to be changed begins with: `pkg.Name`, or a
// name that the file does not declare. It is nil if there is none: what a call returns is
// nobody's variable.
func rootOf(target ast.Expr) ast.Expr {
	for {
		switch x := target.(type) {
		case *ast.ParenExpr:
			target = x.X
		case *ast.StarExpr:
			target = x.X
		case *ast.IndexExpr:
			target = x.X
		case *ast.SliceExpr:
			target = x.X
		case *ast.TypeAssertExpr:
			target = x.X
		case *ast.SelectorExpr:
			if base, ok := ast.Unparen(x.X).(*ast.Ident); ok {
				if base.Obj == nil {
					return x
				}
				return nil
			}
			target = x.X
		case *ast.Ident:
			if x.Obj == nil && x.IsExported() {
				return x
			}
			return nil
		default:
			return nil
		}
	}
}

// aliases finds the variables of a file that were given what another package's name stands
// for, be it through a type assertion or through each other.
func aliases(file *ast.File) map[*ast.Object]ast.Expr {
	found := map[*ast.Object]ast.Expr{}
	give := func(to *ast.Ident, value ast.Expr) {
		if to.Obj == nil || to.Obj.Kind != ast.Var {
			return
		}
		root := rootOf(value)
		if name := baseOf(value); name != nil && root == nil {
			root = found[name.Obj]
		}
		if root != nil {
			found[to.Obj] = root
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			for i, target := range s.Lhs {
				// In `t, ok := x.(T)` only the first is the value.
				if name, ok := target.(*ast.Ident); ok && i < len(s.Rhs) {
					give(name, s.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, name := range s.Names {
				if i < len(s.Values) {
					give(name, s.Values[i])
				}
			}
		}
		return true
	})
	return found
}

// baseOf is the variable that a target lies behind, declared in the file: t of `t.Dial`
// and of `*t`.
func baseOf(target ast.Expr) *ast.Ident {
	for {
		switch x := target.(type) {
		case *ast.ParenExpr:
			target = x.X
		case *ast.StarExpr:
			target = x.X
		case *ast.IndexExpr:
			target = x.X
		case *ast.SliceExpr:
			target = x.X
		case *ast.TypeAssertExpr:
			target = x.X
		case *ast.SelectorExpr:
			target = x.X
		case *ast.Ident:
			if x.Obj == nil {
				return nil
			}
			return x
		default:
			return nil
		}
	}
}

// localPaths gives the paths that a local name may stand for, and those of dot imports.
func localPaths(file *ast.File) (paths map[string][]string, dotted []string) {
	paths = map[string][]string{}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || len(path) > maxTextBytes {
			continue
		}
		switch name := localName(spec); name {
		case "_":
		case ".":
			dotted = append(dotted, path)
		case "":
			for _, name := range packageNames(path) {
				paths[name] = append(paths[name], path)
			}
		default:
			paths[name] = append(paths[name], path)
		}
	}
	return paths, dotted
}
