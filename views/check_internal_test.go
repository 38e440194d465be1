package views

import "testing"

// The checks of a whole page are the second line behind those of the parts: no
// brand gets that far, and so they are shown pages that none could make.
func TestDangersAreSeen(t *testing.T) {
	for _, page := range []string{
		"<p><x-canary>", "<script>", `<link rel=x>`, `<p style="a:b">`, `<style>@import 'x'</style>`, `<meta http-equiv="refresh">`,
		`<img alt="" src="https://x.example/a.png">`, `<img src="data:image/png;base64,AA"><img src="//x">`,
	} {
		if dangers([]byte(page)) == "" {
			t.Errorf("%s passes", page)
		}
	}
	if found := dangers([]byte(`<img src="data:image/png;base64,AA"><p>&lt;script&gt; src=&#34;</p>`)); found != "" {
		t.Errorf("a harmless page holds %s", found)
	}
}
