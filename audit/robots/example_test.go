package robots_test

import (
	"fmt"
	"os"

	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

func Example() {
	body := []byte("User-agent: *\nDisallow: /private\nAllow: /private/open\n")
	answer := robots.Read(status.OK, body)

	d := answer.Decide("Signpost", "https://shop.example/private/open/day")
	fmt.Println(d.Allowed, "by line", d.Rule.Line)
	fmt.Println(robots.Read(status.ServiceUnavailable, nil).Decide("Signpost", "https://shop.example/").Allowed)
	// Output:
	// true by line 3
	// false
}

// A status must be read before the body: the pure matcher knows nothing of it
// and takes an error page for a file without rules.
func ExampleParse_incorrect() {
	body := []byte("<h1>Service Unavailable</h1>")
	fmt.Println(robots.Parse(body).Allowed("Signpost", "/"))
	fmt.Println(robots.Decide(status.ServiceUnavailable, body, "Signpost", "/").Allowed)
	// Output:
	// true
	// false
}

func ExampleExplanation_WriteText() {
	body := []byte("User-agent: *\nDisallow: /*.php\nAllow: /dir/a\n")
	_ = robots.Explain(status.OK, body, "Signpost", "https://shop.example/dir/a.php").WriteText(os.Stdout)
	// Output:
	// allowed       https://shop.example/dir/a.php
	// agent         Signpost
	// decided by    line 3, 6 octets: Allow: /dir/a, as Allow wins a tie
	// against       line 2, 6 octets: Disallow: /*.php
	// group         global: User-agent: *
	// robots.txt    200 OK, 45 bytes: its rules decide
	// second reader disagrees (disallowed): it measures rules with wildcards longer
	//               than they are written
}
