package main

import (
	"go/ast"
	"go/token"
)

// walker goes through a declaration, notes what its living code mentions, and which of
// its code is dead.
type walker struct {
	program  *program
	in       *inspection
	imported map[string][]string // paths by local name
	mentions map[string]bool
}

// Packages whose functions do nothing but give a value: a statement that calls one is void.
var pure = map[string]bool{
	"bytes": true, "cmp": true, "crypto/hmac": true, "errors": true, "math": true, "strconv": true, "strings": true,
}

func (w *walker) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Ident:
			w.mentions[x.Name] = true
		case *ast.IfStmt:
			return !w.constantIf(x)
		case *ast.ForStmt:
			if value, known := w.truth(x.Cond); known && !value {
				if x.Init != nil {
					w.walk(x.Init)
				}
				w.walk(x.Cond)
				w.kill(x.Body)
				return false
			}
		case *ast.BinaryExpr:
			ends := x.Op == token.LOR
			if value, known := w.truth(x.X); known && value == ends && (ends || x.Op == token.LAND) {
				w.kill(x.Y)
				return false
			}
		case *ast.BlockStmt:
			w.statements(x.List)
			return false
		case *ast.CaseClause:
			for _, e := range x.List {
				w.walk(e)
			}
			w.statements(x.Body)
			return false
		case *ast.CommClause:
			if x.Comm != nil {
				w.walk(x.Comm)
			}
			w.statements(x.Body)
			return false
		case *ast.AssignStmt:
			if allBlank(x.Lhs) {
				w.discard(x.Rhs)
				return false
			}
		case *ast.ValueSpec:
			if allBlank(identifiers(x.Names)) {
				w.discard(x.Values)
				return false
			}
		case *ast.ExprStmt:
			if call, ok := ast.Unparen(x.X).(*ast.CallExpr); ok && w.isPure(call.Fun) {
				w.discard([]ast.Expr{call})
				return false
			}
		}
		return true
	})
}

func (w *walker) truth(e ast.Expr) (value, known bool) {
	if e == nil {
		return false, false
	}
	return w.program.truth(e, 0)
}

// kill notes a span that never runs.
func (w *walker) kill(n ast.Node) { w.in.dead = append(w.in.dead, span{n.Pos(), n.End()}) }

// constantIf walks an if whose condition is known, and tells whether it was.
func (w *walker) constantIf(x *ast.IfStmt) bool {
	value, known := w.truth(x.Cond)
	if !known {
		return false
	}
	if x.Init != nil {
		w.walk(x.Init)
	}
	w.walk(x.Cond)
	alive, dead := ast.Stmt(x.Body), x.Else
	if !value {
		alive, dead = x.Else, x.Body
	}
	if alive != nil {
		w.walk(alive)
	}
	if dead != nil {
		w.kill(dead)
	}
	return true
}

// statements walks a list up to where it is left for certain; a label may be jumped to.
func (w *walker) statements(list []ast.Stmt) {
	left := false
	for _, s := range list {
		if _, labelled := s.(*ast.LabeledStmt); labelled {
			left = false
		}
		if left {
			w.kill(s)
			continue
		}
		w.walk(s)
		left = leaves(s)
	}
}

// leaves tells whether what follows a statement is out of reach.
func leaves(s ast.Stmt) bool {
	switch x := s.(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := x.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name, ok := call.Fun.(*ast.Ident)
		return ok && name.Name == "panic" && name.Obj == nil
	}
	return false
}

// discard takes values that nobody gets: a function that is merely named, or called for
// nothing, is not used. The arguments of a call are evaluated all the same.
func (w *walker) discard(values []ast.Expr) {
	for _, value := range values {
		switch x := ast.Unparen(value).(type) {
		case *ast.SelectorExpr, *ast.FuncLit:
			w.kill(x)
		case *ast.CallExpr:
			if selector, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr); ok && w.path(selector) != "" {
				w.kill(selector)
			} else {
				w.walk(x.Fun)
			}
			for _, argument := range x.Args {
				w.walk(argument)
			}
		default:
			w.walk(value)
		}
	}
}

// path is the import that a selector names, or "".
func (w *walker) path(selector *ast.SelectorExpr) string {
	base, ok := ast.Unparen(selector.X).(*ast.Ident)
	if !ok || base.Obj != nil || len(w.imported[base.Name]) == 0 {
		return ""
	}
	return w.imported[base.Name][0]
}

func (w *walker) isPure(function ast.Expr) bool {
	selector, ok := ast.Unparen(function).(*ast.SelectorExpr)
	return ok && pure[w.path(selector)]
}

func allBlank(list []ast.Expr) bool {
	for _, e := range list {
		if name, ok := e.(*ast.Ident); !ok || name.Name != "_" {
			return false
		}
	}
	return len(list) > 0
}

func identifiers(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, name := range names {
		list[i] = name
	}
	return list
}
