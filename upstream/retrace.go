package upstream

import (
	"context"
	"net/http/httptrace"
)

// retrace returns a context with a changed copy of the caller's trace.
//
// httptrace.WithClientTrace alone would call the hooks of the old trace
// besides those of the new one, so that nothing could be kept from them.
func retrace(ctx context.Context, change func(*httptrace.ClientTrace)) context.Context {
	trace := httptrace.ClientTrace{}
	if t := httptrace.ContextClientTrace(ctx); t != nil {
		trace = *t
	}
	change(&trace)

	return httptrace.WithClientTrace(untraced{ctx}, &trace)
}

// untraced hides the trace of a context.
type untraced struct {
	context.Context
}

// Value returns every value but a trace.
func (u untraced) Value(key any) any {
	v := u.Context.Value(key)
	if _, ok := v.(*httptrace.ClientTrace); ok {
		return nil
	}

	return v
}
