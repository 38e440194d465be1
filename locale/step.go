package locale

// step names a sentence that says what the visitor can do now.
type step uint8

// The steps of the codes.
const (
	stepCheckTyping step = iota
	stepRemoveCookies
	stepHomeOrSearch
	stepSignIn
	stepSignInIfSignedOut
	stepAskForAccount
	stepCheckPlan
	stepChooseFreePage
	stepOtherAccount
	stepTurnOffVPN
	stepAskOwner
	stepSearchOrLinks
	stepBackAndLink
	stepOpenByLink
	stepResetSettings
	stepSignInToNetwork
	stepAskAdministrator
	stepReloadOnce
	stepCheckConnection
	stepSmallerFile
	stepKeepCopyBelow
	stepOpenAndCompare
	stepApplyAgain
	stepChooseOtherIfTaken
	stepOtherBrowser
	stepLoadCurrent
	stepSplitUpload
	stepOpenFromMenu
	stepRemoveFilters
	stepConvertFile
	stepCheckTypes
	stepRestartDownload
	stepNormalBrowser
	stepSendReference
	stepReloadForm
	stepAllowCookies
	stepWaitShown
	stepReopenBrowser
	stepReadMessages
	stepCorrectValues
	stepWaitLockShown
	stepAskLockOwner
	stepFixFailedBelow
	stepTryAgain
	stepUpdateBrowserOrApp
	stepOpenCurrent
	stepApplyThere
	stepCloseTabs
	stepDeleteCookies
	stepPrivateWindow
	stepSignInAgain
	stepAskDeviceManager
	stepReadNotice
	stepContactObjections
	stepOtherCertificate
	stepRenewCertificate
	stepInstallCertificate
	stepPutHTTPS
	stepUpdateBrowser
	stepKeepCopy
	stepDeleteSomething
	stepTryLater
	stepOpenNetworkPage
	stepThenReload

	// What replaces a step whose promise the page cannot keep.
	stepFewMinutes
	stepPressBack
	stepWaitLock
	stepFixFailed

	// Those of the causes of conflicts.
	stepLookExisting
	stepOtherName
	stepOpenItem
	stepDoMissing
	stepLookResult
	stepDoNotSendAgain
	stepLookFirstTry
	stepFreshForm
	stepEnterAgain
	stepAskForRoom
	stepLoadAndCheck
	stepSignInAtForm
	stepPasteAndSend

	stepCount
)
