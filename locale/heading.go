package locale

// heading names the h1 of a page: plain words without a number or a full stop.
// Codes of the same meaning share one.
type heading uint8

// The headings; headingCount is their number.
const (
	headingUnclear heading = iota
	headingSignIn
	headingSignInAgain
	headingSignInFailed
	headingPayment
	headingNotAllowed
	headingNotFound
	headingRemoved
	headingNotHere
	headingNoVersion
	headingNetworkSignIn
	headingSendingTooSlow
	headingNotSaved
	headingNotAccepted
	headingPageChanged
	headingTooBig
	headingAddressTooLong
	headingWrongFile
	headingPartMissing
	headingNothingHere
	headingFormExpired
	headingWaitMoment
	headingWrongPlace
	headingCheckValues
	headingSomeoneWorking
	headingEarlierStep
	headingLoadAgain
	headingNewerBrowser
	headingWhichVersion
	headingRefused
	headingTooMuchData
	headingBlocked
	headingLegal
	headingNotThrough
	headingUnfinished
	headingCertificate
	headingSecureAddress
	headingService
	headingUnavailable
	headingTooSlow
	headingNoRoom
	headingChangedFirst
	headingNameTaken
	headingNotNow
	headingStillRunning
	headingFirstTry
	headingFormUsed
	headingLimitReached
	headingNotShown
	headingSignedOut

	headingCount
)
