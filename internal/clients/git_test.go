package clients_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// gitServer serves one repository, r.git, whose hook speaks and refuses a branch.
func gitServer(t *testing.T) string {
	t.Helper()
	git := needs.Program(t, "git", "git")
	execPath, err := exec.Command(git, "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	repo := filepath.Join(root, "r.git")
	for _, args := range [][]string{{"init", "-q", "--bare", "-b", "main", repo}, {"-C", repo, "config", "http.receivepack", "true"}} {
		if out, err := exec.Command(git, args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	hook := "#!/bin/sh\nwhile read old new ref; do\n  echo \"the shelf was asked for $ref\"\n  case $ref in */bad) echo \"no bad branches here\"; exit 1;; esac\ndone\n"
	if err := os.WriteFile(filepath.Join(repo, "hooks", "pre-receive"), []byte(hook), 0o755); err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(execPath)), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=ada"}, Stderr: io.Discard,
	}
	return startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength < 0 { // CGI wants to know the length of a body in chunks
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			r.Body, r.ContentLength, r.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
		}
		backend.ServeHTTP(w, r)
	}))
}

// work clones, saves a large file in chunks, meets a hook that refuses, and asks
// for what is not there.
const work = `
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@shop.example GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@shop.example
export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'
git clone -q $BASE/r.git w; echo "clone: $?"
cd w; git checkout -q -B "$BRANCH"
head -c 2000000 /dev/zero | tr '\0' "$BRANCH" > big; git add big; git commit -q -m big
git -c http.postBuffer=1000 push -q origin "$BRANCH"; echo "push: $?"
git checkout -q -b bad; git commit -q --allow-empty -m bad
git push -q origin bad; echo "refused: $?"
git ls-remote -q $BASE/nothing.git; echo "missing: $?"
git fetch -q origin nothing; echo "no such ref: $?"
`

func TestGitOverHTTP(t *testing.T) {
	direct := script(t, gitServer(t), work, "BRANCH=a")
	through := script(t, startEdge(t, gitServer(t)), work, "BRANCH=a")
	if direct != through {
		t.Errorf("direct:\n%s\nthrough the edge:\n%s", direct, through)
	}
	for _, want := range []string{"clone: 0", "push: 0", "refused: 1", "remote: no bad branches here", "missing: 128", "not found"} {
		if !strings.Contains(through, want) {
			t.Errorf("no %q in:\n%s", want, through)
		}
	}
}
