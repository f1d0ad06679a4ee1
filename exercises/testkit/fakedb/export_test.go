package fakedb

// RaceEnabled is raceEnabled for the tests.
const RaceEnabled = raceEnabled
