package config

// File is a whole configuration, after environment, flags and defaults have
// been applied.
type File struct {
	// Version of the format; 1 is the only one.
	Version int `yaml:"version" rule:"required" example:"1"`
	// Listen says where visitors are received.
	Listen Listen `yaml:"listen"`
	// TLS holds the certificates for listen.https.
	TLS TLS `yaml:"tls"`
	// Limits protect the edge from slow, large and many requests.
	Limits Limits `yaml:"limits"`
	// Defaults is what every site inherits, key by key; a list in a site replaces the whole list.
	Defaults Defaults `yaml:"defaults"`
	// Sites are the websites behind the edge, found by the Host of a request.
	Sites []Site `yaml:"sites" rule:"required" example:"[{ host: shop.example, upstream: \"http://127.0.0.1:3000\" }]"`
	// Admin is the address for health, metrics and maintenance.
	Admin Admin `yaml:"admin"`
	// Log says what is logged and where.
	Log Log `yaml:"log"`
	// Audit is what `signpost audit` uses when no flag says otherwise.
	Audit Audit `yaml:"audit"`
	// Storage is where audits and last-good copies are kept.
	Storage Storage `yaml:"storage"`
}

// Listen is where visitors are received, and how their address is known.
type Listen struct {
	// HTTP lists addresses without TLS: HOST:PORT, unix:/path or systemd:NAME.
	HTTP []string `yaml:"http" rule:"one" default:":8080"`
	// HTTPS lists addresses with TLS, in the same forms; they need tls.files.
	HTTPS []string `yaml:"https" rule:"one"`
	// TrustedProxies are the networks of proxies in front; without them X-Forwarded-* is dropped.
	TrustedProxies []Network `yaml:"trusted_proxies"`
	// ClientIP says what tells a visitor's address. Default: peer without trusted_proxies, else x-forwarded-for.
	ClientIP string `yaml:"client_ip" enum:"peer x-forwarded-for forwarded header:NAME"`
	// ProxyProtocol are the networks of peers that begin with a PROXY header, version 1 or 2.
	ProxyProtocol []Network `yaml:"proxy_protocol"`
	// H2C accepts HTTP/2 without TLS, for gRPC inside one machine.
	H2C bool `yaml:"h2c" default:"false"`
}

// TLS holds the certificates of the edge.
type TLS struct {
	// MinVersion is the oldest version of TLS that is spoken.
	MinVersion string `yaml:"min_version" enum:"1.2 1.3" default:"1.2"`
	// Files are certificates with their keys, chosen by the names in the certificate.
	Files []Certificate `yaml:"files"`
}

// Certificate is one certificate and its key, as PEM files.
type Certificate struct {
	// Cert is the file of the certificate, followed by its intermediates.
	Cert Path `yaml:"cert" rule:"required" example:"FILE"`
	// Key is the file of the private key.
	Key Path `yaml:"key" rule:"required" example:"FILE"`
}

// Limits protect the edge from slow, large and many requests.
type Limits struct {
	// HeaderBytes is the largest header section of a request; above: 431.
	HeaderBytes Size `yaml:"header_bytes" default:"64KiB" min:"4KiB" max:"1MiB"`
	// HeaderTimeout is the time for the header section of a request; above: 408.
	HeaderTimeout Duration `yaml:"header_timeout" default:"5s" min:"100ms"`
	// IdleTimeout is how long a connection may wait for the next request.
	IdleTimeout Duration `yaml:"idle_timeout" default:"60s" min:"1s"`
	// BodyStall is the time for each 16 KiB of a body, either way.
	BodyStall Duration `yaml:"body_stall" default:"30s" min:"1s"`
	// H2Streams is how many requests one HTTP/2 connection may have under way.
	H2Streams int `yaml:"h2_streams" default:"100" min:"1" max:"10000"`
	// InFlight is how many requests may be under way in total; above: 503.
	InFlight int `yaml:"in_flight" default:"4096" min:"1"`
	// ShutdownGrace is how long requests under way may take to end after a stop.
	ShutdownGrace Duration `yaml:"shutdown_grace" default:"30s"`
}

// Admin is the address for the operator, away from visitors.
type Admin struct {
	// Listen is the address of /livez, /readyz, /startupz and /metrics; off for none.
	Listen string `yaml:"listen" rule:"off" default:"127.0.0.1:9090"`
	// Allow lists the networks that are answered.
	Allow []Network `yaml:"allow" default:"127.0.0.0/8,::1/128"`
}

// Storage is where audits and last-good copies are kept.
type Storage struct {
	// Path is a folder, made on first use. Default: $XDG_STATE_HOME/signpost, else ~/.local/state/signpost.
	Path Path `yaml:"path"`
	// Keep says how long.
	Keep Keep `yaml:"keep"`
}

// Keep says how long things are stored.
type Keep struct {
	// Audits is how long the runs of `signpost audit` are kept.
	Audits Duration `yaml:"audits" default:"400d" min:"1h"`
}
