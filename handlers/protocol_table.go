package handlers

// commonMethods are those that browsers and plain programs use; any other
// method speaks WebDAV or a protocol that the edge does not know.
var commonMethods = newWordSet("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT QUERY")

// protocols are compared in order; the more special ones stand first.
var protocols = []protocol{
	{
		name: "grpc-web", form: GRPC,
		types: []string{"application/grpc-web*"}, fields: []string{"X-Grpc-Web"},
	},
	{name: "grpc", form: GRPC, types: []string{"application/grpc", "application/grpc+*"}},
	{
		name: "connect", form: Connect,
		types: []string{"application/connect+*"}, fields: []string{"Connect-Protocol-Version"},
	},
	{name: "twirp", form: Twirp, prefixes: []string{"/twirp/"}},
	{name: "event-stream", form: Text, types: []string{"text/event-stream"}},
	{
		name: "webdav", form: Text,
		methods: newWordSet(`PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH ACL MKCALENDAR BIND REBIND
			UNBIND VERSION-CONTROL CHECKIN CHECKOUT UNCHECKOUT MERGE LABEL MKWORKSPACE MKACTIVITY
			BASELINE-CONTROL ORDERPATCH`),
		fields:  []string{"Depth", "Destination", "If", "Lock-Token", "Overwrite", "Dav"},
		values:  []fieldValue{{"Timeout", "Second-"}, {"Translate", "f"}},
		answers: []string{"Dav", "Ms-Author-Via"},
	},
	{
		name: "git", form: Text,
		fields:   []string{"Git-Protocol"},
		types:    []string{"application/x-git-*", "application/vnd.git-lfs+json"},
		query:    []string{"service=git-upload-pack", "service=git-receive-pack"},
		suffixes: []string{"/info/refs", "/git-upload-pack", "/git-receive-pack"},
	},
	{
		name: "container-registry", form: RegistryJSON,
		types:    []string{"application/vnd.oci.*", "application/vnd.docker.*"},
		answers:  []string{"Docker-Distribution-Api-Version"},
		prefixes: []string{"/v2/"},
	},
	{
		name: "npm", form: NPMJSON,
		fields: []string{"Npm-Command", "Npm-Session"},
		types:  []string{"application/vnd.npm.install-v1+json"},
		parts:  []string{"/-/"},
	},
	{
		name: "package-index", form: Text,
		types: []string{"application/vnd.pypi.simple.*"},
		parts: []string{"/simple/", "/api/v1/crates"},
		suffixes: []string{
			"/simple", ".pom", ".jar", ".sha1", ".nupkg", ".gem", ".crate", ".whl",
		},
	},
	{
		name: "go-modules", form: Text,
		query: []string{"go-get=1"},
		parts: []string{"/@v/", "/@latest", "/sumdb/"},
	},
	{
		name: "system-packages", form: Text,
		parts: []string{
			"/dists/", "/pool/", "inrelease", "/by-hash/", "/packages.", "/repodata/", "apkindex",
		},
		suffixes: []string{".deb", ".rpm", ".db.sig", "/packages"},
	},
	{
		name: "object-storage", form: S3XML,
		fields: []string{"X-Amz-*", "X-Ms-Version", "X-Goog-*"},
		// CloudFront and Google's identity proxy stamp people's requests too.
		except: []string{"X-Amz-Cf-*", "X-Goog-Authenticated-User-*", "X-Goog-Iap-*"},
		values: []fieldValue{{"Authorization", "AWS4-HMAC-SHA256"}},
		query:  []string{"x-amz-*"},
	},
	{
		name: "token-endpoint", form: JSON,
		types:    []string{"application/jose+json"},
		answers:  []string{"Replay-Nonce"},
		prefixes: []string{"/.well-known/"},
		suffixes: []string{"/oauth/token", "/oauth2/token", "/oauth2/v1/token", "/connect/token", "/token"},
	},
	{
		name: "webhook", form: Text,
		fields: []string{
			"X-Github-Event", "X-Gitlab-Event", "Stripe-Signature", "X-Hub-Signature*", "Webhook-Id", "X-Shopify-*",
		},
	},
	{
		name: "soap", form: XML,
		fields: []string{"Soapaction"}, types: []string{"application/soap+xml"},
	},
	{
		name: "federation", form: JSON,
		types: []string{
			"application/activity+json", "application/ld+json", "application/json-rpc", "application/graphql*",
		},
		prefixes: []string{"/_matrix/"},
		suffixes: []string{"/graphql"},
	},
	{
		// The field of the answer is the answer.
		name:    "handshake",
		answers: []string{"X-Transmission-Session-Id", "X-Inertia-Location"},
	},
}

// otherMethod is the protocol of methods that nobody here knows.
var otherMethod = protocol{name: "unknown-method", form: Text}
