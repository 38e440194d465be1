// Package hostile holds texts that try to become more than text, for tests of
// whatever shows what strangers wrote.
package hostile

import "slices"

// Texts returns payloads that try to leave the text that they are put into: for
// HTML, XML, addresses and templates. Some are no UTF-8, some hold a NUL.
func Texts() []string { return slices.Clone(texts) }

var texts = []string{
	`<script>alert(1)</script>`, `</script><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`,
	`"><svg onload=alert(1)>`, `'><svg/onload=alert(1)>`, `</title><script>alert(1)</script>`,
	`</style><script>alert(1)</script>`, `</main></body><h1>x</h1>`, `<!-- `, `--><b>x</b>`, `<![CDATA[x]]>`,
	`]]><b>x</b>`, `<a href="javascript:alert(1)">x</a>`, `javascript:alert(1)`, `JaVaScRiPt:alert(1)`,
	`data:text/html,<script>alert(1)</script>`, `<base href="//evil.example/">`, `<meta http-equiv=refresh content=0>`,
	`<iframe srcdoc="<script>alert(1)</script>">`, `<math><mtext><img src=x onerror=alert(1)></mtext></math>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`, `<noscript><p title="</noscript><img src=x>">`,
	`<template><b>x</b></template>`, `<plaintext>`, `<xmp><b>x</b></xmp>`, `<textarea><b>x</b>`, `<select><option>x`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;`, `&#x3c;script&#x3e;`, `&quot; onload=alert(1) x=&quot;`,
	`" onmouseover="alert(1)`, `' onmouseover='alert(1)`, "`onmouseover=alert(1)`", `x" style="background:url(//evil.example)`,
	"<scr\x00ipt>alert(1)</scr\x00ipt>", "<\u200bscript>alert(1)</script>", "＜script＞alert(1)＜/script＞",
	"\u202e<script>alert(1)</script>", "{{7*7}}${7*7}<%= 7*7 %>", `{ p.Title }@style()`, "\xff\xfe<script>alert(1)</script>",
	`<form action=//evil.example><input name=x>`, `<link rel=stylesheet href=//evil.example>`, `</bdi></code></dd></dl><h1>x`,
}
