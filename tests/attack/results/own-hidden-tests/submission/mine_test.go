package strict

import "testing"

func TestSum(*testing.T)     {}
func TestSquares(*testing.T) {}
func TestEach(*testing.T)    {}
