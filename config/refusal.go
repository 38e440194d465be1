package config

import "fmt"

// refusal is why a text is no value of its type, and what to write instead.
type refusal struct{ text, hint string }

func (r *refusal) Error() string { return r.text }

// refuse says that a value is wrong. An empty hint is none.
func refuse(hint, format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...), hint}
}
