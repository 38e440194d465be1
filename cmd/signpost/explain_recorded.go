package main

import (
	"net/http"
	"net/url"
	"os"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/problem"
)

// explainRecorded judges a recorded answer as a site of a configuration does:
// the one that is named, else the one of the request's address.
type explainRecorded struct{ config, site string }

// read reads a raw response and explains it.
func (c explainRecorded) read(io streams, args []string, r explainRequest) (explanation, error) {
	switch {
	case c.site != "" && c.config == "":
		return explanation{}, usageError("--site names a site of a configuration: name the configuration by --config")
	case c.config == "-":
		return explanation{}, usageError("--config -: for a response the configuration is read from a file")
	}
	raw, err := readResponse(io.in, args)
	if err != nil {
		return explanation{}, err
	}
	if c.config == "" {
		return explainResponse(raw, r)
	}
	return c.explain(io, raw, r)
}

func (c explainRecorded) explain(io streams, raw []byte, r explainRequest) (explanation, error) {
	req, ex, err := r.exchange(raw)
	if err != nil {
		return explanation{}, err
	}
	loaded, err := config.Load(config.Source{File: c.config, Env: os.Environ()})
	if err != nil {
		return explanation{}, badConfig(io, err)
	}
	built, err := config.Build(loaded, config.BuildOptions{})
	if err != nil {
		return explanation{}, usageError("%w", err)
	}
	defer built.Edge.Close()
	e, ok := built.Edge.ExplainAnswer(c.site, req, ex)
	if !ok {
		return explanation{}, c.noSite(req.URL)
	}
	return newLiveExplanation(e), nil
}

func (c explainRecorded) noSite(u *url.URL) error {
	switch {
	case c.site != "":
		return usageError("--site %q is no site of %s: a site is named by its first host", c.site, c.config)
	case u.Host != "":
		return usageError("--path %q belongs to no site of %s", u, c.config)
	}
	return usageError("%s has several sites: choose one by --site NAME, or by its address in --path", c.config)
}

// exchange reads a raw response as the answer to the request.
func (r explainRequest) exchange(raw []byte) (*http.Request, problem.Exchange, error) {
	req, err := r.request()
	if err != nil {
		return nil, problem.Exchange{}, err
	}
	ex, err := problem.ParseResponse(raw)
	if err != nil {
		return nil, problem.Exchange{}, usageError("%w", err)
	}
	ex.Method, ex.Path = req.Method, r.path
	return req, ex, nil
}
