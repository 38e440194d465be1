package locale

// sentence names a sentence that says what happened.
type sentence uint8

// The sentences of the codes, one for each distinct meaning.
const (
	sentenceNotUnderstood sentence = iota
	sentenceNeedSignIn
	sentenceNeedPayment
	sentenceNotAllowed
	sentenceNoPage
	sentenceWrongKind
	sentenceNoVersion
	sentenceNetworkAsksSignIn
	sentenceSendingTooSlow
	sentenceChangeClashed
	sentenceRemoved
	sentenceSizeUnknown
	sentencePageChanged
	sentenceTooBig
	sentenceAddressTooLong
	sentenceWrongFile
	sentencePartMissing
	sentenceSpecialOption
	sentenceNothingHere
	sentenceFormTooOld
	sentenceTooMany
	sentenceWrongServer
	sentenceValuesNotAccepted
	sentenceLockedByOther
	sentenceEarlierStepFailed
	sentenceNotTwice
	sentenceNewerBrowser
	sentenceWhichVersion
	sentenceTooManyShort
	sentenceProtection
	sentenceTooMuchCookieData
	sentenceSignedOut
	sentenceClosedNoAnswer
	sentenceNeedsMore
	sentenceParentalControls
	sentenceLegalDemand
	sentenceEndedEarly
	sentenceTooManyStations
	sentenceServersDisagree
	sentenceCertificateInvalid
	sentenceCertificateMissing
	sentenceNeedsHTTPS
	sentenceSignInInvalid
	sentenceLeftEarly
	sentenceBroke
	sentenceKindUnsupported
	sentenceNoUsableAnswer
	sentenceBusy
	sentenceTookTooLong
	sentenceBrowserTooOld
	sentenceCannotChoose
	sentenceNoRoom
	sentenceCircles
	sentenceAllowanceUsed
	sentenceAskedUnusual
	sentenceNetworkWantsSignIn
	sentenceUnreadable
	sentenceRefused
	sentenceNoAnswerInTime
	sentenceUnreachable
	sentenceAcceptedTooSlow
	sentenceNoSecure
	sentenceNotProven
	sentenceLostConnection
	sentenceOverloaded
	sentenceServerNotFound
	sentenceShopOff
	sentenceSignInFailed
	sentenceSlowOnTheWay
	sentenceUnreachableOnTheWay

	// Those of the causes of conflicts.
	sentenceChangedFirst
	sentenceNotNewest
	sentenceAlreadyExists
	sentenceStateConflict
	sentenceStillRunning
	sentenceFirstTry
	sentenceFormUsed
	sentenceLimitReached
	sentenceNotAccepted
	sentenceBeingChanged
	sentenceMaybeSignedOut

	// Those of the errors that the edge makes itself.
	sentenceBrokenOff
	sentenceCrowded
	sentenceClosed
	sentenceDenied
	sentenceUnknownHost

	sentenceCount
)
