// Package report writes an audit.Report for people and programs. Each form is
// one function that takes a writer; the same report gives the same bytes.
package report
