package clients_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

const control = `Package: shelf
Version: 1.0
Architecture: all
Maintainer: Ada <ada@shop.example>
Description: A shelf of poetry
`

// debianRepository serves one package and its list. Nothing is signed, so that apt
// asks for signed lists first and has to bear that they are missing.
func debianRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	tree, deb := filepath.Join(dir, "tree"), filepath.Join(dir, "shelf.deb")
	if err := os.MkdirAll(filepath.Join(tree, "DEBIAN"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, "DEBIAN", "control"), []byte(control), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(needs.Program(t, "dpkg-deb", "dpkg"), "--root-owner-group", "--build", tree, deb).CombinedOutput(); err != nil {
		t.Fatalf("dpkg-deb: %v: %s", err, out)
	}
	content, err := os.ReadFile(deb)
	if err != nil {
		t.Fatal(err)
	}
	list := fmt.Sprintf("%sFilename: ./shelf.deb\nSize: %d\nSHA256: %x\n\n", control, len(content), sha256.Sum256(content))
	if err := os.WriteFile(filepath.Join(dir, "Packages"), []byte(list), 0o644); err != nil {
		t.Fatal(err)
	}
	return startServer(t, http.FileServer(http.Dir(dir)))
}

// fetchDeb takes the lists and the package into folders of its own.
const fetchDeb = `
mkdir -p etc/apt.conf.d etc/preferences.d etc/trusted.gpg.d state/lists/partial cache/archives/partial; : > status
echo "deb [trusted=yes] $BASE/ ./" > etc/sources.list
cat > conf <<END
Dir::Etc "$PWD/etc"; Dir::State "$PWD/state"; Dir::State::status "$PWD/status"; Dir::Cache "$PWD/cache"; Dir::Log "$PWD";
APT::Sandbox::User ""; APT::Architecture "amd64"; Acquire::Languages "none"; Acquire::Retries "0"; Acquire::http::Proxy "DIRECT";
END
export APT_CONFIG=$PWD/conf
{
  apt-get update; echo "update: $?"
  apt-get download shelf; echo "download: $?"
  dpkg-deb -f shelf_1.0_all.deb Description
  rm shelf_1.0_all.deb; sed -i 's/shelf.deb/nothing.deb/' state/lists/*Packages
  apt-get download shelf; echo "missing: $?"
} 2>&1 | grep -v '^Fetched' | sed 's/ \[IP:.*//' | sort -u
`

func TestAPTAndARepository(t *testing.T) {
	needs.Program(t, "apt-get", "apt")
	same(t, debianRepository(t), fetchDeb, "update: 0", "download: 0", "A shelf of poetry", "404  Not Found", "missing: 100")
}
