package main

import (
	"encoding/json"
	"errors"
	"net"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"signpost": main})
}

// The scripts are what users type, and what they see. Besides the commands of
// testscript they know:
//
//	exits CODE signpost …   run and compare the exit code, stdout and stderr kept
//	takenport NAME          hold a port of the loopback and put HOST:PORT into $NAME
//	width N FILE            no line of the file is wider than N columns
//	runid NAME FILE         put the id of the run of a JSON report into $NAME
//	$SITE                   the address of a faulty site
//	repeat N TEXT FILE      write TEXT N times into a file
func TestScripts(t *testing.T) {
	site, err := testsite.New(testsite.Options{Faults: []string{testsite.AllFaults}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SITE", server.URL)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"takenport": takenPort,
			"width":     checkWidth,
			"repeat":    repeatText,
			"runid":     runID,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func takenPort(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}

func runID(ts *testscript.TestScript, _ bool, args []string) {
	var r struct{ Run struct{ ID string } }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &r))
	ts.Setenv(args[0], r.Run.ID)
}

func checkWidth(ts *testscript.TestScript, _ bool, args []string) {
	limit, err := strconv.Atoi(args[0])
	ts.Check(err)
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		if n := cells(strings.TrimRight(line, "\n")); n > limit {
			ts.Fatalf("%d columns, at most %d: %s", n, limit, line)
		}
	}
}

func repeatText(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(writeFile(ts.MkAbs(args[2]), strings.Repeat(args[1], n)))
}
