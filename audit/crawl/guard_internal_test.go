package crawl

import (
	"errors"
	"net/netip"
	"testing"
)

// The guard sees addresses only where a connection is made, so its table is
// tested here and not over the network.
func TestAddressesThatAreNotPublicAreKnownInEveryForm(t *testing.T) {
	for _, c := range []struct {
		addr string
		want reach
	}{
		{"93.184.216.34", public},
		{"2606:2800:220:1::1", public},
		{"172.32.0.1", public},
		{"100.128.0.1", public},
		{"127.0.0.1", private},
		{"127.255.255.254", private},
		{"::1", private},
		{"::ffff:127.0.0.1", private},
		{"10.1.2.3", private},
		{"::ffff:10.1.2.3", private},
		{"172.16.0.1", private},
		{"172.31.255.255", private},
		{"192.168.1.1", private},
		{"100.64.0.1", private},
		{"fd12:3456::1", private},
		{"64:ff9b::10.0.0.1", private},
		{"64:ff9b::93.184.216.34", public},
		{"2002:7f00:1::", private},
		{"2002:5db8:d822::1", public},
		{"64:ff9b::169.254.169.254", forbidden},
		{"64:ff9b:1::a00:1", forbidden},
		{"169.254.169.254", forbidden},
		{"::ffff:169.254.169.254", forbidden},
		{"169.254.0.1", forbidden},
		{"fd00:ec2::254", forbidden},
		{"100.100.100.200", forbidden},
		{"fe80::1", forbidden},
		{"fe80::1%eth0", forbidden},
		{"fd00::1%lo", forbidden},
		{"fec0::1", forbidden},
		{"0.0.0.0", forbidden},
		{"::ffff:0.0.0.0", forbidden},
		{"0.1.2.3", forbidden},
		{"::", forbidden},
		{"::7f00:1", forbidden},
		{"192.0.0.1", forbidden},
		{"192.0.2.1", forbidden},
		{"198.18.0.1", forbidden},
		{"198.51.100.1", forbidden},
		{"203.0.113.1", forbidden},
		{"224.0.0.1", forbidden},
		{"240.0.0.1", forbidden},
		{"255.255.255.255", forbidden},
		{"ff02::1", forbidden},
		{"2001:db8::1", forbidden},
		{"2001:0:1::1", forbidden},
	} {
		if got := reachOf(netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("reach of %s = %d, want %d", c.addr, got, c.want)
		}
	}
}

func guardOf(t *testing.T, seeds ...string) *guard {
	t.Helper()
	var all []Address
	for _, s := range seeds {
		a, err := ParseAddress(s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return newGuard(all, false)
}

func TestOnlyASeedMayBePrivateAndOnlyOnItsOwnPort(t *testing.T) {
	for _, c := range []struct {
		seed, target, connected string
		want                    Reason
	}{
		{"http://127.0.0.1:8080/", "127.0.0.1:8080", "127.0.0.1:8080", ""},
		{"http://localhost/", "localhost:80", "[::1]:80", ""},
		{"https://[::1]/", "[::1]:443", "[::1]:443", ""},
		{"http://intranet.example/", "intranet.example:80", "10.0.0.1:80", ""},
		{"http://127.0.0.1:25/", "127.0.0.1:25", "127.0.0.1:25", ""},
		{"http://127.0.0.1:8080/", "127.0.0.1:8081", "127.0.0.1:8081", AddressRefused},
		{"http://127.0.0.1:8080/", "localhost:8080", "127.0.0.1:8080", AddressRefused},
		{"http://127.0.0.1:8080/", "shop.example:80", "93.184.216.34:80", ""},
		{"http://shop.example/", "127.0.0.1:80", "127.0.0.1:80", AddressRefused},
		{"http://shop.example/", "db.shop.example:80", "192.168.0.9:80", AddressRefused},
		{"http://shop.example/", "shop.example:8080", "10.0.0.1:8080", AddressRefused},
		{"http://shop.example/", "shop.example:25", "93.184.216.34:25", PortRefused},
		{"http://shop.example/", "shop.example:8080", "93.184.216.34:8080", ""},
		{"http://169.254.169.254/", "169.254.169.254:80", "169.254.169.254:80", AddressRefused},
		{"http://0.0.0.0/", "0.0.0.0:80", "0.0.0.0:80", AddressRefused},
		{"http://shop.example/", "shop.example:80", "not an address", AddressRefused},
	} {
		err := guardOf(t, c.seed).check(c.target, c.connected)
		got := Reason("")
		if refused, ok := errors.AsType[*refusal](err); ok {
			got = refused.reason
		}
		if got != c.want {
			t.Errorf("seed %s: %s at %s gives %q (%v), want %q", c.seed, c.target, c.connected, got, err, c.want)
		}
	}
}

func TestASeedThatWasPublicDoesNotBecomePrivate(t *testing.T) {
	g := guardOf(t, "http://shop.example/")
	if err := g.check("shop.example:80", "93.184.216.34:80"); err != nil {
		t.Fatal(err)
	}
	if err := g.check("shop.example:80", "127.0.0.1:80"); err == nil {
		t.Error("the name was public and leads to loopback at its second look-up: nobody refused")
	}
	if err := g.check("shop.example:80", "93.184.216.34:80"); err != nil {
		t.Errorf("the public address is refused afterwards: %v", err)
	}
}

func TestAnAddressThatTheUserNamesIsAllowed(t *testing.T) {
	g := guardOf(t, "http://shop.example/")
	g.allowed = []netip.Prefix{netip.MustParsePrefix("169.254.169.254/32")}
	for connected, want := range map[string]bool{"169.254.169.254:80": true, "[::ffff:169.254.169.254]:80": true, "169.254.169.253:80": false, "10.0.0.1:80": false} {
		if err := g.check("other.example:80", connected); (err == nil) != want {
			t.Errorf("%s: %v, want allowed %v", connected, err, want)
		}
	}
}
