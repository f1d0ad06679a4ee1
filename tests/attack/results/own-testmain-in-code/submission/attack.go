package strict

import "testing"

// TestMain is nobody's business here.
func TestMain(m *testing.M) {}
