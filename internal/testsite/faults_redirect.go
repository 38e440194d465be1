package testsite

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
)

// redirectFaults are those of group D.
func redirectFaults() []Planted {
	sheet := goodPage("A sheet", "")
	long := map[string]Answer{"1": to(301, "{here}hidden2")}
	for i := 2; i <= 12; i++ {
		long[fmt.Sprintf("hidden%d", i)] = to(301, fmt.Sprintf("{here}hidden%d", i+1))
	}
	long["hidden13"] = sheet
	home := severalWith("redirect-to-home-mass", 12, always(to(301, "/")), "redirect-internal-link")
	return []Planted{
		{ID: "redirect-internal-link", Pages: map[string]Answer{"old": to(301, "{here}hidden"), "hidden": sheet}},
		{ID: "redirect-chain", Pages: map[string]Answer{"old": to(301, "{here}hidden1"), "hidden1": to(301, "{here}hidden2"), "hidden2": sheet}},
		{ID: "redirect-too-many", Pages: long},
		{ID: "redirect-loop", Pages: map[string]Answer{"a": to(301, "{here}hidden-b"), "hidden-b": to(301, "{here}a")}},
		{ID: "redirect-to-error", Pages: map[string]Answer{"old": to(301, "{here}hidden"), "hidden": errorPage(404)}},
		{
			ID: "redirect-to-soft404", Implies: []string{"redirect-internal-link"}, Pages: map[string]Answer{
				"old": to(301, "{here}hidden"), "hidden": goodPage("A sheet", `<template data-dgst="NEXT_HTTP_ERROR_FALLBACK;404"></template>`),
			},
		},
		home,
		{ID: "redirect-temporary-permanent", Implies: []string{"redirect-internal-link"}, Pages: map[string]Answer{"sheet/": to(302, "{here}sheet"), "sheet": sheet}},
		{ID: "redirect-meta-refresh", Pages: map[string]Answer{"old": sheet.replace("<title>", `<meta http-equiv="refresh" content="0; url={here}hidden"><title>`), "hidden": goodPage("Another sheet", "")}},
		linked("redirect-missing-location", Answer{Status: 302}),
		{ID: "trailing-slash", Pages: map[string]Answer{"sheet": sheet, "sheet/": sheet}},
	}
}

// targetFaults are those of group D that lie in the answer or in its target.
func targetFaults() []Planted {
	sheet := goodPage("A sheet", "")
	old := func(id string, a Answer, target Answer) Planted {
		return Planted{ID: id, Implies: []string{"redirect-internal-link"}, Pages: map[string]Answer{"old": a, "hidden": target}}
	}
	long := to(301, "{here}hidden")
	long.Header["Content-Type"], long.Body = "text/html; charset=utf-8", "<p>"+strings.Repeat("This sheet has moved. ", 600)+"</p>"
	blocked := old("redirect-to-blocked", to(301, "{here}hidden"), sheet)
	blocked.Rules, blocked.Implies = "Disallow: {here}hidden\n", []string{"robots-blocks-redirect-hop"}
	choice := errorPage(300)
	return []Planted{
		old("redirect-to-noindex", to(301, "{here}hidden"), sheet.replace("<title>", `<meta name="robots" content="noindex"><title>`)),
		blocked,
		linked("redirect-300", choice),
		linked("redirect-305-306", Answer{Status: 305, Header: map[string]string{"Location": "http://proxy.example/"}}),
		old("redirect-body-200ish", long, sheet),
		old("redirect-fragment-spa", to(301, "{here}hidden#/sheet/#/1"), sheet),
		old("redirect-cacheable-302", to(302, "{here}hidden").with("Cache-Control", "public, max-age=604800"), sheet),
	}
}

// variantFaults are those of group E: one address, several answers.
func variantFaults() []Planted {
	sheet := goodPage("A sheet", "")
	var asked atomic.Int32
	return []Planted{
		linked("head-get-mismatch", unlike(sheet, func(r *http.Request) (Answer, bool) { return errorPage(405), r.Method == http.MethodHead })),
		linked("status-by-user-agent", unlike(sheet, func(r *http.Request) (Answer, bool) {
			return errorPage(404), strings.HasPrefix(r.UserAgent(), "Mozilla/")
		})),
		linked("status-by-accept", unlike(sheet, func(r *http.Request) (Answer, bool) {
			return errorPage(500), strings.HasPrefix(r.Header.Get("Accept"), "application/json")
		})),
		linked("status-by-encoding", unlike(sheet, func(r *http.Request) (Answer, bool) {
			return errorPage(500), strings.TrimSpace(r.Header.Get("Accept-Encoding")) == "br"
		})),
		linked("content-by-user-agent", unlike(goodPage("A sheet", paragraph(1)+paragraph(2)), func(r *http.Request) (Answer, bool) {
			return goodPage("A sheet", wares), strings.Contains(r.UserAgent(), "Googlebot")
		})),
		linked("noindex-by-user-agent", unlike(sheet, func(r *http.Request) (Answer, bool) {
			return sheet.replace("<title>", `<meta name="robots" content="noindex"><title>`), strings.Contains(r.UserAgent(), "bingbot")
		})),
		linked("auth-by-method", unlike(errorPage(401).with("WWW-Authenticate", `Basic realm="sheets"`), func(r *http.Request) (Answer, bool) {
			return sheet, r.Method == http.MethodHead
		}), "link-4xx"),
		{
			ID: "status-by-query-order", Pages: map[string]Answer{"sheet?coast=north&year=1820": sheet},
			Answers: map[string]Answer{"/planted/status-by-query-order/sheet?year=1820&coast=north": errorPage(404)},
		},
		linked("status-flapping", unlike(sheet, func(*http.Request) (Answer, bool) { return errorPage(500), asked.Add(1)%2 == 1 })),
	}
}

// wares are what a page shows to search engines alone.
const wares = `<p>Cheap watches, loans and pills can be ordered here day or night with free shipping worldwide, plus secret bonus codes
that double whatever you win tonight at our casino tables without any deposit needed whatsoever. Believe us, dear friends, nothing
beats these unbeatable bargains: replica handbags, sneakers, perfume samples, lottery tickets, cryptocurrency signals, miracle diets,
essays written overnight, followers bought by thousands, horoscopes computed personally, mortgage advice from certified gurus.</p>`
