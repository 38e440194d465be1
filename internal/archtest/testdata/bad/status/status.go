// Package status may compare.
package status

// Code is a status.
type Code int

// Valid compares, here where it belongs.
func (c Code) Valid() bool { return c >= 100 && c <= 599 }
