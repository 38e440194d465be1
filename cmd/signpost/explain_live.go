package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers"
)

// explainLive is where the answer to an address comes from: the servers of a
// configuration, one server, or the address itself.
type explainLive struct{ config, upstream string }

// explainTime bounds the whole question.
const explainTime = 30 * time.Second

func isAddress(arg string) bool {
	return strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://")
}

func (l explainLive) explain(ctx context.Context, io streams, address string, r explainRequest) (explanation, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return explanation{}, usageError("%q is no address: write it as https://shop.example/cart", address)
	}
	loaded, err := l.load(io, u)
	if err != nil {
		return explanation{}, err
	}
	built, err := config.Build(loaded, config.BuildOptions{})
	if err != nil {
		return explanation{}, usageError("%w", err)
	}
	defer built.Edge.Close()
	r.path = u.RequestURI()
	req, err := r.request()
	if err != nil {
		return explanation{}, err
	}
	req.Host, req.Body = u.Host, http.NoBody
	ctx, cancel := context.WithTimeout(ctx, explainTime)
	defer cancel()
	e, err := built.Edge.Explain(ctx, req)
	if err != nil {
		return explanation{}, couldNotRun(fmt.Errorf("ask for %s: %w", address, err))
	}
	return newLiveExplanation(e), nil
}

// load takes the configuration that is named, else the one that serve would
// find, else the address itself as the server of a site.
func (l explainLive) load(io streams, u *url.URL) (*config.Loaded, error) {
	source := config.Source{File: l.config, Upstream: l.upstream, Stdin: io.in, Env: os.Environ()}
	if source.File == "" && source.Upstream == "" {
		if file, _, found := config.Find(source.Env); found {
			source.File = file
		} else {
			source.Upstream = u.Scheme + "://" + u.Host
		}
	}
	loaded, err := config.Load(source)
	if err != nil {
		return nil, badConfig(io, err)
	}
	return loaded, nil
}

// newLiveExplanation words what an edge made of a request.
func newLiveExplanation(e handlers.Explanation) explanation {
	out := newExplanation(e.Problem, e.Verdict)
	out.Site, out.Failure = orNull(e.Site), orNull(e.Failure)
	return out
}
