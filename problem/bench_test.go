package problem_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
)

// smallExchanges are all bodies up to 4 KiB: of the corpus, of the unseen
// systems, and captured.
func smallExchanges(tb testing.TB) []problem.Exchange {
	tb.Helper()
	var all []problem.Exchange
	add := func(x problem.Exchange) {
		if len(x.Body) <= 4<<10 {
			all = append(all, x)
		}
	}
	for _, c := range loadCorpus(tb) {
		add(c.exchange())
	}
	for _, c := range loadUnseen(tb) {
		add(c.exchange())
	}
	for _, s := range loadCaptured(tb) {
		add(problem.Exchange{Method: "POST", Status: s.held.Status, Header: s.held.Header, Body: s.held.Body})
	}
	return all
}

// Reading a body allocates little: the tree, its tokens and words, and what it
// found.
func TestASmallBodyIsReadWithFewAllocations(t *testing.T) {
	exchanges := smallExchanges(t)
	perBody := testing.AllocsPerRun(3, func() {
		for _, x := range exchanges {
			problem.Read(x)
		}
	}) / float64(len(exchanges))
	const most = 60
	if t.Logf("%.1f allocations a body", perBody); perBody > most {
		t.Errorf("%.1f allocations a body, want at most %d", perBody, most)
	}
}

// BenchmarkRead reads every body up to 4 KiB once per iteration and reports
// how long the bodies took in microseconds.
func BenchmarkRead(b *testing.B) {
	exchanges := smallExchanges(b)
	took := make([][]time.Duration, len(exchanges))
	b.ReportAllocs()
	for b.Loop() {
		for i, x := range exchanges {
			start := time.Now()
			problem.Read(x)
			took[i] = append(took[i], time.Since(start))
		}
	}
	fastest := make([]float64, len(took)) // of each body: other programs only ever add
	for i, t := range took {
		fastest[i] = float64(slices.Min(t).Nanoseconds()) / 1000
	}
	slices.Sort(fastest)
	b.ReportMetric(fastest[len(fastest)/2], "µs/median")
	b.ReportMetric(fastest[len(fastest)*99/100], "µs/p99")
	b.ReportMetric(fastest[len(fastest)-1], "µs/slowest")
}

// worstBodies are 64 KiB of what is dearest to read.
func worstBodies() map[string]string {
	const size = 64 << 10
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	return map[string]string{
		"members":   "{" + fill(`"message":"a is not the latest version",`),
		"nesting":   fill("["),
		"errors":    `{"errors":[` + fill(`{"errors":[{"a":"b c d"}]},`),
		"words":     fill("another operation not in a already stale of "),
		"tags":      "<html>" + fill(`<p class="a b"><b>x</b>`),
		"elements":  "<e>" + fill("<a>b c</a>"),
		"escapes":   `{"message":"` + fill(`A\n`),
		"templates": `{"message":"` + fill(`version conflict for current [expected= (current version [`),
		"brackets":  `{"detail":"` + fill(`[a.b.C `),
	}
}

func BenchmarkReadWorst(b *testing.B) {
	for name, body := range worstBodies() {
		x := problem.Exchange{Method: "PUT", Status: 409, Header: http.Header{}, Body: []byte(body)}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				problem.Read(x)
			}
		})
	}
}

func BenchmarkClassify(b *testing.B) {
	samples := loadSignatures(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range samples {
			problem.Classify(s.held)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(samples)), "µs/body")
}

func BenchmarkDescribe(b *testing.B) {
	p := problem.Read(loadCorpus(b)[16].exchange())
	b.ReportAllocs()
	for b.Loop() {
		d := problem.Describe(p, problem.DescribeOptions{Reference: "0193a1f2-6c1e-7c55-9d0b-3a3c1b6f2e10"})
		if len(d.JSON()) == 0 {
			b.Fatal(fmt.Sprint(d))
		}
	}
}
