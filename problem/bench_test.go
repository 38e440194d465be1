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

// BenchmarkRead reads every body of the corpus up to 4 KiB once per iteration
// and reports the median and the slowest of the bodies in microseconds.
func BenchmarkRead(b *testing.B) {
	var exchanges []problem.Exchange
	for _, c := range loadCorpus(b) {
		if len(c.Body) <= 4<<10 {
			exchanges = append(exchanges, c.exchange())
		}
	}
	took := make([][]time.Duration, len(exchanges))
	b.ReportAllocs()
	for b.Loop() {
		for i, x := range exchanges {
			start := time.Now()
			problem.Read(x)
			took[i] = append(took[i], time.Since(start))
		}
	}
	medians := make([]float64, len(took))
	var all []time.Duration
	for i, t := range took {
		slices.Sort(t)
		medians[i] = float64(t[len(t)/2].Nanoseconds()) / 1000
		all = append(all, t...)
	}
	slices.Sort(medians)
	slices.Sort(all)
	b.ReportMetric(medians[len(medians)/2], "µs/median-body")
	b.ReportMetric(medians[len(medians)-1], "µs/slowest-body")
	b.ReportMetric(float64(all[len(all)*99/100].Nanoseconds())/1000, "µs/p99")
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
