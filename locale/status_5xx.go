package locale

import "github.com/seed-3913a1bb/signpost/status"

// serverErrors maps each known 5xx code to its words. Read-only.
var serverErrors = map[status.Code]entry{
	500: {headingService, sentenceBroke, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	501: {headingNotHere, sentenceKindUnsupported, []step{stepBackAndLink, stepHomeOrSearch}},
	502: {headingService, sentenceNoUsableAnswer, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	503: {headingUnavailable, sentenceBusy, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	504: {headingTooSlow, sentenceTookTooLong, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	505: {headingNewerBrowser, sentenceBrowserTooOld, []step{stepUpdateBrowser, stepSendReference}},
	506: {headingNoVersion, sentenceCannotChoose, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	507: {headingNoRoom, sentenceNoRoom, []step{stepKeepCopy, stepDeleteSomething, stepSendReference}},
	508: {headingNotThrough, sentenceCircles, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	509: {headingUnavailable, sentenceAllowanceUsed, []step{stepTryLater, stepSendReference}},
	510: {headingNotHere, sentenceAskedUnusual, []step{stepHomeOrSearch, stepSendReference}},
	511: {headingNetworkSignIn, sentenceNetworkWantsSignIn, []step{stepOpenNetworkPage, stepThenReload}},
	520: {headingService, sentenceUnreadable, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	521: {headingUnavailable, sentenceRefused, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	522: {headingTooSlow, sentenceNoAnswerInTime, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	523: {headingUnavailable, sentenceUnreachable, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	524: {headingTooSlow, sentenceAcceptedTooSlow, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	525: {headingService, sentenceNoSecure, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	526: {headingService, sentenceNotProven, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	527: {headingService, sentenceLostConnection, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	529: {headingUnavailable, sentenceOverloaded, []step{stepWaitShown, stepSendReference}},
	530: {headingUnavailable, sentenceServerNotFound, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	540: {headingUnavailable, sentenceShopOff, []step{stepTryLater, stepSendReference}},
	561: {headingSignInFailed, sentenceSignInFailed, []step{stepSignInAgain, stepSendReference}},
	598: {headingTooSlow, sentenceSlowOnTheWay, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
	599: {headingUnavailable, sentenceUnreachableOnTheWay, []step{stepReloadOnce, stepWaitShown, stepSendReference}},
}
