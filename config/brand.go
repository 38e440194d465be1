package config

// Brand is the look of the pages of a site.
type Brand struct {
	// Name of the site. Default: its host.
	Name string `yaml:"name"`
	// Logo is an SVG file of at most 4 KiB; it is inlined.
	Logo Path `yaml:"logo"`
	// Colors are checked for contrast: 4.5:1 or an error.
	Colors Colors `yaml:"colors"`
	// Links are shown on every page; at most six.
	Links []Link `yaml:"links"`
	// Contact is whom a visitor can ask.
	Contact Contact `yaml:"contact"`
	// CSS is a file that is appended and inlined; it must not load anything.
	CSS Path `yaml:"css"`
	// Words replace sentences, by language and key.
	Words map[string]map[string]string `yaml:"words"`
	// Show lists the parts of a page.
	Show []string `yaml:"show" rule:"one" enum:"request_id time steps links contact upstream_sentence" default:"request_id,time,steps,links,contact,upstream_sentence"`
}

// Colors of a brand, as #rrggbb.
type Colors struct {
	// Accent is used on a light page.
	Accent Color `yaml:"accent"`
	// AccentDark is used on a dark page.
	AccentDark Color `yaml:"accent_dark"`
}

// Link is one link of a brand.
type Link struct {
	// Text is what the visitor reads.
	Text string `yaml:"text" rule:"required" example:"Help centre"`
	// Href is a path of the site, or an https, http, mailto or tel address.
	Href Href `yaml:"href" rule:"required" example:"/help"`
}

// Contact is whom a visitor can ask: an address, a page, or both.
type Contact struct {
	// Email is an e-mail address.
	Email string `yaml:"email"`
	// Href is a page.
	Href Href `yaml:"href"`
}
