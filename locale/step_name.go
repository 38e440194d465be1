package locale

import (
	"maps"
	"slices"
)

// namedSteps are the steps that a site's owner may choose for a page, by the
// names of the configuration. Read-only.
var namedSteps = map[string]step{
	"allow-cookies":      stepAllowCookies,
	"ask-for-access":     stepAskForAccount,
	"ask-for-room":       stepAskForRoom,
	"ask-lock-owner":     stepAskLockOwner,
	"ask-owner":          stepAskOwner,
	"check-address":      stepCheckTyping,
	"check-connection":   stepCheckConnection,
	"check-result":       stepLookResult,
	"choose-other-name":  stepOtherName,
	"clear-cookies":      stepRemoveCookies,
	"compare":            stepOpenAndCompare,
	"convert-file":       stepConvertFile,
	"correct-values":     stepCorrectValues,
	"delete-something":   stepDeleteSomething,
	"do-not-send-again":  stepDoNotSendAgain,
	"fresh-form":         stepFreshForm,
	"go-back":            stepBackAndLink,
	"home-or-search":     stepHomeOrSearch,
	"keep-copy":          stepKeepCopyBelow,
	"merge":              stepApplyAgain,
	"open-current":       stepOpenCurrent,
	"open-existing":      stepLookExisting,
	"open-item":          stepOpenItem,
	"other-account":      stepOtherAccount,
	"other-browser":      stepOtherBrowser,
	"read-messages":      stepReadMessages,
	"reload":             stepReloadOnce,
	"reload-form":        stepReloadForm,
	"reload-latest":      stepLoadCurrent,
	"save-again":         stepApplyAgain,
	"search-or-links":    stepSearchOrLinks,
	"send-reference":     stepSendReference,
	"sign-in":            stepSignIn,
	"sign-in-again":      stepSignInAgain,
	"smaller-file":       stepSmallerFile,
	"split-upload":       stepSplitUpload,
	"try-again":          stepTryAgain,
	"try-later":          stepTryLater,
	"turn-off-vpn":       stepTurnOffVPN,
	"wait":               stepWaitShown,
	"wait-for-lock":      stepWaitLockShown,
	"do-what-is-missing": stepDoMissing,
}

// StepNames lists the names that NamedSteps knows, sorted.
func StepNames() []string { return slices.Sorted(maps.Keys(namedSteps)) }

// NamedSteps words the steps with the given names, in order. As everywhere, a
// step that the page cannot keep is replaced or left out; names that say the
// same are said once, and unknown ones are left out.
func (l *Language) NamedSteps(names []string, have Have) []string {
	var steps []step
	for _, name := range names {
		if s, ok := namedSteps[name]; ok && !slices.Contains(steps, s) {
			steps = append(steps, s)
		}
	}
	return l.stepsFor(steps, have)
}
