package problem_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

// secrets are what no page may show, by kind.
var secrets = map[string][]string{
	"class":     {"[dev.shop.entity.Feed#1]", "[com.shop.Order]", "org.hibernate.exception.ConstraintViolationException", `OCA\DAV\Connector\Sabre`},
	"trace":     {"at com.shop.Api.get(Api.java:21)", "Traceback (most recent call last): x", `File "/srv/app.py", line 3`, "at Object.get (index.js:5:9)"},
	"sql":       {`constraint "users_email_key"`, `relation "public.users"`, "table `carts`", `table "projects"`},
	"host":      {"db-3.shop.internal", "10.1.2.3", "10.1.2.3:5432", "fe80::1", "http://backend.local:8080/x", "https://shop.example@evil.example/", "redis:6379", "localhost:3000", "ip-10-0-1-173.ec2.internal"},
	"mail":      {"anna@shop.example", "anna.b+x@mail.example", "ec2-user@ip-10-0-1-173.ec2.internal"},
	"token":     {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP", "054013d9e68b691e7635a14fc648b1547a41fa4bc1c800e158fa04d6c3847cd0", "9f2c4a1e7b8d0c3f5a6e2b1d4c8f0a37", "AKIAIOSFODNN7EXAMPLEwJalrXUtnFEMIK7MDENGbPxRf", "Bearer abc.def-ghi", "password=hunter2", "api_key: hunter2"},
	"path":      {"/var/www/html/index.php", "/home/anna/app", `C:\inetpub\wwwroot`, "/etc/shop/config.yaml", "/app/src/index.js:5:9"},
	"requestid": {"request id 6f1f1c2a-9b1e", "RequestId: 6f1f1c2a-9b1e", "trace id: 6f1f1c2a-9b1e"},
}

// core returns the part of a secret that must be gone.
func core(kind, secret string) string {
	switch kind {
	case "sql":
		return strings.Trim(secret[strings.IndexByte(secret, ' ')+1:], "\"`")
	case "trace":
		return secret[:min(len(secret), 8)]
	}
	for _, prefix := range []string{"Bearer ", "password=", "api_key: ", "request id ", "RequestId: ", "trace id: "} {
		secret = strings.TrimPrefix(secret, prefix)
	}
	return strings.Trim(secret, "[]")
}

// TestNothingSecretIsRendered puts every kind of secret into sentences of every
// shape and looks for it in every form.
func TestNothingSecretIsRendered(t *testing.T) {
	shapes := []string{
		"It failed: %s", "%s was changed", "The thing (%s) is locked", `Not "%s", please`, "See %s.", "Because of %s, it failed; try again", "<%s>", "a=%s",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for kind, list := range secrets {
		for _, secret := range list {
			for _, shape := range shapes {
				sentence := fmt.Sprintf(shape, secret)
				if random.IntN(2) == 0 {
					sentence = "Über uns: " + sentence + " Ende"
				}
				p := problem.Problem{
					Status: 409, Cause: problem.Locked, Title: sentence, Summary: sentence, Field: sentence, LockOwner: sentence,
					UpstreamSteps: []string{sentence}, Errors: []problem.FieldError{{Detail: sentence}},
				}
				r := problem.Redact(p, []string{"shop.example"})
				if r.Redactions == 0 {
					t.Errorf("%s: nothing was removed from %q", kind, sentence)
				}
				d := problem.Describe(p, problem.DescribeOptions{Hosts: []string{"shop.example"}})
				for form, text := range map[string]string{"JSON": string(d.JSON()), "XML": string(d.XML()), "text": string(d.Text()), "Markdown": strings.ReplaceAll(string(d.Markdown()), `\`, "")} {
					if strings.Contains(text, core(kind, secret)) {
						t.Errorf("%s: %q of %q is in %s:\n%s", kind, core(kind, secret), sentence, form, text)
					}
				}
			}
		}
	}
}

func TestRedactingTwiceChangesNothing(t *testing.T) {
	for _, list := range secrets {
		for _, secret := range list {
			s := "It (" + secret + ") failed: password: x, table `a`, " + secret + strings.Repeat(" and so on", 50)
			once := problem.Redact(problem.Problem{Summary: s, LockOwner: s, Resource: s}, nil)
			if twice := problem.Redact(once, nil); !reflect.DeepEqual(once, twice) {
				t.Errorf("%q becomes %q, then %q", s, once.Summary, twice.Summary)
			}
		}
	}
	for _, c := range loadCorpus(t) {
		once := problem.Redact(problem.Read(c.exchange()), nil)
		twice := problem.Redact(once, nil)
		if twice.Redactions != once.Redactions {
			t.Errorf("%s: the second time removes more: %q", c.file, once.Summary)
		}
		if !reflect.DeepEqual(once, twice) {
			t.Errorf("%s: %+v\nthen %+v", c.file, once, twice)
		}
	}
}

func TestRedactionLeavesPlainWordsAlone(t *testing.T) {
	for _, s := range []string{
		"The dashboard has been changed by someone else", "Version must be incremented on update. Current version is: 5",
		"You've reached the 1 installations limit for service Makaton.", "Key (version)=(0.0.2) already exists.",
		"Saving failed! Someone else is editing this post.", "SHA does not match HEAD of source branch",
		"Unlock shop.example first", "See https://shop.example/help", "userName 'jdoe' already exists", "Apply failed: .spec.replicas of apps/v1",
		"組織設定已在其他分頁或由其他管理者更新過，請重新載入後再修改。", "At 10:30 it was changed", "Cannot UPDATE the record #16:582304", "Object 62f05181-4789-47ce-84f8-d27c895ee23c is old", "The ratio is 3:4", "and/or", "Dr. No is at home",
	} {
		r := problem.Redact(problem.Problem{Summary: s}, []string{"shop.example"})
		if r.Summary != s || r.Redactions != 0 {
			t.Errorf("Redact(%q) = %q, %d pieces", s, r.Summary, r.Redactions)
		}
	}
}

func TestAnOwnerWithAnAddressBecomesAnotherUser(t *testing.T) {
	for owner, want := range map[string]string{
		"anna@shop.example": problem.AnotherUser, "ec2-user@ip-10-0-1-173.ec2.internal": problem.AnotherUser, "Anna": "Anna", "": "",
	} {
		if got := problem.Redact(problem.Problem{LockOwner: owner}, nil).LockOwner; got != want {
			t.Errorf("owner %q = %q, want %q", owner, got, want)
		}
	}
}

// TestWhatRedactionRemovedIsNowhere looks for the words of the corpus that
// redaction took out in every form.
func TestWhatRedactionRemovedIsNowhere(t *testing.T) {
	removed := 0
	for _, c := range loadCorpus(t) {
		raw := problem.Read(c.exchange())
		shown := problem.Redact(raw, nil)
		kept := strings.Join([]string{
			shown.Summary, shown.Resource, shown.Field, shown.LockOwner, raw.CurrentVersion, raw.YourVersion, raw.Reference,
		}, " ")
		d := problem.Describe(raw, problem.DescribeOptions{})
		forms := string(d.JSON()) + string(d.XML()) + string(d.Text())
		for _, word := range strings.Fields(strings.Join([]string{raw.Summary, raw.Resource, raw.Field, raw.LockOwner}, " ")) {
			word = strings.Trim(word, `"'.,:;()[]`)
			if len(word) < 8 || strings.Contains(kept, word) || len(raw.Summary) > 300 {
				continue
			}
			removed++
			if strings.Contains(forms, word) {
				t.Errorf("%s: %q was removed and is still shown", c.file, word)
			}
		}
	}
	if removed == 0 {
		t.Error("redaction removed nothing from the corpus")
	}
}
