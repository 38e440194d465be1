package config

// CORS is the allowance on own errors: the word mirror (what the site allowed
// last), the word off, or a block.
type CORS struct {
	// Mode is mirror, off, or empty for the block.
	Mode string `yaml:"-"`
	// Origins that are allowed; "*" alone for all.
	Origins []AllowedOrigin `yaml:"origins" rule:"one"`
	// Credentials are allowed too.
	Credentials bool `yaml:"credentials" default:"false"`
	// Expose lists response headers that scripts may read.
	Expose []HeaderGlob `yaml:"expose" rule:"one"`
}

// The words of CORS.
const (
	CORSMirror = "mirror"
	CORSOff    = "off"
)

func (c *CORS) decodeNode(d *decoder, path string, n *node) {
	if n.absent() {
		c.Mode = CORSMirror
		d.remember(path, &node{text: CORSMirror})
		return
	}
	if n.kind == block {
		d.fields(path, n, c)
		return
	}
	d.word(path, n, []string{CORSMirror, CORSOff}, &c.Mode)
}
