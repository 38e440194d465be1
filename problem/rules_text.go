package problem

// textRule reads a cause from the manner of speaking of a sentence.
type textRule struct {
	cause Cause
	now   bool   // it speaks of something that ends by itself
	says  string // see phrase
}

// Words that several rules share.
const (
	names      = "name|username|email|phone|slug|login|handle|nickname|alias"
	another    = "another|conflicting|concurrent|previous|other"
	operations = "operation|update|request|deployment|job|task|run|build|transaction|backup|import|export|process|" +
		"action|migration|sync"
	worked = "processed|deployed|deleted|created|updated|provisioned|migrated|built|imported|exported|initialized|" +
		"scaled|restored|written|generated|prepared|installed|removed|indexed|uploaded"
	done = "paused|stopped|started|shipped|cancelled|canceled|closed|completed|finished|archived|deleted|merged|paid|" +
		"approved|published|refunded|delivered|terminated|deactivated|disabled|enabled|activated|rejected|resolved|" +
		"verified|confirmed|accepted|declined|redeemed|sold|answered"
	undoable = "cannot|can't|can’t be deleted|removed|cancelled|canceled|closed|deactivated|disabled|approved|published|" +
		"started|stopped|reopened|archived|refunded|captured|shipped"
)

// textRules in order: the first row that is found decides. "already" before a
// word that is not here says nothing (paused is a state, registered an
// identity), and "conflict" alone says nothing. Every row has a sentence that
// it reads, and one that it must not read, in testdata/phrases.txt.
var textRules = []textRule{
	{PreconditionRequired, false, "required to be conditional"},
	{PreconditionRequired, false, "if match ... required|missing"},
	{PreconditionRequired, false, "requires|require|needs ... if match"},

	{Idempotency, true, "idempoten* & in progress|flight"},
	{Idempotency, true, "idempoten* & being processed"},
	{Idempotency, true, "idempoten* & outstanding"},
	{Idempotency, false, "idempotency|idempotent"},
	{Idempotency, false, "retry|request|deduplication key|id|token ... already|before"},

	{Quota, false, "limit ... exceeded|reached"},
	{Quota, false, "limitexceeded"},
	{Quota, false, "reached|exceeded|exceeds ... limit|limits|quota|maximum"},
	{Quota, false, "maximum ... reached|exceeded"},
	{Quota, false, "quota|quotas"},
	{Quota, false, "too many instances"},
	{Quota, false, "insufficient|no ... space|storage"},

	{AlreadyExists, false, "already exist|exists|existed|existing"},
	{AlreadyExists, false, "already in use|used"},
	{AlreadyExists, false, "already been created|taken|used|registered|claimed"},
	{AlreadyExists, false, "been|was created already"},
	{AlreadyExists, false, "already created|taken|own|owned|present|registered|claimed|defined|assigned|allocated|uploaded|used|contains|linked|added"},
	{AlreadyExists, false, "already a|an ... member"},
	{AlreadyExists, false, "exists with|under ... same"},
	{AlreadyExists, false, "duplicate|duplicated|duplicates"},
	{AlreadyExists, false, "previously published"},
	{AlreadyExists, false, "same name"},
	{AlreadyExists, false, "file exists"},
	{AlreadyExists, false, "already has|have a|an account|profile|user"},
	{AlreadyExists, false, "there is|are already a|an ... with"},
	{AlreadyExists, false, "use|choose|pick|try|select ... different|another|other ... " + names + "|title"},
	{AlreadyExists, false, "collides|colliding|conflicts|conflicting|clashes with ... existing"},
	{AlreadyExists, false, "unique constraint|violation|index|key"},
	{AlreadyExists, false, "must|has|have|to be unique"},
	{AlreadyExists, false, "not unique"},
	{AlreadyExists, false, names + "|domain|subdomain|hostname|url ... in use"},
	{AlreadyExists, false, names + " ... is|was taken"},
	{AlreadyExists, false, names + " ... not available"},
	{AlreadyExists, false, names + " taken"},
	{AlreadyExists, false, "已存在"},
	{AlreadyExists, false, "既に存在"},
	{AlreadyExists, false, "すでに存在"},
	{AlreadyExists, false, "이미 존재*"},
	{AlreadyExists, false, "bereits|schon vorhanden|vergeben|existiert"},
	{AlreadyExists, false, "existiert|existieren bereits"},
	{AlreadyExists, false, "existe|existent déjà"},
	{AlreadyExists, false, "déjà utilisé|utilisée|existant"},
	{AlreadyExists, false, "ya existe|existen"},
	{AlreadyExists, false, "já|ja existe|existem"},
	{AlreadyExists, false, "esiste già"},
	{AlreadyExists, false, "bestaat al"},
	{AlreadyExists, false, "już istnieje"},
	{AlreadyExists, false, "уже существу*"},
	{AlreadyExists, false, "уже использу*|занят*|зарегистрирован*"},
	{AlreadyExists, false, "вже існує"},
	{AlreadyExists, false, "finns redan"},
	{AlreadyExists, false, "มีอยู่แล้ว"},
	{AlreadyExists, false, "موجود بالفعل"},
	{AlreadyExists, false, "sudah ada|terdaftar|digunakan"},
	{AlreadyExists, false, "đã tồn tại"},
	{AlreadyExists, false, "är redan taget|tagen|upptaget|upptagen"},
	{AlreadyExists, false, "findes|finnes allerede"},
	{AlreadyExists, false, "on jo olemassa|käytössä"},
	{AlreadyExists, false, "již existuje"},
	{AlreadyExists, false, "már létezik"},
	{AlreadyExists, false, "există deja"},
	{AlreadyExists, false, "υπάρχει ήδη"},
	{AlreadyExists, false, "zaten var|mevcut|kullanılıyor"},
	{AlreadyExists, false, "bereits verwendet|registriert|benutzt"},
	{AlreadyExists, false, "ya está en uso"},
	{AlreadyExists, false, "ya está|esta registrado|registrada"},
	{AlreadyExists, false, "já está|esta em uso|utilizado|utilizada"},
	{AlreadyExists, false, "já|ja cadastrado|cadastrada|registrado|registrada"},
	{AlreadyExists, false, "già in uso|esistente"},
	{AlreadyExists, false, "已被使用"},
	{AlreadyExists, false, "已被占用"},
	{AlreadyExists, false, "既に登録"},
	{AlreadyExists, false, "既に使用"},
	{AlreadyExists, false, "이미 사용*"},
	{AlreadyExists, false, "이미 & 같은 이름*"},

	{ConcurrentOperation, true, another + " ... " + operations + " ... in progress|process"},
	{ConcurrentOperation, true, another + " ... " + operations + " ... being processed"},
	{ConcurrentOperation, true, another + " ... " + operations + " ... running"},
	{ConcurrentOperation, true, "operation|update|request|deployment|job|backup|import|export|migration|rebalance|sync is|are ... in progress"},
	{ConcurrentOperation, true, "conflicting operation"},
	{ConcurrentOperation, true, "active run"},
	{ConcurrentOperation, true, "operation|action|update|deployment|backup|export|import|migration is|are currently|still running|executing"},
	{ConcurrentOperation, true, "deadlock"},
	{ConcurrentOperation, true, "busy"},
	{ConcurrentOperation, false, "export|import|backup|sync|migration|deployment|build|job|scan|install|installation|upgrade|task ... already running"},
	{ConcurrentOperation, false, "in progress"},
	{ConcurrentOperation, false, "läuft|laufen bereits|gerade|noch"},
	{ConcurrentOperation, false, "진행 중*"},
	{ConcurrentOperation, false, "処理中"},
	{ConcurrentOperation, false, "正在处理"},
	{ConcurrentOperation, false, "进行中"},
	{ConcurrentOperation, false, "has|have a|an pending|ongoing event|operation|job|task|action|deployment|update|transaction"},
	{ConcurrentOperation, false, "is|are|currently|still|already being " + worked},

	{Locked, false, "checked out by"},
	{Unknown, false, "account|login|card|user ... locked|blocked"},
	{EditConflict, false, "version|edit|update|revision|save|merge conflict|conflicts"},
	{EditConflict, false, "modified|changed|edited|updated|deleted|saved by someone|somebody|another|other"},
	{EditConflict, false, "has|have changed ... since|during|meanwhile"},
	{EditConflict, false, "changed refresh|reload|retry"},
	{EditConflict, false, "changed after|since|meanwhile|elsewhere"},
	{EditConflict, false, "has|have changed"},
	{EditConflict, false, "has|have|was|were been modified|changed"},
	{EditConflict, false, "was|were modified"},
	{EditConflict, false, "modified|changed|edited|updated|saved in|from|on|at another|other|server|elsewhere"},
	{EditConflict, false, "modified|changed|updated|made concurrently"},
	{EditConflict, false, "out of date"},
	{EditConflict, false, "outdated|stale"},
	{EditConflict, false, "someone|somebody else"},
	{EditConflict, false, "different version"},
	{EditConflict, false, "version|revision|etag|etags mismatch"},
	{EditConflict, false, "mismatched version|revision|etag"},
	{EditConflict, false, "_rev values"},
	{EditConflict, false, "not the latest|newest|current version|revision"},
	{EditConflict, false, "version is not the latest"},
	{EditConflict, false, "version|revision|copy|etag|change_vector is|are|was not current|latest|newest|fresh"},
	{EditConflict, false, "version must be incremented"},
	{EditConflict, false, "not match head"},
	{EditConflict, false, "check and set"},
	{EditConflict, false, "optimistic lock|locking|concurrency"},
	{EditConflict, false, "concurrent ... changes|update|updates|modification|modifications|edits|write|writes"},
	{EditConflict, false, "concurrency conflict|violation|exception|error"},
	{EditConflict, false, "unexpected revision|version"},
	{EditConflict, false, "apply failed with ... conflict|conflicts"},
	{EditConflict, false, "version|revision|etag|rowversion ... does|do|did not match"},
	{EditConflict, false, "version|revision|etag|rowversion ... doesn't|didn't|doesn’t match"},
	{EditConflict, false, "已 & 更新 & 重新"},
	{EditConflict, false, "已 & 修改 & 重新"},
	{EditConflict, false, "已 & 修改 & 刷新"},
	{EditConflict, false, "已 & 更新 & 刷新"},
	{EditConflict, false, "更新されました & 再読み込み"},
	{EditConflict, false, "wurde|wurden ... geändert|bearbeitet & neu laden"},
	{EditConflict, false, "wurde|wurden ... geändert|bearbeitet & laden ... neu"},
	{EditConflict, false, "été modifié|modifiée|modifiés|modifiées par"},
	{EditConflict, false, "sido modificado|modificada|actualizado|actualizada por"},
	{EditConflict, false, "foi|sido alterado|alterada|modificado|modificada por"},
	{EditConflict, false, "stato|stata modificato|modificata da"},
	{EditConflict, false, "изменён|изменен|изменена|изменено|изменены другим"},
	{EditConflict, false, "zmieniony|zmieniona|zmienione|zmodyfikowany|zmodyfikowana|zmodyfikowane przez inn*"},
	{EditConflict, false, "gewijzigd|aangepast door iemand|een ander|andere"},
	{EditConflict, false, "ändrats|ändrad|ändrades av någon|en annan"},

	{Locked, false, "locked"},
	{Locked, false, "acquire|acquiring|obtain|obtaining|get|hold|holds|held|release|own|owns|active|existing|exclusive ... lock|locks"},
	{Locked, false, "lock|locks is|are|held|by|on|conflict|timeout|timed|exists|owned|could|cannot|was|has"},
	{Locked, false, "read only & unlock"},
	{Locked, false, "lease|leased"},
	{Locked, false, "exclusive access"},
	{Locked, false, "checked out"},
	{Locked, false, "已锁定"},
	{Locked, false, "已鎖定"},
	{Locked, false, "ロックされて"},
	{Locked, false, "gesperrt"},
	{Locked, false, "verrouillé|verrouillée"},
	{Locked, false, "está bloqueado|bloqueada"},
	{Locked, false, "заблокирован*"},

	{StateConflict, false, "not empty"},
	{StateConflict, false, "is empty"},
	{StateConflict, false, "is|are|be|still|currently|was|been|remains in use"},
	{StateConflict, false, "already expired|" + done},
	{StateConflict, false, "already been " + done},
	{StateConflict, false, "already logged|signed|connected|open|subscribed|muted|active"},
	{StateConflict, false, "incompatible"},
	{StateConflict, false, "not editable|cancellable|cancelable|deletable"},
	{StateConflict, false, "not possible"},
	{StateConflict, false, "can no longer be"},
	{StateConflict, false, "must keep|stay|remain"},
	{StateConflict, false, "can only be ... when|while|if|in|to|before|after|once"},
	{StateConflict, false, "cannot|can't|can’t approve|delete|cancel|remove|start|stop|publish|close|edit|merge|pay|ship|archive|complete ... is|has|because|while|until|before"},
	{StateConflict, false, "is|are|been closed|merged|archived|deleted|cancelled|canceled|full|finished|terminated|disabled|suspended|deactivated|inactive"},
	{StateConflict, false, "no longer available"},
	{StateConflict, false, undoable},
	{StateConflict, false, "must|need|needs|have ... delete|remove|detach|close|stop|cancel|disable|unlink|empty|finish|complete ... first|before"},
	{StateConflict, false, "foreign key"},
	{StateConflict, false, "still referenced|used|attached|active|running"},
	{StateConflict, false, "is|are being terminated|deprovisioned|decommissioned|dropped|shut"},
	{StateConflict, false, "is|are|still being used|referenced"},
	{StateConflict, false, "is|are referenced by"},
	{StateConflict, false, "has|have|holds a|an|existing|other reference|references"},
	{StateConflict, false, "has|have ... children|dependents|dependencies"},
	{StateConflict, false, "parent|ancestor ... not exist|found"},
	{StateConflict, false, "current state of"},
	{StateConflict, false, "in its|their|the current state|status"},
	{StateConflict, false, "in current state|status"},
	{StateConflict, false, "has|have|contain|contains conflicts"},
	{StateConflict, false, "cannot|can't|can’t ... while"},
	{StateConflict, false, "must be stopped|started|closed|empty|open|running|paused|detached|disabled|deleted|published"},
	{StateConflict, false, "current state|status & allowed|conflicts|valid|possible|permitted"},
	{StateConflict, false, "is|are|currently|because in ... state|status|phase & cannot|can't|must|not"},
	{StateConflict, false, "not in a|an|the|valid|right ... state|status"},
	{StateConflict, false, "wrong|illegal|unexpected|improper state|status"},
	{StateConflict, false, "multiple possible"},
	{StateConflict, false, "not enough"},
	{StateConflict, false, "재고 부족"},
	{StateConflict, false, "在庫不足"},
	{StateConflict, false, "库存不足"},
	{StateConflict, false, "insufficient|out ... stock|inventory|balance|funds"},
	{StateConflict, false, "final|terminal state"},
	{StateConflict, false, "sem|sin estoque|stock|existencias"},
	{StateConflict, false, "cannot|can't|can’t move|transition|go|change|switch ... from"},
	{StateConflict, false, "invalid|illegal|forbidden transition"},
	{StateConflict, false, "transition ... not valid|allowed|permitted|possible"},

	{PreconditionFailed, false, "precondition|preconditions"},
	{PreconditionFailed, false, "pre condition|conditions"},
	{PreconditionFailed, false, "condition|conditions specified"},
	{PreconditionFailed, false, "conditional request failed"},
	{PreconditionFailed, false, "compare failed"},
}

// conditionWords are found in a sentence that speaks of a condition: only then
// does the status 412 prove that one failed. Compute Engine answers 412 to
// requests without any condition.
var conditionWords = say("condition|conditions|precondition|preconditions|conditional|etag|etags|if match|none|modified|unmodified|range")

// parentWords are found in a sentence about the place where something was to
// be put (RFC 4918 9.3.1, 9.7.1).
var parentWords = say("parent|parents|ancestor|intermediate|collection|directory|folder")

// barredWords take back the promise of a rule that is marked now: something runs,
// and because of it this request is refused for good.
var barredWords = say(undoable)

// retryWords tell that an idempotency key is in use right now; mismatchWords
// tell that it was used for something else.
var (
	retryWords    = []phrase{say("in progress"), say("being processed"), say("outstanding"), say("still running|processing")}
	mismatchWords = []phrase{say("different|same|other|another ... parameters|body|payload|data|content"), say("mismatch|reused")}
)
