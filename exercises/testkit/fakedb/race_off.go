//go:build !race

package fakedb

func overlook() {}
func regard()   {}

const raceEnabled = false
