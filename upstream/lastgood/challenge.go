package lastgood

import (
	"net/http"
	"strings"
)

// challengeFields are how guards in front of a site mark their own answers.
var challengeFields = []struct{ name, value string }{
	{"Cf-Mitigated", "challenge"},
	{"X-Amzn-Waf-Action", ""},
	{"X-Vercel-Mitigated", ""},
	{"X-Datadome", "protected"},
}

// challengeMarks stand in the pages of guards, in lower case.
var challengeMarks = []string{
	"/cdn-cgi/challenge-platform/", "<title>just a moment...", "<title>attention required! | cloudflare",
	"anubis_challenge", "/.within.website/x/cmd/anubis/", "making sure you're not a bot", "making sure you&#39;re not a bot",
	"_incapsula_resource", "captcha-delivery.com", "px-captcha", "sucuri_cloudproxy_js",
	"sec-if-cpt-container", "bm-verify=", "awswafcookiedomainlist", ".awswaf.com/",
	"ddos-guard/js-challenge", "checking your browser before accessing", "checking your browser, please wait",
	"_vcrct", "kpsdk.configure(", "/.well-known/.git.gammaspectra.live/",
}

func isChallengeHeader(h http.Header) bool {
	for _, f := range challengeFields {
		lines, sent := h[f.name]
		if sent && (f.value == "" || strings.EqualFold(strings.Join(lines, ","), f.value)) {
			return true
		}
	}
	return false
}

// guardAgainst finds the page of a guard, or a login in the place of the page.
func guardAgainst(page string) Reason {
	page = strings.ToLower(page)
	for _, mark := range challengeMarks {
		if strings.Contains(page, mark) {
			return "challenge"
		}
	}
	if isLogin(page) {
		return "login"
	}
	return ""
}

// loginWords begin or fill the titles of login pages.
var loginWords = []string{
	"log in", "login", "log on", "logon", "sign in", "signin", "sign-in", "log-in", "authentication required",
	"anmelden", "anmeldung", "einloggen", "connexion", "se connecter", "iniciar sesión", "inicia sesión", "acceder",
	"accedi", "accesso", "iniciar sessão", "entrar", "inloggen", "aanmelden", "logga in", "log ind", "logg inn",
	"kirjaudu", "zaloguj", "logowanie", "přihlášení", "přihlásit", "вход", "войти", "увійти", "giriş", "ログイン",
	"로그인", "登录", "登入", "تسجيل الدخول", "כניסה", "लॉग इन", "đăng nhập", "masuk",
}

// isLogin wants two witnesses: a field for a password, and a title that says
// so. A page of the site may well have a small login box.
func isLogin(page string) bool {
	if !strings.Contains(page, `type="password"`) && !strings.Contains(page, "type=password") &&
		!strings.Contains(page, "type='password'") {
		return false
	}
	_, title, _ := strings.Cut(page, "<title")
	title, _, _ = strings.Cut(title, "</title")
	for _, word := range loginWords {
		if strings.Contains(title, word) {
			return true
		}
	}
	return false
}
