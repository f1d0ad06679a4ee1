package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
)

// inspection is one file on its way to a report.
type inspection struct {
	report *fileReport
	fset   *token.FileSet
	left   int  // how many mentions may still be added
	full   bool // whether there were more
	file   *ast.File
	usedAt []token.Pos // of the report's uses, one each
	dead   []span      // see bury
}

// inspect reports on one file. `whole` is false if source was cut; `left` is how many
// mentions there is room for. What the file means beside others comes later, by bury.
func inspect(path string, source []byte, whole bool, left int) *inspection {
	in := &inspection{
		report: &fileReport{
			Path: path, ParseErrors: []mention{}, Imports: []importReport{}, Directives: []mention{},
			Uses: []mention{}, Dead: []mention{}, Assigned: []mention{}, Declarations: []mention{}, Lines: countLines(source),
		},
		fset: token.NewFileSet(),
		left: left,
	}
	if !whole {
		in.fail(1, 1, fmt.Sprintf("the file has more than %d bytes", maxFileBytes))
		return in
	}
	in.look(path, source)
	if in.full {
		in.fail(1, 1, "the file has more names and directives than can be checked")
	}
	return in
}

// look fills the report. Should the standard library panic over the file, the file is
// at fault as far as anyone can tell.
func (in *inspection) look(path string, source []byte) {
	defer func() {
		if p := recover(); p != nil {
			in.fail(1, 1, cut(fmt.Sprint("the file cannot be read: ", p)))
		}
	}()
	tooDeep := in.scan(source)
	in.report.BuildConstraint = nameConstraint(path)
	if tooDeep {
		return
	}
	file, err := parser.ParseFile(in.fset, "", source, parser.ParseComments|parser.AllErrors)
	in.parseErrors(err)
	if file == nil {
		return
	}
	if err == nil {
		in.file = file
	}
	if file.Name != nil && file.Name.Name != "_" {
		in.report.Package = file.Name.Name
	}
	in.report.BuildConstraint = both(constraintIn(file), in.report.BuildConstraint)
	in.imports(file)
	in.uses(file)
	in.assigned(file)
	in.declarations(file)
	if len(in.report.ParseErrors) == 0 && depth(file) <= maxFormatDepth {
		formatted, err := format.Source(source)
		in.report.Formatted = err == nil && bytes.Equal(formatted, source)
	}
}

// fail adds a parse error, unless there are plenty: one is enough to keep the file out.
func (in *inspection) fail(line, column int, text string) {
	if len(in.report.ParseErrors) >= maxParseErrors {
		return
	}
	in.report.ParseErrors = append(in.report.ParseErrors, mention{text, line, column})
}

// add appends a mention to a list, as long as there is room.
func (in *inspection) add(list *[]mention, pos token.Pos, text string) {
	if in.left <= 0 {
		in.full = true
		return
	}
	in.left--
	at := in.at(pos)
	*list = append(*list, mention{cut(text), at.Line, at.Column})
}

// at is where something really is, whatever //line says.
func (in *inspection) at(pos token.Pos) token.Position {
	return in.fset.PositionFor(pos, false)
}

// scan counts tokens and finds directives. It tells whether brackets are nested too
// deep to parse.
func (in *inspection) scan(source []byte) (tooDeep bool) {
	file := in.fset.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, func(token.Position, string) {}, scanner.ScanComments)
	nesting := 0
	for {
		pos, tok, literal := s.Scan()
		switch tok {
		case token.EOF:
			return tooDeep
		case token.COMMENT:
			in.comment(pos, literal)
			continue
		case token.SEMICOLON:
			if literal == "\n" {
				continue // the scanner's own
			}
		case token.LPAREN, token.LBRACE, token.LBRACK:
			nesting++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			nesting = max(nesting-1, 0)
		}
		in.report.Tokens++
		if nesting > maxNesting && !tooDeep {
			tooDeep = true
			at := in.at(pos)
			in.fail(at.Line, at.Column, "brackets are nested too deep")
		}
	}
}

func (in *inspection) parseErrors(err error) {
	list, ok := err.(scanner.ErrorList)
	if !ok {
		if err != nil {
			in.fail(1, 1, cut(err.Error()))
		}
		return
	}
	list.RemoveMultiples()
	for _, e := range list {
		at := in.unadjusted(e.Pos)
		in.fail(at.Line, at.Column, cut(e.Msg))
	}
}

// unadjusted undoes the effect of //line on the position of an error. Only the last file
// of the set has been parsed.
func (in *inspection) unadjusted(p token.Position) token.Position {
	var last *token.File
	in.fset.Iterate(func(f *token.File) bool { last = f; return true })
	if last == nil || p.Offset < 0 || p.Offset > last.Size() {
		return token.Position{Line: 1, Column: 1}
	}
	return last.PositionFor(last.Pos(p.Offset), false)
}

func (in *inspection) imports(file *ast.File) {
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has complained
		}
		at := in.at(spec.Pos())
		if len(path) > maxTextBytes {
			in.fail(at.Line, at.Column, "an import path is too long")
			continue
		}
		if in.left <= 0 {
			in.full = true
			return
		}
		in.left--
		in.report.Imports = append(in.report.Imports, importReport{path, localName(spec), at.Line, at.Column})
	}
}

func localName(spec *ast.ImportSpec) string {
	if spec.Name == nil {
		return ""
	}
	return cut(spec.Name.Name)
}

// declarations lists package-level names, methods as "Type.Method".
func (in *inspection) declarations(file *ast.File) {
	for _, declared := range file.Decls {
		switch d := declared.(type) {
		case *ast.FuncDecl:
			in.declare(d.Name, receiver(d))
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					in.declare(s.Name, "")
				case *ast.ValueSpec:
					for _, name := range s.Names {
						in.declare(name, "")
					}
				}
			}
		}
	}
}

func (in *inspection) declare(name *ast.Ident, receiver string) {
	if name == nil || name.Name == "_" {
		return
	}
	in.add(&in.report.Declarations, name.Pos(), receiver+name.Name)
}

// receiver is "T." for methods of T and *T, generic or not, and "" for functions.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	for t := d.Recv.List[0].Type; ; {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "."
		default:
			return "?."
		}
	}
}

// depth is how many nodes of the tree lie one in another at most.
func depth(file *ast.File) int {
	now, most := 0, 0
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			now--
		} else {
			now++
			most = max(most, now)
		}
		return true
	})
	return most
}

// countLines counts a last line without a newline too.
func countLines(source []byte) int {
	n := bytes.Count(source, []byte("\n"))
	if len(source) > 0 && source[len(source)-1] != '\n' {
		n++
	}
	return n
}
