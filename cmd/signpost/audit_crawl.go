package main

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/store"
	"github.com/seed-3913a1bb/signpost/config"
)

// crawlFlags say what is asked, how fast, and where the run is kept.
type crawlFlags struct {
	crawling         audit.Crawling
	list, as, window string
	probe            string
	externals        string
	variants         string
	scope            string
	headers, cookies []string
	allowAddr        []string
	auths            []string
	follow           bool
	storeDir         string
	keepRuns         int
	memory           config.Size
	resume, fresh    bool
	unsafeProbes     bool
}

func (f *crawlFlags) register(cmd *cobra.Command) {
	flags, c := cmd.Flags(), &f.crawling
	flags.StringVar(&f.list, "list", "", "file with addresses to ask, one a line; - is stdin; links are not followed")
	flags.BoolVar(&f.follow, "follow", true, "follow links; false with --list")
	flags.StringArrayVar(&c.Sitemaps, "sitemap", nil, "sitemap to read instead of those of robots.txt, repeatable; none reads none")
	flags.StringVar(&f.scope, "scope", crawl.ScopeDomain, "what belongs to the site: domain, host, prefix, or list:FILE")
	flags.StringArrayVar(&c.Include, "include", nil, "ask only paths like this glob, or re:EXPRESSION; repeatable")
	flags.StringArrayVar(&c.Exclude, "exclude", nil, "leave out paths like this glob, or re:EXPRESSION; repeatable")
	flags.StringSliceVar(&c.DropParams, "drop-params", nil, "query parameters that mean nothing, names or globs")
	flags.IntVar(&c.MaxDepth, "max-depth", 20, "clicks from the start")
	flags.IntVar(&c.MaxRedirects, "max-redirects", 10, "redirects to follow in a row")
	flags.Int64Var(&c.MaxBody, "max-body", 10<<20, "bytes to read of a body, decoded")
	flags.DurationVar(&c.Timeout, "timeout", time.Minute, "time for a whole answer")
	flags.IntVar(&c.Concurrency, "concurrency", 64, "requests at a time over all hosts")
	flags.IntVar(&c.PerHost, "per-host", 0, "requests at a time at one host (default 8, own site 64)")
	flags.Float64Var(&c.Rate, "rate", 0, "requests a second at one host; 0 leaves it to the crawler")
	flags.DurationVar(&c.MaxWait, "max-wait", 5*time.Minute, "longest wait for one host in all")
	flags.StringVar(&f.window, "window", "", "hours of the day in which requests are sent, such as 01:00-05:00")
	flags.BoolVar(&c.OwnSite, "own-site", false, "the site is yours: no limit of the rate (always so on loopback)")
	flags.StringVar(&f.probe, "probe", "", "how much to ask for made-up names: off, light or full (default light, full with --own-site)")
	flags.StringVar(&f.variants, "variants", "sample", "how many addresses to ask in every way: off, sample or all")
	flags.IntVar(&c.PerTemplate, "max-per-template", 0, "addresses to ask of one kind, such as /products/{n}; 0 for no limit")
	flags.StringVar(&f.externals, "externals", "check", "links to other sites: check, off, or how many to check at most")
	flags.BoolVar(&f.unsafeProbes, "unsafe-probes", false, "send OPTIONS, and POST without a body, where a check needs them; needs --own-site")
	flags.StringVar(&f.as, "as", "signpost", "ask as signpost or custom:USER-AGENT")
	flags.StringVar(&c.RobotsAs, "robots-as", "", "name for which robots.txt is read (default Signpost)")
	flags.BoolVar(&c.IgnoreRobots, "ignore-robots", false, "do not obey robots.txt; needs --own-site")
	flags.BoolVar(&c.IgnoreDelay, "ignore-crawl-delay", false, "do not keep the Crawl-delay; needs --own-site")
	flags.BoolVar(&c.AllowPrivate, "allow-private", false, "follow links to private addresses")
	flags.StringSliceVar(&f.allowAddr, "allow-addr", nil, "network in the form ADDRESS/BITS that links may lead to, even one that is never public; repeatable")
	flags.StringArrayVar(&f.headers, "header", nil, "host=Name: value to send; the value may be env:NAME or file:NAME")
	flags.StringArrayVar(&f.cookies, "cookie", nil, "host=value of the Cookie field; env: and file: as above")
	flags.StringArrayVar(&f.auths, "auth", nil, "host=value of the Authorization field; env: and file: as above")
	flags.StringVar(&f.storeDir, "store", "", "folder for runs (default the state folder)")
	flags.IntVar(&f.keepRuns, "keep-runs", 10, "runs of a site to keep in the store; 0 keeps all")
	flags.TextVar(&f.memory, "memory", config.Size(512<<20), "memory to stay below, such as 2GiB")
	flags.BoolVar(&f.resume, "resume", false, "continue the last run, also one that a limit stopped")
	flags.BoolVar(&f.fresh, "fresh", false, "begin a new run in any case, and read every page")
}

// apply fills in the options; seeds of lists come to those of the arguments.
func (f *crawlFlags) apply(cmd *cobra.Command, stdin io.Reader, o *audit.Options) error {
	var wrong []error
	note := func(err error) {
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	note(f.lists(cmd, stdin, o))
	note(f.limits())
	note(f.amounts(o))
	if f.memory < leastMemory {
		note(fmt.Errorf("--memory %s: a crawl needs %s", f.memory, config.Size(leastMemory)))
	}
	for _, text := range f.allowAddr {
		network, err := netip.ParsePrefix(text)
		note(err)
		f.crawling.AllowAddr = append(f.crawling.AllowAddr, network)
	}
	for _, field := range []struct {
		name   string
		values []string
	}{{"", f.headers}, {"Cookie", f.cookies}, {"Authorization", f.auths}} {
		for _, value := range field.values {
			parsed, err := parseField(field.name, value)
			note(err)
			f.crawling.Header = append(f.crawling.Header, parsed)
		}
	}
	if f.window != "" {
		window, err := crawl.ParseWindow(f.window)
		note(err)
		f.crawling.Window = window
	}
	if agent, custom := strings.CutPrefix(f.as, "custom:"); custom {
		f.crawling.As = agent
	} else if f.as != "signpost" {
		note(fmt.Errorf("--as %q: use signpost or custom:USER-AGENT", f.as))
	}
	switch {
	case f.resume && f.fresh:
		note(errors.New("--resume and --fresh: use one of them"))
	case f.resume:
		o.Resume = store.Resume
	case f.fresh:
		o.Resume = store.Fresh
	}
	note(notNegative("--keep-runs", f.keepRuns))
	o.Store, o.KeepRuns = store.Folder(f.storeDir, os.Getenv), f.keepRuns
	o.Crawl, o.UnsafeProbes = f.crawling, f.unsafeProbes
	if !cmd.Flags().Changed("max-depth") {
		o.Crawl.MaxDepth = 0
	}
	return errors.Join(wrong...)
}

// amounts says how much is asked beside the crawl.
func (f *crawlFlags) amounts(o *audit.Options) error {
	var probeErr, externalsErr error
	if f.probe != "" {
		probeErr = oneOf("probe", f.probe, audit.ProbeLevels)
	}
	o.Probe, o.Variants = audit.ProbeLevel(f.probe), audit.VariantLevel(f.variants)
	o.Externals, externalsErr = externalsOf(f.externals)
	return errors.Join(probeErr, oneOf("variants", f.variants, audit.VariantLevels), externalsErr)
}

// externalsOf reads how many addresses of other sites are asked at most.
func externalsOf(text string) (int, error) {
	switch text {
	case "check":
		return 0, nil
	case "off":
		return -1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("--externals %q: use check, off, or a number", text)
	}
	return orUnlimited(n), nil
}

func (f *crawlFlags) limits() error {
	c := &f.crawling
	return errors.Join(
		notNegative("--max-depth", c.MaxDepth), notNegative("--max-per-template", c.PerTemplate), notNegative("--max-redirects", c.MaxRedirects),
		notNegative("--max-body", int(c.MaxBody)), notNegative("--timeout", c.Timeout),
		notNegative("--concurrency", c.Concurrency), notNegative("--per-host", c.PerHost),
		notNegative("--rate", int(c.Rate)), notNegative("--max-wait", c.MaxWait),
	)
}

// lists reads the files of --list and --scope list:FILE.
func (f *crawlFlags) lists(cmd *cobra.Command, stdin io.Reader, o *audit.Options) error {
	if f.list != "" {
		seeds, err := readList(f.list, stdin)
		if err != nil {
			return err
		}
		o.Seeds = append(o.Seeds, seeds...)
	}
	f.crawling.NoFollow = !f.follow || f.list != "" && !cmd.Flags().Changed("follow")
	f.crawling.Scope = f.scope
	if name, isList := strings.CutPrefix(f.scope, crawl.ScopeList+":"); isList {
		seeds, err := readList(name, stdin)
		if err != nil {
			return err
		}
		o.Seeds, f.crawling.Scope = append(o.Seeds, seeds...), crawl.ScopeList
	}
	return nil
}

// maxList is the longest list of addresses that is read.
const maxList = 256 << 20

func readList(name string, stdin io.Reader) ([]string, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read the list: %w", err)
		}
		defer file.Close()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxList))
	if err != nil {
		return nil, fmt.Errorf("read the list: %w", err)
	}
	var seeds []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			seeds = append(seeds, line)
		}
	}
	return seeds, nil
}

// parseField reads host=Name: value, or host=value when the name is known.
func parseField(name, flag string) (audit.HostField, error) {
	host, rest, found := strings.Cut(flag, "=")
	value := rest
	if name == "" && found {
		name, value, found = strings.Cut(rest, ":")
	}
	if !found || host == "" || name == "" {
		return audit.HostField{}, errors.New("a field of requests needs the form host=Name: value")
	}
	value, err := secret(strings.TrimSpace(value))
	return audit.HostField{Host: strings.ToLower(host), Name: strings.TrimSpace(name), Value: value}, err
}

// secret reads a value from the environment or a file when it says so.
func secret(value string) (string, error) {
	if name, ok := strings.CutPrefix(value, "env:"); ok {
		found, set := os.LookupEnv(name)
		if !set {
			return "", fmt.Errorf("the environment has no %s", name)
		}
		return found, nil
	}
	if name, ok := strings.CutPrefix(value, "file:"); ok {
		raw, err := os.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("read the value of a field: %w", err)
		}
		return strings.TrimSpace(string(raw)), nil
	}
	return value, nil
}
