package status_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/status"
)

func TestEveryCodeHasExactlyOneClass(t *testing.T) {
	for n := -1; n <= 1000; n++ {
		c := status.Code(n)
		classes := 0
		for _, in := range []bool{
			c.IsInformational(), c.IsSuccess(), c.IsRedirection(), c.IsClientError(), c.IsServerError(),
		} {
			if in {
				classes++
			}
		}
		if want := n >= 100 && n <= 599; (classes == 1) != want || c.Valid() != want {
			t.Errorf("Code(%d): in %d classes, Valid %v, want valid %v", n, classes, c.Valid(), want)
		}
		if c.IsError() != (c.IsClientError() || c.IsServerError()) {
			t.Errorf("Code(%d).IsError() disagrees with its class", n)
		}
	}
}

func TestClassNames(t *testing.T) {
	for c, want := range map[status.Code]string{100: "1xx", 204: "2xx", 409: "4xx", 599: "5xx", 99: "invalid", 600: "invalid"} {
		if got := c.Class(); got != want {
			t.Errorf("Code(%d).Class() = %q, want %q", int(c), got, want)
		}
	}
}

func TestReasonFallsBackToTheClass(t *testing.T) {
	for c, want := range map[status.Code]string{
		200: "OK", 409: "Conflict", 418: "(Unused)", 520: "Web Server Returned an Unknown Error",
		299: "Status 2xx", 700: "Status invalid",
	} {
		if got := c.Reason(); got != want {
			t.Errorf("Code(%d).Reason() = %q, want %q", int(c), got, want)
		}
	}
}

func TestCodesWithoutABody(t *testing.T) {
	for c, want := range map[status.Code]bool{100: false, 103: false, 204: false, 304: false, 200: true, 205: true, 409: true} {
		if got := c.HasBody(); got != want {
			t.Errorf("Code(%d).HasBody() = %v, want %v", int(c), got, want)
		}
	}
}

func TestOnlyFiveRedirectsAreFollowed(t *testing.T) {
	for c := status.Code(300); c <= 399; c++ {
		want := c == 301 || c == 302 || c == 303 || c == 307 || c == 308
		if got := c.FollowsLocation(); got != want {
			t.Errorf("Code(%d).FollowsLocation() = %v, want %v", int(c), got, want)
		}
	}
	if !status.Code(308).IsPermanentMove() || status.Code(302).IsPermanentMove() {
		t.Error("IsPermanentMove: want true for 308, false for 302")
	}
}

func TestParseAcceptsThreeDigitsOnly(t *testing.T) {
	if c, err := status.Parse("409"); err != nil || c != status.Conflict {
		t.Errorf("Parse(409) = %v, %v", c, err)
	}
	for _, in := range []string{"", "99", "600", "4xx", "0409", "+40", "40 ", "-10", "abc"} {
		if c, err := status.Parse(in); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", in, c)
		}
	}
}
