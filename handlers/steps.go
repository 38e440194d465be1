package handlers

import (
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

func notAnError(j *judgement) (Verdict, bool) {
	return Verdict{Action: Pass}, j.Status.Valid() && !j.Status.IsError() && !j.Policy.rules().Touches(j.Status)
}

// badStatus catches numbers that HTTP does not have; net/http would panic on
// some of them.
func badStatus(j *judgement) (Verdict, bool) {
	return Verdict{Action: Restate, Status: status.BadGateway}, !j.Status.Valid()
}

// asksTheProxy catches a 407: it asks the edge for credentials, never the
// visitor (RFC 9110 section 11.7.1), whoever the visitor is.
func asksTheProxy(j *judgement) (Verdict, bool) {
	if !j.Status.Is(status.ProxyAuthRequired) || j.keepsProxyAuth() {
		return Verdict{}, false
	}
	v := Verdict{Action: Restate, Status: status.BadGateway, Why: []string{"proxy-auth: 407 -> 502"}}
	if p, ok := j.recognise(); ok && p.form != "" {
		v.Format = p.form
	}
	if j.isPreflight() {
		v.Format = Empty
	}
	return v, true
}

func upgrade(j *judgement) (Verdict, bool) {
	if j.Method != http.MethodConnect && !hasAny(j.Request, []string{"Upgrade", ":protocol"}) {
		return Verdict{}, false
	}
	return j.allow(Text, "upgrade")
}

func preflight(j *judgement) (Verdict, bool) {
	if !j.isPreflight() {
		return Verdict{}, false
	}
	return j.allow(Empty, "preflight")
}

func noTransform(j *judgement) (Verdict, bool) {
	return Verdict{Action: Pass}, j.responseToken("Cache-Control", "no-transform")
}

// optOutFields are how a site's server keeps its own answer. They never reach
// the client.
var optOutFields = []fieldValue{
	{"Signpost-Page", "keep"},
	{"X-Error-Page", "keep"},
	{"X-Error-Pages", "off"},
}

func optOut(j *judgement) (Verdict, bool) {
	for _, f := range optOutFields {
		if j.responseToken(f.name, f.prefix) {
			return Verdict{Action: Pass}, true
		}
	}
	return Verdict{}, false
}

// optIn is the wish of the site's server to be replaced.
func optIn(j *judgement) (Verdict, bool) {
	if !j.responseToken("Signpost-Page", "replace") {
		return Verdict{}, false
	}
	return j.fromCell(problem.Default), true
}

func protocolTraffic(j *judgement) (Verdict, bool) {
	p, ok := j.recognise()
	if !ok {
		return Verdict{}, false
	}
	why := "protocol: " + p.name
	if p.hint {
		why += " (by a hint, as nobody navigates)"
	}
	v, _ := j.allow(p.form, why)
	v.Varies = p.hint
	return v, true
}

// asset keeps HTML away from what a page loads: a missing script answered with
// HTML breaks strict type checks and misleads.
func asset(j *judgement) (Verdict, bool) {
	if !isAsset(j.Path, j.who) {
		return Verdict{}, false
	}
	if j.Own || j.BodyKind == problem.KindHTML {
		return Verdict{Action: Replace, Format: TinyText, Varies: true, Why: []string{"asset: HTML -> text"}}, true
	}
	return Verdict{Action: Pass, Varies: true, Why: []string{"asset: no HTML"}}, true
}

func byMatrix(j *judgement) (Verdict, bool) {
	if j.Own {
		return Verdict{Action: Replace, Varies: true, Why: describe("matrix", "own error ->", string(j.negotiated()))}, true
	}
	return j.fromCell(j.Body), true
}

// fromCell looks the verdict up in the matrix.
func (j *judgement) fromCell(body problem.BodyClass) Verdict {
	if body == problem.Leak && j.Policy.showsLeaks() {
		return Verdict{Action: Pass, Step: "leak-shown", Why: []string{"leaks: " + string(j.Policy.Leaks)}}
	}
	r, known := matrix[body]
	if !known {
		r = matrix[problem.Opaque]
	}
	if body == problem.Leak && j.BodyKind == problem.KindHTML {
		r = leakedHTML
	}
	c := r.at(j.who)
	v := Verdict{Action: c.action, Format: c.format, Varies: true}
	v.Why = describe("matrix", string(j.who), "x", string(body), "->", j.outcome(c))
	return v
}

func (j *judgement) outcome(c cell) string {
	switch {
	case c.action == Pass:
		return "pass"
	case c.format != "":
		return string(c.format)
	case j.negotiated() == HTML:
		return "page"
	}
	return strings.TrimSpace(string(j.negotiated()))
}
