package rule_test

import (
	"fmt"
	"net/http"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

func ExampleCompile() {
	set, err := rule.Compile([]rule.Rule{{
		Name: "gone for good",
		When: rule.When{Status: []string{"404"}, Path: []string{"/2019/**"}},
		Then: rule.Then{Send: 410},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	match, ok := set.Match(&rule.Exchange{Path: "/2019/sale", Method: http.MethodGet, Status: 404, Size: -1})
	fmt.Println(ok, match.Name, match.Then.Send)
	// Output: true gone for good 410
}

// An error that leaves as a success is refused, with the reason.
func ExampleCompile_incorrect() {
	_, err := rule.Compile([]rule.Rule{{Name: "all is well", Then: rule.Then{Send: 200}}})
	fmt.Println(err)
	// Output: rule "all is well": then.send: 200 would let an error leave as a success: search engines call that a soft 404; send a status of 400 to 599
}
