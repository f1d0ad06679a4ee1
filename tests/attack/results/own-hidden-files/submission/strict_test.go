package strict_test

import "testing"

func TestSum(*testing.T)     {}
func TestSquares(*testing.T) {}
func TestEach(*testing.T)    {}
