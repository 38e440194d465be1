package status

import (
	"fmt"
	"net/http"
	"strconv"
)

// Code is an HTTP status code as it stands on the status line. Any int is a
// legal Code; Valid tells whether it may be sent (RFC 9110 section 15).
type Code int

// Codes that the edge sends on its own account or that other rooms name.
const (
	Continue            Code = 100
	SwitchingProtocols  Code = 101
	EarlyHints          Code = 103
	OK                  Code = 200
	NoContent           Code = 204
	NotModified         Code = 304
	PermanentRedirect   Code = 308
	BadRequest          Code = 400
	Unauthorized        Code = 401
	Forbidden           Code = 403
	NotFound            Code = 404
	MethodNotAllowed    Code = 405
	ProxyAuthRequired   Code = 407
	RequestTimeout      Code = 408
	Conflict            Code = 409
	Gone                Code = 410
	PreconditionFailed  Code = 412
	ContentTooLarge     Code = 413
	RangeNotSatisfiable Code = 416
	LegallyUnavailable  Code = 451
	MisdirectedRequest  Code = 421
	Locked              Code = 423
	UpgradeRequired     Code = 426
	PreconditionNeeded  Code = 428
	TooManyRequests     Code = 429
	HeadersTooLarge     Code = 431
	InternalServerError Code = 500
	BadGateway          Code = 502
	ServiceUnavailable  Code = 503
	GatewayTimeout      Code = 504
)

// Valid reports whether the code is within 100 to 599, the only numbers that
// RFC 9110 section 15 allows in an answer.
func (c Code) Valid() bool { return c >= 100 && c <= 599 }

// IsInformational reports a 1xx code.
func (c Code) IsInformational() bool { return c >= 100 && c <= 199 }

// IsSuccess reports a 2xx code.
func (c Code) IsSuccess() bool { return c >= 200 && c <= 299 }

// IsRedirection reports a 3xx code.
func (c Code) IsRedirection() bool { return c >= 300 && c <= 399 }

// IsClientError reports a 4xx code.
func (c Code) IsClientError() bool { return c >= 400 && c <= 499 }

// IsServerError reports a 5xx code.
func (c Code) IsServerError() bool { return c >= 500 && c <= 599 }

// IsError reports a code of 400 to 599.
func (c Code) IsError() bool { return c.IsClientError() || c.IsServerError() }

// HasBody reports whether an answer with this code may carry a body at all
// (RFC 9110 sections 15.2, 15.3.5, 15.4.5). HEAD is the caller's business.
func (c Code) HasBody() bool {
	return !c.IsInformational() && c != NoContent && c != NotModified
}

// FollowsLocation reports the redirects that a crawler follows by their
// Location field: 301, 302, 303, 307 and 308.
func (c Code) FollowsLocation() bool {
	return c == 301 || c == 302 || c == 303 || c == 307 || c == 308
}

// IsPermanentMove reports 301 and 308.
func (c Code) IsPermanentMove() bool { return c == 301 || c == 308 }

// Is reports whether c is one of others.
func (c Code) Is(others ...Code) bool {
	for _, o := range others {
		if c == o {
			return true
		}
	}
	return false
}

// Class returns "4xx" for 409 and so on, and "invalid" for what is not Valid.
func (c Code) Class() string {
	if !c.Valid() {
		return "invalid"
	}
	return strconv.Itoa(int(c)/100) + "xx"
}

// Reason returns the reason phrase: the name of the facts for an error, that
// of net/http for other codes, and the class name where neither knows one.
func (c Code) Reason() string {
	if f, ok := table[c]; ok {
		return f.Name
	}
	if text := http.StatusText(int(c)); text != "" {
		return text
	}
	return "Status " + c.Class()
}

// String returns the decimal number, as on the status line.
func (c Code) String() string { return strconv.Itoa(int(c)) }

// Parse reads a code of exactly three digits. It accepts every number from 100
// to 599 and explains what is wrong with anything else.
func Parse(s string) (Code, error) {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != 3 || !Code(n).Valid() {
		return 0, fmt.Errorf("%q is no status: use a number from 100 to 599", s)
	}
	return Code(n), nil
}
