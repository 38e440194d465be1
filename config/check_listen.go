package config

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// listeners checks the addresses for visitors.
func (c *checker) listeners() {
	l := c.file.Listen
	if len(l.HTTP)+len(l.HTTPS) == 0 {
		c.report("listen.http", `write http: ":8080"`, "nothing listens for visitors")
	}
	seen := map[string]listenerList{}
	c.addresses("listen.http", l.HTTP, seen)
	c.addresses("listen.https", l.HTTPS, seen)
	if c.file.Admin.Listen != "off" {
		c.addresses("admin.listen", []string{c.file.Admin.Listen}, seen)
	}
	if len(l.HTTPS) > 0 && len(c.file.TLS.Files) == 0 {
		c.report("listen.https", "name a certificate: tls: { files: [{ cert: FILE, key: FILE }] }", "https needs a certificate under tls.files")
	}
	if len(l.HTTPS) == 0 && len(c.file.TLS.Files) > 0 {
		c.doubt("tls.files", `listen on it: listen: { https: ":8443" }`, "the certificates are not used: nothing listens on https")
	}
	c.clientAddress()
}

func (c *checker) clientAddress() {
	l := c.file.Listen
	if l.ClientIP != "peer" && len(l.TrustedProxies) == 0 {
		c.report("listen.client_ip", "name the proxies in front under listen.trusted_proxies",
			"%s can be read from trusted proxies only, and none is named", l.ClientIP)
	}
	for i, n := range l.TrustedProxies {
		if n.Bits() == 0 {
			c.doubt(fmt.Sprintf("listen.trusted_proxies[%d]", i), "name the networks of your own proxies",
				"%s trusts everybody: each visitor can claim any address", n)
		}
	}
}

// addresses checks the form of each address, and that none stands twice.
func (c *checker) addresses(path string, addresses []string, seen map[string]listenerList) {
	for i, address := range addresses {
		at := fmt.Sprintf("%s[%d]", path, i)
		if path == "admin.listen" {
			at = path
		}
		if hint := wrongAddress(address); hint != "" {
			c.report(at, hint, "%q is no address to listen on", address)
			continue
		}
		host, port := hostAndPort(address)
		if before := seen[port].overlapping(host); before != "" {
			c.report(at, "use another port", "%s is taken by %s", address, before)
		}
		if port != "0" {
			seen[port] = append(seen[port], listener{host, path})
		}
	}
}

// listener is one address in use, by the key that names it.
type listener struct{ host, path string }

type listenerList []listener

// overlapping names the key that takes the address already.
func (l listenerList) overlapping(host string) (path string) {
	for _, other := range l {
		if other.host == host || other.host == "*" || host == "*" {
			return other.path
		}
	}
	return ""
}

const addressForms = `write ":8080", "127.0.0.1:8080", "unix:/run/signpost.sock" or "systemd:http"`

// wrongAddress returns a hint when the address has none of the forms.
func wrongAddress(address string) (hint string) {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		if !strings.HasPrefix(path, "/") || len(path) > 107 {
			return "write unix: and the whole path, at most 107 bytes"
		}
		return ""
	}
	if name, ok := strings.CutPrefix(address, "systemd:"); ok {
		if !isToken(name) {
			return "write systemd: and the FileDescriptorName of the socket"
		}
		return ""
	}
	if onlyDigits(address) {
		return fmt.Sprintf(`write ":%s"`, address)
	}
	host, port, err := net.SplitHostPort(address)
	_, bad := strconv.ParseUint(port, 10, 16)
	switch {
	case err != nil && net.ParseIP(strings.Trim(address, "[]")) != nil, err != nil && hostForm.MatchString(address):
		return fmt.Sprintf("write the port too: %q", net.JoinHostPort(strings.Trim(address, "[]"), "8080"))
	case err != nil, strings.Contains(host, "/"):
		return addressForms
	case bad != nil:
		return "the port is a number from 0 to 65535"
	}
	return ""
}

// hostAndPort splits an address; * is every address of the machine. Sockets
// without a port are their own.
func hostAndPort(address string) (host, port string) {
	host, port, err := net.SplitHostPort(address)
	if err != nil || strings.HasPrefix(address, "unix:") || strings.HasPrefix(address, "systemd:") {
		return address, address
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "*"
	}
	return host, port
}

// adminAddress refuses a public address that everybody could ask.
func (c *checker) adminAddress() {
	a := c.file.Admin
	if isLocal(a.Listen) {
		return
	}
	if !c.said("admin.allow") || len(a.Allow) == 0 {
		c.report("admin.listen", "name who may ask: admin: { allow: [10.0.0.0/8] }, or listen on 127.0.0.1:9090",
			"%s can be reached from outside, and admin.allow does not say who may", a.Listen)
	}
}

// isLocal reports an address that only this machine reaches.
func isLocal(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
