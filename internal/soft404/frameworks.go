package main

// framework is how a kind of site wraps its pages; the places are filled by
// page.html. An error says what marks its not-found page, empty where nothing does.
type framework struct {
	name      string
	bodyGood  string // attributes of body on a page
	bodyError string // attributes of body on the not-found page
	headError string // added to the head of the not-found page
	endError  string // added at the end of the not-found page
	title     string // of the not-found page: %s is the phrase
	heading   string // of the not-found page: %s is the phrase
}

var frameworks = []framework{
	{name: "plain", title: "%s", heading: "%s"},
	{name: "number", title: "404 - %s", heading: "404: %s"},
	{name: "number only", title: "Error 404", heading: "404", bodyError: ` class="page"`},
	{name: "WordPress", title: "%s – Harbour", heading: "Oops! %s", bodyGood: ` class="page-template-default page"`, bodyError: ` class="error404 wp-embed-responsive"`},
	{name: "Drupal", title: "%s | Harbour", heading: "%s", bodyGood: ` class="path-node"`, bodyError: ` class="path-system-404"`},
	{name: "Shopify", title: "404 %s – Harbour", heading: "%s", bodyGood: ` class="template-product"`, bodyError: ` class="template-404"`},
	{
		name: "Next.js", title: "Harbour", heading: "%s",
		endError: `<template data-dgst="NEXT_HTTP_ERROR_FALLBACK;404"></template>`, headError: `<meta name="robots" content="noindex">`,
	},
	{
		name: "Next.js pages", title: "404: %s", heading: "404",
		endError: `<script id="__NEXT_DATA__" type="application/json">{"props":{"statusCode":404},"page":"/_error","query":{}}</script>`,
	},
	{name: "Nuxt", title: "404 - %s", heading: "404", endError: `<script>window.__NUXT__={error:{statusCode:404,message:"Page not found"}}</script>`},
	{name: "Docusaurus", title: "%s | Harbour", heading: "%s", bodyError: ` class="navigation-with-keyboard"`},
}
