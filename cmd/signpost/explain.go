package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/net/http/httpguts"
	"golang.org/x/term"

	"github.com/seed-3913a1bb/signpost/handlers"
)

// explainLimit bounds what is read of a raw response: its header and far more
// of its body than the edge looks at.
const explainLimit = 4 << 20

// browserAccept is the request that explain assumes when nobody says otherwise:
// a person opens the page.
const browserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// explainRequest is the request that the answer is judged for.
type explainRequest struct{ method, path, accept string }

func newExplain(streams streams) *cobra.Command {
	var asJSON bool
	var r explainRequest
	var live explainLive
	var recorded explainRecorded
	cmd := &cobra.Command{
		Use: "explain [FILE|URL|-]", Short: "Say what the edge makes of an answer", GroupID: "edge",
		Long: "Reads one HTTP response as `curl -i` prints it, or asks for an address, and says what\n" +
			"went wrong, what the edge would do with it, and why. With an address the site's\n" +
			"servers are asked as the edge of the configuration would: which site, which rule,\n" +
			"which page. Without a configuration the address itself is asked. A response is judged\n" +
			"by a site of --config, or without it by the edge's defaults.",
		Example: "  curl -si https://shop.example/cart | signpost explain\n" +
			"  signpost explain answer.txt --method PUT --accept application/json --json\n" +
			"  signpost explain answer.txt --path https://shop.example/cart --config signpost.yaml\n" +
			"  signpost explain https://shop.example/cart --config signpost.yaml",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && isAddress(args[0]) {
				e, err := live.explain(cmd.Context(), streams, args[0], r)
				if err != nil {
					return err
				}
				return e.print(streams.out, asJSON)
			}
			recorded.config = live.config
			e, err := recorded.read(streams, args, r)
			if err != nil {
				return err
			}
			return e.print(streams.out, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&asJSON, "json", false, "print JSON")
	flags.StringVar(&r.method, "method", http.MethodGet, "method of the request")
	flags.StringVar(&r.path, "path", "/", "path or address of the request")
	flags.StringVar(&live.config, "config", "", "configuration of the edge")
	flags.StringVar(&recorded.site, "site", "", "site of the configuration, for a response; default: the site of --path, or the only one")
	flags.StringVar(&live.upstream, "upstream", "", "address of the site's server, for an address without a configuration")
	flags.StringVar(&r.accept, "accept", browserAccept, "Accept field of the request")
	return cmd
}

// readResponse reads the file that the arguments name, or standard input.
func readResponse(stdin io.Reader, args []string) ([]byte, error) {
	if len(args) == 1 && args[0] != "-" {
		return readFile(args[0])
	}
	if f, ok := stdin.(*os.File); ok && len(args) == 0 && term.IsTerminal(int(f.Fd())) {
		return nil, usageError("no response to explain: name a file, or pipe `curl -si URL` into signpost explain")
	}
	raw, err := io.ReadAll(io.LimitReader(stdin, explainLimit))
	if err != nil {
		return nil, couldNotRun(fmt.Errorf("read standard input: %w", err))
	}
	return raw, nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, couldNotRun(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, couldNotRun(fmt.Errorf("read %s: it is a directory; name a file that holds a raw HTTP response", name))
	}
	raw, err := io.ReadAll(io.LimitReader(f, explainLimit))
	if err != nil {
		return nil, couldNotRun(err)
	}
	return raw, nil
}

func (r explainRequest) request() (*http.Request, error) {
	if !httpguts.ValidHeaderFieldName(r.method) {
		return nil, usageError("--method %q is no method: use a word like GET or PUT", r.method)
	}
	if !httpguts.ValidHeaderFieldValue(r.accept) {
		return nil, usageError("--accept %q is no field value", r.accept)
	}
	u, err := url.Parse(r.path)
	if err == nil && u.Host != "" && u.Path == "" {
		u.Path = "/"
	}
	if err != nil || !strings.HasPrefix(u.Path, "/") {
		return nil, usageError("--path %q is no path: it begins with a slash, for example /cart", r.path)
	}
	req := &http.Request{Method: r.method, URL: u, Host: u.Host, Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	if r.accept != "" {
		req.Header.Set("Accept", r.accept)
	}
	return req, nil
}

func explainResponse(raw []byte, r explainRequest) (explanation, error) {
	req, ex, err := r.exchange(raw)
	if err != nil {
		return explanation{}, err
	}
	p, v := handlers.Explain(req, ex)
	return newExplanation(p, v), nil
}
