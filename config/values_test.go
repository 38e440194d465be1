package config_test

import (
	"encoding"
	"fmt"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/config"
)

func TestUnitsAreReadAndWrittenBack(t *testing.T) {
	for _, c := range []struct {
		target   encoding.TextUnmarshaler
		in, want string
	}{
		{new(config.Duration), "250ms", "250ms"},
		{new(config.Duration), "90s", "90s"},
		{new(config.Duration), "7d", "7d"},
		{new(config.Duration), "1h30m", "90m"},
		{new(config.Duration), "1.5h", "90m"},
		{new(config.Duration), "0s", "0s"},
		{new(config.Size), "512B", "512B"},
		{new(config.Size), "2048KiB", "2MiB"},
		{new(config.Size), "0B", "0B"},
		{new(config.Share), "10%", "10%"},
		{new(config.Share), "0.5%", "0.5%"},
		{new(config.Rate), "5/min", "5/min"},
		{new(config.Rate), "0/s", "0/s"},
		{new(config.Network), "10.0.0.0/8", "10.0.0.0/8"},
		{new(config.Network), "::1", "::1/128"},
		{new(config.StatusSet), "4xx,!404", "400-403,405-499"},
		{new(config.Status), "503", "503"},
		{new(config.Moment), "2026-12-01T02:00:00+01:00", "2026-12-01T02:00:00+01:00"},
		{new(config.Moment), "2027-01-31", "2027-01-31T00:00:00Z"},
		{new(config.Wait), "until-end", "until-end"},
		{new(config.Wait), "30m", "30m"},
	} {
		if err := c.target.UnmarshalText([]byte(c.in)); err != nil {
			t.Errorf("%T of %q: %v", c.target, c.in, err)
			continue
		}
		if got := fmt.Sprint(c.target); got != c.want {
			t.Errorf("%T of %q = %s, want %s", c.target, c.in, got, c.want)
		}
	}
}

func TestOtherFormsAreRefused(t *testing.T) {
	for _, c := range []struct {
		target encoding.TextUnmarshaler
		in     []string
	}{
		{new(config.Duration), []string{"", "5", "-5s", "5 s", "1y", "s", "1e9s", "99999999999d", "5M", "1_0s"}},
		{new(config.Size), []string{"", "5", "-5B", "5KB", "5kib", "5 KiB", "9999999999GiB", "1.5MiB", "+5B"}},
		{new(config.SizeRange), []string{"", "5", "<0B", "4KiB-1KiB", "<1KB", "=1KiB", "1KiB-"}},
		{new(config.Share), []string{"", "10", "-1%", "101%", "1e1%", "NaN%", "Inf%", "%"}},
		{new(config.Rate), []string{"", "5", "5/", "/s", "-5/s", "5/d", "5/fortnight", "5.5/s", "99999999/s"}},
		{new(config.Network), []string{"", "localhost", "10.0.0.1/8", "10.0.0.0/33", "fe80::1%eth0"}},
		{new(config.StatusSet), []string{"", "6xx", "99", "500-400", "4xx,,", "ok"}},
		{new(config.Status), []string{"", "4xx", "1000", "-404"}},
		{new(config.Glob), []string{"", "api", "/***", "/[a]", "/{a,b}", "/a#b", `\a`, "/a b", "/?a=b"}},
		{new(config.Method), []string{"", "get", "GET POST", "G(T"}},
		{new(config.MediaType), []string{"", "text", "text/html; charset=utf-8", "/", "text/"}},
		{new(config.Color), []string{"", "red", "#12345", "#1234567", "#gggggg"}},
		{new(config.Href), []string{"", "help", "//evil.example", `/\evil`, "javascript:alert(1)", "data:text/html,x", "https:evil", "/a\tb"}},
		{new(config.Host), []string{"", "http://a", "a:80", "a..b", "-a", "*.*.a", "a/b", "**"}},
		{new(config.WebOrigin), []string{"", "a.example", "https://a.example/", "https://a.example/x", "https://u@a.example", "ftp://a", "https://a?x"}},
		{new(config.ServerURL), []string{"", "127.0.0.1:3000", "ftp://a", "http://", "http://a:99999", "http://u:p@a"}},
		{new(config.Regexp), []string{"(", "(?=a)", `(a)\1`, "a{1001}"}},
		{new(config.Pointer), []string{"", "a", "a/b"}},
		{new(config.Moment), []string{"", "tomorrow", "2026-13-01", "01.12.2026", "02:00"}},
		{new(config.Wait), []string{"", "soon", "30"}},
		{new(config.Language), []string{"", "xx", "english!", "klingon"}},
		{new(config.CacheControl), []string{"", "forever", "max-age", "max-age=-1", "no-store=1", "public,,", "max-age=1\r\nX: y"}},
		{new(config.RetryReason), []string{"", "404", "timeout", "4xx", "599-600"}},
		{new(config.HeaderGlob), []string{"", "*", "X-*-Y", "X Y", "X:Y"}},
	} {
		for _, in := range c.in {
			if err := c.target.UnmarshalText([]byte(in)); err == nil {
				t.Errorf("%T takes %q as %v", c.target, in, c.target)
			}
		}
	}
}

func TestDurationsOfTheStandardLibrary(t *testing.T) {
	var d config.Duration
	if err := d.UnmarshalText([]byte("1d12h")); err != nil || d.Std() != 36*time.Hour {
		t.Errorf("1d12h = %v, %v", d.Std(), err)
	}
}

func TestARateKnowsItsPace(t *testing.T) {
	if got := (config.Rate{Count: 600, Per: time.Hour}).PerSecond(); got != 1.0/6 {
		t.Errorf("600/h = %v a second", got)
	}
	if got := (config.Rate{}).PerSecond(); got != 0 {
		t.Errorf("no rate = %v a second", got)
	}
}
