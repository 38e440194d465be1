package views

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"html"
	"image/png"
)

// maxLogo is the size of a logo as it stands in the page, in bytes.
const maxLogo = 4096

// maxOwnerFile is the most that is read of a file of the owner. Editors write
// much into a drawing that the page leaves out.
const maxOwnerFile = 64 << 10

// logo is a logo as it stands in a page.
type logo struct {
	markup   string
	wordmark bool // wide: it says the name itself
	image    bool // it is, or holds, a data: image
}

// wordmarkRatio is how much wider than high a logo is that says a name.
const wordmarkRatio = 2.2

// checkLogo makes the markup of a logo whose accessible name is the brand's: a
// wordmark carries it, a sign stands beside it.
func checkLogo(o BrandOptions, wrong *Mistakes) logo {
	content := bytes.TrimPrefix(o.Logo.Content, []byte("\ufeff"))
	if len(content) == 0 {
		return logo{}
	}
	if len(content) > maxOwnerFile {
		wrong.add("logo", "simplify the drawing", "%s has %d bytes, and %d are read", o.Logo.Name, len(content), maxOwnerFile)
		return logo{}
	}
	made, err := makeLogo(content, o.Name)
	switch {
	case err != nil:
		wrong.add("logo", logoHint(err), "%s: %v", o.Logo.Name, err)
	case len(made.markup) > maxLogo:
		wrong.add("logo", "simplify the drawing: fewer points, fewer decimals, no embedded pictures",
			"%s takes %d bytes of a page, and %d fit", o.Logo.Name, len(made.markup), maxLogo)
	}
	return made
}

func makeLogo(content []byte, name string) (logo, error) {
	if width, height, kind, ok := bitmapSize(content); ok {
		return bitmapLogo(content, kind, width, height, name)
	}
	drawing, err := sanitizeSVG(content)
	if err != nil {
		return logo{}, err
	}
	made := logo{wordmark: drawing.ratio > wordmarkRatio, image: drawing.images}
	label := `aria-hidden="true"`
	if made.wordmark {
		label = `role="img" aria-label="` + html.EscapeString(name) + `"`
	}
	made.markup = "<svg " + label + drawing.markup
	return made, nil
}

func bitmapLogo(content []byte, kind string, width, height int, name string) (logo, error) {
	if width < 1 || height < 1 || width > 4096 || height > 4096 {
		return logo{}, fmt.Errorf("a picture of %d by %d pixels", width, height)
	}
	made := logo{wordmark: float64(width)/float64(height) > wordmarkRatio, image: true}
	alt := ""
	if made.wordmark {
		alt = html.EscapeString(name)
	}
	made.markup = fmt.Sprintf(`<img alt="%s" width="%d" height="%d" src="data:image/%s;base64,%s">`,
		alt, width, height, kind, base64.StdEncoding.EncodeToString(content))
	return made, nil
}

// bitmapSize recognises PNG and WebP.
func bitmapSize(content []byte) (width, height int, kind string, ok bool) {
	if bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")) {
		config, err := png.DecodeConfig(bytes.NewReader(content))
		return config.Width, config.Height, "png", err == nil
	}
	width, height, ok = webpSize(content)
	return width, height, "webp", ok
}

// webpSize reads the header of a WebP file (RFC 9649, section 2).
func webpSize(b []byte) (width, height int, ok bool) {
	if len(b) < 30 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return 0, 0, false
	}
	le := binary.LittleEndian
	switch string(b[12:16]) {
	case "VP8X":
		return int(le.Uint32(b[24:])&0xffffff) + 1, int(le.Uint32(b[26:])>>8) + 1, true
	case "VP8L":
		bits := le.Uint32(b[21:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, true
	case "VP8 ":
		return int(le.Uint16(b[26:]) & 0x3fff), int(le.Uint16(b[28:]) & 0x3fff), true
	}
	return 0, 0, false
}
