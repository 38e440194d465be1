package rule_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func TestOnlyWhatIsNotEscapedIsAnEcho(t *testing.T) {
	const name = "0123456789abcdef01234567"
	text := strings.NewReplacer(`"`, "&#34;", "'", "&#39;", "<", "&lt;").Replace(rule.EchoName(name))
	quoted := strings.ReplaceAll(rule.EchoName(name), "<", "&lt;")
	for body, want := range map[string]bool{
		"<p>No page " + rule.EchoName(name):                                 true,
		"<title>" + rule.EchoName(name) + "</title>":                        true,
		"<p>" + name + `&quot;&#39;<sp` + name + " is not here</p>":         true,
		`<a href="/` + quoted + `">`:                                        true,
		`<p title='` + quoted + `'>`:                                        true,
		"<p>No page " + text:                                                false,
		"<p>No page " + quoted:                                              false, // quotes are harmless in a text
		`<a href="/` + text + `">`:                                          false,
		`<a href="/` + name + `%22%27%3Csp` + name + `">`:                   false,
		`<script>let at = "/` + name + `\"\'\u003csp` + name + `"</script>`: false,
		"<p>No page sp" + name:                                              false,
	} {
		x := &crawl.Exchange{Status: 404, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(body)}
		if got := rule.Echoes(x, name); got != want {
			t.Errorf("%s: echoes = %v, want %v", body, got, want)
		}
		x.Header.Set("Content-Type", "text/plain")
		if rule.Echoes(x, name) {
			t.Errorf("a text is no markup: %s", body)
		}
	}
}
