package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// rescue is what a read that fails may still get in the place of its error: a
// last-good copy, or a 503 in the place of a conflict. Whoever asks gets the
// same.
type rescue struct {
	ex      *exchange
	site    *site
	failure *refusal      // of an own error
	cause   problem.Cause // of a conflict, once its body was looked at
}

// rescue returns what the exchange may still get in the place of a status; nil
// for all but reads that fail, and robots.txt.
func (ex *exchange) rescue(code status.Code, own *refusal) *rescue {
	if ex.site == nil || ex.site.state == nil || ex.in.Method != http.MethodGet && ex.in.Method != http.MethodHead ||
		!code.IsError() && !ex.isRobots() {
		return nil
	}
	return &rescue{ex: ex, site: ex.site, failure: own}
}

// offer looks for a copy when a rule of the owner asks for one; nil where none
// can be.
func (r *rescue) offer(code status.Code) func() bool {
	if r == nil {
		return nil
	}
	return func() bool {
		_, ok := r.copy("last-good", code)
		return ok
	}
}

// copy looks for a copy and makes it the answer of the exchange.
func (r *rescue) copy(detail string, code status.Code) (lastgood.Copy, bool) {
	c, ok := r.site.state.copies.Load().Find(r.ex.ask(), r.site.lastGood)
	if ok {
		r.take(c, detail, code)
	}
	return c, ok
}

func (r *rescue) take(c lastgood.Copy, detail string, code status.Code) {
	event := lastgood.Event{Detail: detail, Forwarded: true, Status: code}
	if r.failure != nil {
		event.Forwarded, event.Status = !unasked.has(r.failure.Type), 0
	}
	r.ex.copy = &copied{c, event}
}

// unasked are the own errors (RFC 9209) that are made before anybody asks the
// site's servers.
var unasked = newWordSet(`destination_unavailable destination_not_found connection_limit_reached http_request_denied
	proxy_internal_response proxy_internal_error proxy_configuration_error proxy_loop_detected`)

// reachErrors are the own errors that say that the site's servers gave no
// answer that could be used.
var reachErrors = newWordSet(`dns_timeout dns_error connection_refused destination_ip_unroutable connection_timeout
	connection_limit_reached destination_unavailable tls_certificate_error tls_alert_received tls_protocol_error
	connection_write_timeout connection_read_timeout connection_terminated http_response_timeout http_protocol_error
	http_response_incomplete http_response_header_section_size http_response_transfer_coding http_response_content_coding
	http_response_body_size`)

var (
	// pageFailures are those of RFC 5861 section 4.
	pageFailures = status.MustParseSet("500,502-504")
	// fileFailures make a crawler stop: RFC 9309 section 2.3.1.4 and its readers.
	fileFailures = status.MustParseSet("5xx,429")
)

// lastGoodCopy answers for a page, or a sitemap, that the site cannot give.
func lastGoodCopy(j *judgement) (Verdict, bool) {
	r := j.rescue
	if r == nil || !fileFailures.Has(j.Status) || r.failure != nil && !reachErrors.has(r.failure.Type) {
		return Verdict{}, false
	}
	c, ok := r.site.state.copies.Load().Find(r.ex.ask(), r.site.lastGood)
	if !ok || c.Subject == lastgood.Page && !pageFailures.Has(j.Status) {
		return Verdict{}, false
	}
	r.take(c, "last-good", j.Status)
	return Verdict{Action: LastGood, Status: status.OK, Why: []string{"last-good: " + j.Status.String() + " -> copy"}}, true
}
