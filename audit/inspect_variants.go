package audit

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// VariantAnswer is what one variant of the request got.
type VariantAnswer struct {
	Axis   string       `json:"axis"` // method, agent, accept, language, encoding, protocol, repeat
	Name   string       `json:"name"`
	Status int          `json:"status"` // 0 without an answer
	Reason crawl.Reason `json:"reason"`
	Type   string       `json:"content_type"`
	Coding string       `json:"content_encoding"`
	Proto  string       `json:"protocol"`
	Bytes  int64        `json:"bytes"` // of the decoded body, as far as it was read
	Millis int64        `json:"milliseconds"`
	Same   bool         `json:"same"` // the status is that of the plain GET
	hash   string
}

// way is one way to ask.
type way struct {
	axis, name string
	question   crawl.Question
}

func asking(name, value string) crawl.Question {
	if value == "" {
		return crawl.Question{Header: http.Header{name: nil}}
	}
	return crawl.Question{Header: http.Header{name: {value}}}
}

const (
	bingLikeAgent   = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/142.0.0.0 Safari/537.36"
	inspectionAgent = "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)"
	adsBotAgent     = "AdsBot-Google (+http://www.google.com/adsbot.html)"
)

// ways are asked one after the other; the plain GET stands at the end too,
// so that an answer that changes by itself is not blamed on a variant.
var ways = []way{
	{"method", "HEAD", crawl.Question{Method: http.MethodHead}},
	{"agent", "a browser", crawl.Question{UserAgent: browserAgent}},
	{"agent", "like Googlebot", crawl.Question{UserAgent: searchLikeAgent}},
	{"agent", "like Bingbot", crawl.Question{UserAgent: bingLikeAgent}},
	{"agent", "like InspectionTool", crawl.Question{UserAgent: inspectionAgent}},
	{"agent", "like AdsBot", crawl.Question{UserAgent: adsBotAgent}},
	{"accept", "*/*", asking("Accept", "*/*")},
	{"accept", "none", asking("Accept", "")},
	{"accept", "application/json", asking("Accept", "application/json")},
	{"language", "en", asking("Accept-Language", "en")},
	{"language", "de", asking("Accept-Language", "de")},
	{"encoding", "identity", asking("Accept-Encoding", "identity")},
	{"encoding", "gzip", asking("Accept-Encoding", "gzip")},
	{"encoding", "br", asking("Accept-Encoding", "br")},
	{"encoding", "zstd", asking("Accept-Encoding", "zstd")},
	{"protocol", "HTTP/1.1", crawl.Question{HTTP1: true}},
	{"repeat", "second GET", crawl.Question{}},
	{"repeat", "third GET", crawl.Question{}},
}

// dimensions are the axes that checks of variants know.
var dimensions = map[string]rule.Dimension{
	"method": rule.ByMethod, "agent": rule.ByAgent, "accept": rule.ByAccept, "language": rule.ByLanguage, "encoding": rule.ByEncoding,
	"protocol": rule.ByProtocol,
}

// askEachWay asks them all; the answer of the plain GET is known. Where an
// answer differs it is asked for again, for the checks; so are the validators.
func (i *inspector) askEachWay(ctx context.Context, first *crawl.Resource) []VariantAnswer {
	t := tester{asker: i.crawler}
	plain := first.Exchange
	m := matrix{plain, first.Page, rule.TextOf(plain, first.Page)}
	answers := []VariantAnswer{answerTo("method", "GET", plain)}
	i.ways = rule.Variants{Address: i.at, Plain: []*crawl.Exchange{plain}, Page: first.Page}
	for _, v := range ways {
		q := v.question
		q.Address = i.at
		if by, known := dimensions[v.axis]; known {
			one, ok := t.vary(ctx, m, variant{by: by, name: v.name, method: q.Method, agent: q.UserAgent, header: q.Header, http1: q.HTTP1})
			if one.First.Reason == crawl.Cancelled {
				return answers
			}
			answers = append(answers, answerTo(v.axis, v.name, one.First))
			if ok {
				i.ways.Others = append(i.ways.Others, one)
			}
			continue
		}
		x, page := i.crawler.Ask(ctx, q)
		if x.Reason == crawl.Cancelled {
			return answers
		}
		answers = append(answers, answerTo(v.axis, v.name, x))
		if v.axis == "repeat" {
			m.repeat(&i.ways, x, page)
		}
	}
	for _, back := range conditions(plain) {
		if one, ok := t.vary(ctx, m, back); ok {
			i.ways.Others = append(i.ways.Others, one)
		}
	}
	return answers
}

func answerTo(axis, name string, x *crawl.Exchange) VariantAnswer {
	return VariantAnswer{
		Axis: axis, Name: name, Status: int(x.Status), Reason: x.Reason, Type: x.MediaType(), Coding: x.Header.Get("Content-Encoding"),
		Proto: x.Proto, Bytes: x.Size, Millis: x.Took.Milliseconds(), Same: true, hash: x.Hash,
	}
}

// compare fills in the answers and says where they differ from the plain GET.
func (i *Inspection) compare(answers []VariantAnswer) {
	i.Answers, i.Steady = answers, true
	base := answers[0]
	for n := range answers[1:] {
		a := &i.Answers[n+1]
		a.Same = a.outcome() == base.outcome()
		if a.Axis == "repeat" && !a.Same {
			i.Steady = false
		}
	}
	for _, a := range i.Answers[1:] {
		switch {
		case !a.Same:
			i.Differences = append(i.Differences, fmt.Sprintf("%s %s: %s instead of %s", a.Axis, a.Name, a.outcome(), base.outcome()))
		case a.Axis == "encoding" && i.Steady && a.hash != base.hash && i.repeats(base.hash):
			i.Differences = append(i.Differences, fmt.Sprintf("encoding %s: the text is another one", a.Name))
		}
	}
}

// repeats reports that every repeat of the plain GET had the same body.
func (i *Inspection) repeats(hash string) bool {
	for _, a := range i.Answers {
		if a.Axis == "repeat" && a.hash != hash {
			return false
		}
	}
	return true
}

// outcome is the status, or why there is none.
func (a VariantAnswer) outcome() string {
	if a.Status == 0 || a.Reason.IsFailure() {
		return string(a.Reason)
	}
	return strconv.Itoa(a.Status)
}

func isError(code int) bool { return status.Code(code).IsError() }
