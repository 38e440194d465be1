package problem

import (
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
)

// DefaultTypeBase is the prefix of problem types where a site has no canonical
// address: a reference relative to the answer.
const DefaultTypeBase = "/_signpost/problems/"

const aboutBlank = "about:blank"

// Describe puts a problem into words for one reader. What it takes from the
// upstream it redacts first, whether p was redacted or not.
//
// A known cause gives the type TypeBase + cause and a title in the reader's
// language; everything else, [Unknown] too, is about:blank with the reason
// phrase as title (RFC 9457 4.2.1). Under a 5xx, for an error of the edge
// itself and with HideQuote no word of the upstream is used.
func Describe(p Problem, o DescribeOptions) Document {
	o = o.withDefaults(p)
	o.Reference = opaque(o.Reference)
	p = Redact(p, o.Hosts)
	if !o.quotes() {
		p.Summary, p.Errors, p.UpstreamSteps = "", nil, nil
	}
	words := o.words(p)
	d := Document{
		Type:       aboutBlank,
		Title:      o.Status.Reason(),
		Status:     o.Status,
		Instance:   instance(o.Reference),
		Cause:      p.Cause,
		RetryAfter: int(o.RetryAfter.Seconds()),
		Reference:  orElse(o.Reference, p.Reference),
		Errors:     p.Errors,
		Lang:       o.Lang,
		Sentence:   words.Sentence,
		Quote:      p.Summary,
		Violated:   o.Violated,
		Until:      o.Until,
	}
	d.Type = orElse(o.Type, d.Type)
	d.Detail = orElse(p.Summary, words.Sentence)
	d.Steps = append(append(d.Steps, p.UpstreamSteps...), words.Steps...)
	if !o.Status.Is(p.Status) {
		d.UpstreamStatus = p.Status
	}
	if o.Origin != "" {
		d.UpstreamStatus, d.Cause, d.Origin = 0, "", o.Origin
		return d
	}
	d.describeConflict(p, o, words)
	return d
}

// describeConflict fills in what only conflicts have.
func (d *Document) describeConflict(p Problem, o DescribeOptions, words locale.Words) {
	if p.Cause == "" {
		return
	}
	d.CurrentVersion, d.YourVersion = p.CurrentVersion, p.YourVersion
	d.Retryable = p.Retryable
	d.Masked = p.Masked
	if o.quotes() {
		d.Resource, d.Field, d.LockOwner = p.Resource, p.Field, p.LockOwner
		if p.LockOwner == AnotherUser {
			d.LockOwner = o.Lang.Label(locale.LabelAnotherUser)
		}
	}
	if p.Cause != Unknown {
		d.Type = o.TypeBase + string(p.Cause)
		d.Title = orElse(words.Heading, d.Title)
	}
}

func (o DescribeOptions) withDefaults(p Problem) DescribeOptions {
	if o.Lang == nil {
		o.Lang = locale.English()
	}
	if !o.Status.Valid() {
		o.Status = p.Status
	}
	if o.TypeBase == "" {
		o.TypeBase = DefaultTypeBase
	}
	return o
}

// quotes reports whether words of the upstream may be shown.
func (o DescribeOptions) quotes() bool {
	return !o.HideQuote && o.Origin == "" && !o.Status.IsServerError()
}

// words chooses our own words: those of the edge's own error, of the cause, or
// of the status.
func (o DescribeOptions) words(p Problem) locale.Words {
	have := locale.Have{Reference: orElse(o.Reference, p.Reference) != "", Wait: o.RetryAfter > 0, KeptText: o.KeptText}
	words := o.Lang.Status(o.Status, have)
	if o.Origin != "" {
		words.Sentence = orElse(o.Lang.Own(o.Origin), words.Sentence)
		return words
	}
	if p.Cause == "" {
		return words
	}
	if byCause, ok := o.Lang.Cause(string(p.Cause), p.Field, have); ok {
		return byCause
	}
	return words
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// instance makes a URI of a request id.
func instance(reference string) string {
	switch {
	case reference == "":
		return ""
	case uuidForm.MatchString(reference):
		return "urn:uuid:" + strings.ToLower(reference)
	}
	return "urn:signpost:" + escapeURN(reference)
}

// escapeURN percent-encodes all but unreserved characters (RFC 3986 2.3).
func escapeURN(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
	}
	return b.String()
}
