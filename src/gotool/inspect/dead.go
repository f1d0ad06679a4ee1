package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"slices"
)

// A rubric may demand that a submission calls something, and a name that stands where it
// never runs is no call. So the uses are reported that, as far as names tell,
//
//   - lie behind a condition that is constant, or behind a return or a panic,
//   - are in a function, method or variable that nothing exported leads to,
//   - give a value that is thrown away: to the blank identifier, or by a statement that
//     does nothing but call a function without effects.
//
// It errs towards life: every mention of a name counts for everything of that name. What
// runs to no purpose (a result that is looked at and ignored, a variable that is never
// true, an exported function that nobody asked for) takes a reader to see.

// program is all files together, since code of one may lead to code of another.
type program struct {
	consts map[string]ast.Expr // those of package level
	parts  map[string][]*part  // by the names that can bring them to life
	steps  int                 // of evaluating conditions; constants made of constants could take for ever
}

// part is a declaration of package level.
type part struct {
	file     *inspection
	node     ast.Node
	names    []string // to be mentioned for it to live; exported ones always are
	method   bool     // whether all of the names must be, its type's and its own
	mentions []string // what it leads to
	alive    bool
}

// bury fills `Dead` of each report. `left` is how many mentions there is room for.
func bury(files []*inspection, left int) {
	defer func() {
		if p := recover(); p != nil && len(files) > 0 {
			files[0].fail(1, 1, "the files cannot be read together")
		}
	}()
	p := &program{consts: map[string]ast.Expr{}, parts: map[string][]*part{}}
	var all []*part
	for _, in := range files {
		if in.file != nil {
			all = append(all, p.declared(in)...)
		}
	}
	for _, one := range all {
		w := walker{program: p, in: one.file, mentions: map[string]bool{}}
		w.imported, _ = localPaths(one.file.file)
		w.walk(one.node)
		for name := range w.mentions {
			one.mentions = append(one.mentions, name)
		}
	}
	p.resurrect(all)
	for _, one := range all {
		if !one.alive {
			one.file.dead = append(one.file.dead, span{one.node.Pos(), one.node.End()})
		}
	}
	for _, in := range files {
		in.left = left
		in.mentionDead()
		left = in.left
	}
}

// declared lists the parts of a file, and notes its constants.
func (p *program) declared(in *inspection) (found []*part) {
	add := func(node ast.Node, method bool, names ...string) {
		one := &part{file: in, node: node, names: names, method: method}
		for _, name := range names {
			p.parts[name] = append(p.parts[name], one)
		}
		found = append(found, one)
	}
	for _, declared := range in.file.Decls {
		switch d := declared.(type) {
		case *ast.FuncDecl:
			if of := receiver(d); of != "" {
				add(d, true, of[:len(of)-1], d.Name.Name)
			} else {
				add(d, false, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					add(s, false, s.Name.Name)
				case *ast.ValueSpec:
					names := make([]string, len(s.Names))
					for i, name := range s.Names {
						names[i] = name.Name
						if d.Tok == token.CONST && i < len(s.Values) {
							p.consts[name.Name] = s.Values[i]
						}
					}
					add(s, false, names...)
				}
			}
		}
	}
	return found
}

// resurrect marks what exported names, init and main lead to.
func (p *program) resurrect(all []*part) {
	said := map[string]bool{"init": true, "main": true}
	known := func(name string) bool { return said[name] || ast.IsExported(name) }
	unknown := func(name string) bool { return !known(name) }
	var next []*part
	try := func(one *part) {
		lives := slices.ContainsFunc(one.names, known)
		if one.method {
			lives = !slices.ContainsFunc(one.names, unknown)
		}
		if lives && !one.alive {
			one.alive = true
			next = append(next, one)
		}
	}
	for _, one := range all {
		try(one)
	}
	for len(next) > 0 {
		one := next[len(next)-1]
		next = next[:len(next)-1]
		for _, name := range one.mentions {
			if name == "_" || known(name) {
				continue
			}
			said[name] = true
			for _, named := range p.parts[name] {
				try(named)
			}
		}
	}
}

// span is source that is dead.
type span struct{ from, to token.Pos }

// mentionDead lists the uses that lie in dead spans.
func (in *inspection) mentionDead() {
	slices.SortFunc(in.dead, func(a, b span) int { return int(a.from) - int(b.from) })
	for i := 1; i < len(in.dead); i++ { // so that the ends grow too
		in.dead[i].to = max(in.dead[i].to, in.dead[i-1].to)
	}
	for i, pos := range in.usedAt {
		at, _ := slices.BinarySearchFunc(in.dead, pos, func(s span, pos token.Pos) int {
			if s.from <= pos {
				return -1
			}
			return 1
		})
		if at > 0 && pos < in.dead[at-1].to {
			in.add(&in.report.Dead, pos, in.report.Uses[i].Text)
		}
		if in.full {
			in.fail(1, 1, "the file has more names and directives than can be checked")
			return
		}
	}
}

// truth evaluates a condition, if it is constant.
func (p *program) truth(e ast.Expr, depth int) (value, known bool) {
	v := p.value(e, depth)
	if v == nil || v.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(v), true
}

const (
	maxConstantDepth = 20
	maxLiteral       = 100 // bytes
	maxSteps         = 10_000_000
)

// value gives booleans, literals, what they are compared and joined to, and constants that
// stand for these; nil otherwise.
func (p *program) value(e ast.Expr, depth int) constant.Value {
	p.steps++
	if depth > maxConstantDepth || p.steps > maxSteps {
		return nil
	}
	switch x := e.(type) {
	case *ast.ParenExpr:
		return p.value(x.X, depth+1)
	case *ast.BasicLit:
		if len(x.Value) <= maxLiteral {
			return constant.MakeFromLiteral(x.Value, x.Kind, 0)
		}
	case *ast.Ident:
		return p.named(x, depth+1)
	case *ast.UnaryExpr:
		if v, known := p.truth(x.X, depth+1); known && x.Op == token.NOT {
			return constant.MakeBool(!v)
		}
	case *ast.BinaryExpr:
		return p.joined(x, depth+1)
	}
	return nil
}

func (p *program) named(x *ast.Ident, depth int) constant.Value {
	if x.Obj == nil {
		if e, found := p.consts[x.Name]; found {
			return p.value(e, depth)
		}
		if x.Name == "true" || x.Name == "false" {
			return constant.MakeBool(x.Name == "true")
		}
		return nil
	}
	spec, ok := x.Obj.Decl.(*ast.ValueSpec)
	if !ok || x.Obj.Kind != ast.Con {
		return nil
	}
	for i, name := range spec.Names {
		if name.Name == x.Name && i < len(spec.Values) {
			return p.value(spec.Values[i], depth)
		}
	}
	return nil
}

func (p *program) joined(x *ast.BinaryExpr, depth int) constant.Value {
	switch x.Op {
	case token.LAND, token.LOR:
		ends := x.Op == token.LOR // the value that settles it, whatever the other is
		left, leftKnown := p.truth(x.X, depth)
		right, rightKnown := p.truth(x.Y, depth)
		if leftKnown && left == ends || rightKnown && right == ends {
			return constant.MakeBool(ends)
		}
		if leftKnown && rightKnown {
			return constant.MakeBool(!ends)
		}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		left, right := p.value(x.X, depth), p.value(x.Y, depth)
		if left == nil || right == nil || !mayCompare(left, right, x.Op) {
			return nil
		}
		return constant.MakeBool(constant.Compare(left, x.Op, right))
	}
	return nil
}

// mayCompare tells whether constant.Compare takes these without a panic.
func mayCompare(a, b constant.Value, op token.Token) bool {
	number := func(v constant.Value) bool { return v.Kind() == constant.Int || v.Kind() == constant.Float }
	switch {
	case number(a) && number(b), a.Kind() == constant.String && b.Kind() == constant.String:
		return true
	}
	return a.Kind() == constant.Bool && b.Kind() == constant.Bool && (op == token.EQL || op == token.NEQ)
}
