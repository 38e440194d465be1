package handlers

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// lastResort is the body for when writing the real one has failed: it needs no
// template, no brand and no language.
func lastResort(code status.Code, format Format) ([]byte, Format) {
	title := code.String() + " " + code.Reason()
	if format == GRPC || format == Empty {
		return nil, format
	}
	if format == HTML {
		return fmt.Appendf(nil, `<!doctype html><html lang="en"><meta charset="utf-8">`+
			`<meta name="viewport" content="width=device-width"><title>%[1]s</title>`+
			`<main><h1>%[1]s</h1><p>Something went wrong. Please try again later.</p></main></html>`, title), HTML
	}
	return []byte(title + "\n"), Text
}

// readProblem understands an exchange. A body that breaks the reading is as good
// as none.
func readProblem(by *problem.Recogniser, ex problem.Exchange) (p problem.Problem) {
	defer func() {
		if recover() != nil {
			p = problem.Problem{Status: ex.Status}
		}
	}()
	return by.Read(ex)
}

// recoverAsError turns a panic into an error.
func recoverAsError(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("panic: %v", v)
	}
}
