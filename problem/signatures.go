package problem

import "slices"

// signature tells the stock error page of one producer. Marks are written in
// lower case, with white space as one space and none beside tags; NNN stands
// for any three digits. Of one id there may be several rows, where a page shows
// other marks early, in what is held of it, than late. Each id has a near miss
// and a sample: captured from the product in testdata/captured, or else written
// from its published source in testdata/signatures.txtar.
type signature struct {
	id    string
	kinds string   // of body, by first letter: h html, t text, j json, x xml
	all   []string // every one must be there
	any   []string // at least one
	none  []string // none may be there
	start string   // how the body begins
	times int      // how often the first of all must be there; 0: once
	whole bool     // only if the whole body is below 4 KiB
}

const xhtml10 = `<!doctype html public "-//w3c//dtd xhtml 1.0 transitional//en"`

// laravelStyle begins the style of the pages that come with Laravel; what
// people read stands too far behind to be held.
const laravelStyle = "<style>/*! normalize.css v8.0.1 | mit license | github.com/necolas/normalize.css */html{line-height:1.15;-webkit-text-size-adjust:100%}body{margin:0}a{background-color:transparent}"

// layout marks the pages of a site around the words of its framework.
var layout = []string{"<nav", "<header", "<main", "<footer"}

// leakSignatures are looked for first and in all that is held, because debug
// pages carry their marks late.
var leakSignatures = []signature{
	{id: "aspnet-debug", kinds: "h", all: []string{"server error in '", "' application"}},
	{id: "tomcat-report", kinds: "h", all: []string{"http status nnn"}, any: []string{"root cause", "stack trace"}},
	{id: "spring-trace", kinds: "h", all: []string{"whitelabel error page", ".java:"}},
	{id: "express-stack", kinds: "h", all: []string{"<pre>", "&nbsp; &nbsp;at "}},
	{id: "django-debug", kinds: "h", all: []string{"because you have<code>debug = true</code>"}},
	{id: "django-debug", kinds: "h", all: []string{
		`<meta name="robots" content="none,noarchive">`, "</title>" + `<style type="text/css">` +
			"html * { padding:0; margin:0; } body * { padding:10px 20px; } body * * { padding:0; } " +
			"body { font:small sans-serif; background-color:#fff; color:#000; }",
	}},
	{id: "werkzeug-debugger", kinds: "h", all: []string{"// werkzeug debugger</title>", "<div class=\"debugger\">"}},
	{id: "starlette-debugger", kinds: "h", all: []string{"<title>starlette debugger</title>", "traceback-title"}},
	{id: "rails-debug", kinds: "ht", any: []string{"rails.root: /", "rails.root: c:"}},
	{id: "rails-debug", kinds: "h", all: []string{"<title>action controller: exception caught</title>"}},
	{id: "rack-debug", kinds: "h", any: []string{"because you use <code>rack::showexceptions</code>", "because you use<code>rack::showexceptions</code>"}},
	{id: "sinatra-debug", kinds: "h", all: []string{"/__sinatra__/500.png"}},
	{id: "passenger", kinds: "h", all: []string{"web application could not be started"}},
	{id: "php-fatal", kinds: "ht", all: []string{"on line", ".php"}, any: []string{
		"fatal error</b>:", "fatal error: uncaught", "parse error</b>:", "parse error: syntax error",
	}},
	{id: "whoops", kinds: "h", any: []string{"whoops! there was an error", "<div class=\"whoops container\">", "data-ignition"}},
	{id: "symfony-exception", kinds: "h", all: []string{"symfony exception</h1>"}},
	{id: "symfony-exception", kinds: "h", all: []string{
		`</title><link rel="icon" type="image/png" href="data:image/png;base64,ivborw0kggoaaaansuheugaaabwaaaagcayaaaabtrhcaaadvul`,
	}},
	{id: "plug-debugger", kinds: "h", all: []string{"plug.debugger"}},
	{id: "java-trace", kinds: "htjx", all: []string{".java:"}, any: []string{"at java.", "at org.", "at com.", "exception"}, times: 2},
	{id: "python-trace", kinds: "htjx", all: []string{"traceback (most recent call last)"}, any: []string{
		`file "`, `file \"`, "file &quot;", "file &#34;",
	}},
	{id: "ruby-trace", kinds: "htjx", all: []string{".rb:"}, any: []string{":in `", ":in '", ":in &#39;"}, times: 2},
	{id: "go-panic", kinds: "htjx", all: []string{"goroutine ", " [running]:", ".go:"}},
	{id: "dotnet-trace", kinds: "htjx", all: []string{" at ", ":line "}, any: []string{".cs:line ", ".vb:line "}},
	{id: "node-trace", kinds: "htjx", all: []string{"at "}, any: []string{"(node:internal/", "/node_modules/express/lib/", "/node_modules/router/lib/"}},
	{id: "sql-error", kinds: "htjx", any: []string{
		"sqlstate[", "ora-0nnn", "pg::", "you have an error in your sql syntax", "mysql server version",
		"syntax error at or near", "unclosed quotation mark after",
	}},
}

// stockSignatures are looked for in the first 4 KiB.
var stockSignatures = []signature{
	{
		id: "nginx", kinds: "h", all: []string{"<center><h1>nnn "}, whole: true,
		any: []string{"<hr><center>nginx", "<hr><center>openresty", "<hr><center>tengine", "<hr><center>freenginx", "<hr><center>cloudflare"},
	},
	{
		id: "apache", kinds: "h", all: []string{"<title>nnn ", "</title></head><body><h1>", "</h1><p>"}, whole: true,
		any: []string{`<!doctype html public "-//ietf//dtd html 2.0//en">`, `<!doctype html public "-//w3c//dtd html 4.01//en" "http://www.w3.org/tr/html4/strict.dtd">`},
	},
	{id: "apache-address", kinds: "h", all: []string{"<address>apache/"}, whole: true},
	{id: "lighttpd", kinds: "h", all: []string{xhtml10, "<title>nnn ", "</title></head><body><h1>nnn ", "</h1></body></html>"}, whole: true},
	{id: "litespeed", kinds: "h", any: []string{"litespeed web server", "requested could not be found on this server!"}, whole: true},
	{id: "iis", kinds: "h", all: []string{`id="header"><h1>server error`, "<h2>nnn - "}},
	{id: "iis-detailed", kinds: "h", all: []string{"<title>iis ", "http error nnn."}},
	{id: "http-sys", kinds: "h", all: []string{"<h2>", "<hr><p>http error nnn."}, whole: true},

	{id: "go", kinds: "t", start: "404 page not found", whole: true},
	{id: "haproxy", kinds: "h", start: "<html><body><h1>nnn ", all: []string{"</h1>", "</body></html>"}, none: []string{"<p", "<a ", "<div", "<center"}, whole: true},
	{id: "traefik", kinds: "t", start: "no available server", whole: true},
	{id: "envoy", kinds: "t", start: "upstream connect error or disconnect/reset before headers", whole: true},
	{id: "envoy-health", kinds: "t", start: "no healthy upstream", whole: true},
	{id: "envoy-timeout", kinds: "t", start: "upstream request timeout", whole: true},
	{id: "kubernetes-backend", kinds: "t", any: []string{"default backend - 404", "response 404 (backend notfound)"}, whole: true},
	{id: "varnish", kinds: "h", all: []string{"<h3>guru meditation:</h3><p>xid: "}},
	{id: "squid", kinds: "h", all: []string{"<title>error: the requested url could not be retrieved</title>"}},
	{id: "fastly", kinds: "ht", all: []string{"fastly error: unknown domain"}, whole: true},

	{id: "aws-alb", kinds: "h", all: []string{"<center><h1>nnn ", "</h1></center></body></html>"}, none: []string{"<hr>"}, whole: true},
	{id: "cloudfront", kinds: "h", all: []string{"generated by cloudfront"}},
	{id: "s3-website", kinds: "h", all: []string{"<li>code: ", "<li>message: ", "<li>requestid: "}, whole: true},
	{id: "cloudflare", kinds: "h", any: []string{"cf-error-details", `id="cf-wrapper"`}},
	{id: "cloudflare-text", kinds: "t", start: "error code: nnn", whole: true},
	{id: "google-frontend", kinds: "h", any: []string{"that’s all we know", "that's all we know"}, all: []string{"<b>nnn.</b>"}},
	{id: "github-pages", kinds: "h", all: []string{"<strong>there isn't a github pages site here.</strong>"}},
	{id: "azure-frontdoor", kinds: "h", any: []string{"our services aren't available right now"}},
	{id: "heroku", kinds: "h", all: []string{"herokucdn.com/error-pages"}},
	{id: "vercel", kinds: "t", any: []string{"function_invocation_failed", "function_invocation_timeout", "deployment_not_found"}, whole: true},

	{id: "tomcat", kinds: "h", all: []string{"<h1>http status nnn"}},
	{id: "jetty", kinds: "h", any: []string{"powered by jetty"}, all: []string{"<h2>http error nnn "}},
	{id: "jetty-message", kinds: "h", start: "<h1>bad message nnn</h1><pre>reason: ", whole: true},
	{id: "spring", kinds: "h", all: []string{"whitelabel error page"}, whole: true},
	{id: "express", kinds: "h", all: []string{"<title>error</title>", "<body><pre>cannot "}, whole: true},
	{id: "express-message", kinds: "h", all: []string{"<title>error</title>", "</head><body><pre>", "</pre></body></html>"}, whole: true},
	{id: "django", kinds: "h", any: []string{
		"<h1>not found</h1><p>the requested resource was not found on this server.</p>",
		"<h1>server error (500)</h1>", "<h1>bad request (400)</h1>", "<h1>403 forbidden</h1><p></p>",
		"<h1>forbidden<span>(403)</span></h1><p>csrf verification failed. request aborted.</p>",
	}, whole: true},
	{id: "werkzeug", kinds: "h", start: "<!doctype html><html lang=en><title>nnn ", all: []string{"</title><h1>", "</h1><p>"}, whole: true},
	{id: "gunicorn", kinds: "h", all: []string{"</title></head><body><h1><p>"}, whole: true},
	{id: "python", kinds: "h", all: []string{"<h1>error response</h1><p>error code: nnn</p><p>message: "}, whole: true},
	{id: "tornado", kinds: "h", start: "<html><title>nnn: ", all: []string{"</title><body>nnn: "}, whole: true},
	{id: "rails", kinds: "h", any: []string{
		"<title>the page you were looking for doesn't exist (404", "<title>we're sorry, but something went wrong (500",
		"<title>the change you wanted was rejected (422", "<title>the server cannot process the request due to a client error (400",
		"<title>the page you were looking for doesn’t exist (404", "<title>we’re sorry, but something went wrong (500",
		"<title>the change you wanted was rejected (422",
	}},
	{id: "puma", kinds: "ht", start: "an unhandled lowlevel error occurred", whole: true},
	{id: "sinatra", kinds: "h", all: []string{"/__sinatra__/404.png", "<h2>sinatra doesn"}, whole: true},
	{id: "laravel", kinds: "h", all: []string{"</title>", laravelStyle}, none: layout, any: []string{
		"<title>unauthorized</title>", "<title>payment required</title>", "<title>forbidden</title>", "<title>not found</title>",
		"<title>page expired</title>", "<title>too many requests</title>", "<title>server error</title>", "<title>service unavailable</title>",
	}},
	{id: "next", kinds: "h", any: []string{`<h1 class="next-error-h1"`, `<html id="__next_error__"`}, none: layout},
	{id: "php", kinds: "h", start: "<!doctype html><html><head><title>nnn ", all: []string{`<p>the requested resource<code class="url">`}, whole: true},
	{id: "symfony", kinds: "h", all: []string{"<h1>oops! an error occurred</h1>", "the server returned a \"nnn "}, whole: true},
	{
		id: "wordpress", kinds: "h", all: []string{`<div class="wp-die-message">`}, none: []string{"wp-login.php", "inbox for instructions"},
		any: []string{"there has been a critical error on this website", "error establishing a database connection"},
	},
	{id: "wordpress-database", kinds: "h", all: []string{"<h1>error establishing a database connection</h1>"}, whole: true},
	{id: "rocket", kinds: "h", all: []string{"<h1>nnn: ", "<small>rocket</small>"}, whole: true},
}

// SignatureIDs lists the ids of all signatures, for documentation and tests.
func SignatureIDs() []string {
	var ids []string
	for _, table := range [][]signature{leakSignatures, stockSignatures} {
		for _, s := range table {
			if !slices.Contains(ids, s.id) {
				ids = append(ids, s.id)
			}
		}
	}
	return ids
}
