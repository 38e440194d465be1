package rule

// phrase lists how pages say in one language that something is missing, and
// that the site pauses. All are in lower case.
type phrase struct {
	languages   string
	notFound    []string
	maintenance []string
}

// phrases are compared with titles, headings and texts in lower case.
var phrases = []phrase{
	{
		"en",
		[]string{"page not found", "not found", "doesn't exist", "does not exist", "can't be found", "cannot be found", "no longer available", "no longer exists", "has been removed", "nothing was found", "nothing to see here", "nothing here", "there's nothing here"},
		[]string{"under maintenance", "temporarily unavailable", "back soon", "be right back", "service unavailable"},
	},
	{
		"de",
		[]string{"seite nicht gefunden", "nicht gefunden", "existiert nicht", "nicht mehr verfügbar", "wurde entfernt", "hier ist nichts"},
		[]string{"wartungsarbeiten", "vorübergehend nicht erreichbar", "gleich wieder da"},
	},
	{
		"fr",
		[]string{"page introuvable", "page non trouvée", "n'existe pas", "n'existe plus", "n'est plus disponible", "a été supprimée"},
		[]string{"en maintenance", "temporairement indisponible", "de retour bientôt"},
	},
	{
		"es",
		[]string{"página no encontrada", "no se ha encontrado", "no existe", "ya no está disponible", "ha sido eliminada"},
		[]string{"en mantenimiento", "no disponible temporalmente", "volvemos pronto"},
	},
	{
		"pt",
		[]string{"página não encontrada", "não encontrada", "não existe", "não está mais disponível", "já não está disponível", "foi removida"},
		[]string{"em manutenção", "temporariamente indisponível", "voltamos em breve"},
	},
	{
		"it",
		[]string{"pagina non trovata", "non trovata", "non esiste", "non è più disponibile", "è stata rimossa"},
		[]string{"in manutenzione", "temporaneamente non disponibile", "torniamo presto"},
	},
	{
		"ca",
		[]string{"pàgina no trobada", "no s'ha trobat", "no existeix", "ja no està disponible"},
		[]string{"en manteniment"},
	},
	{
		"nl",
		[]string{"pagina niet gevonden", "niet gevonden", "bestaat niet", "niet meer beschikbaar", "is verwijderd"},
		[]string{"onderhoud", "tijdelijk niet bereikbaar"},
	},
	{
		"sv",
		[]string{"sidan hittades inte", "sidan kunde inte hittas", "finns inte", "inte längre tillgänglig"},
		[]string{"underhåll", "tillfälligt otillgänglig"},
	},
	{
		"da",
		[]string{"siden blev ikke fundet", "ikke fundet", "findes ikke", "ikke længere tilgængelig"},
		[]string{"vedligeholdelse", "midlertidigt utilgængelig"},
	},
	{
		"nb",
		[]string{"siden ble ikke funnet", "finner ikke siden", "finnes ikke", "ikke lenger tilgjengelig"},
		[]string{"vedlikehold", "midlertidig utilgjengelig"},
	},
	{
		"fi",
		[]string{"sivua ei löydy", "sivua ei löytynyt", "ei ole olemassa", "ei ole enää saatavilla"},
		[]string{"huoltokatko", "tilapäisesti poissa käytöstä"},
	},
	{
		"et",
		[]string{"lehte ei leitud", "ei leitud", "pole enam saadaval"},
		[]string{"hooldus", "ajutiselt kättesaamatu"},
	},
	{
		"lv",
		[]string{"lapa nav atrasta", "nav atrasta", "vairs nav pieejama"},
		[]string{"apkope", "īslaicīgi nav pieejama"},
	},
	{
		"lt",
		[]string{"puslapis nerastas", "nerastas", "neegzistuoja"},
		[]string{"techniniai darbai", "laikinai nepasiekiamas"},
	},
	{
		"pl",
		[]string{"nie znaleziono strony", "strona nie istnieje", "nie została znaleziona", "nie jest już dostępna", "została usunięta"},
		[]string{"przerwa techniczna", "prace konserwacyjne", "tymczasowo niedostępna"},
	},
	{
		"cs",
		[]string{"stránka nenalezena", "nebyla nalezena", "neexistuje", "již není dostupná", "byla odstraněna"},
		[]string{"probíhá údržba", "dočasně nedostupné"},
	},
	{
		"sk",
		[]string{"stránka sa nenašla", "nebola nájdená", "neexistuje", "už nie je dostupná"},
		[]string{"prebieha údržba", "dočasne nedostupné"},
	},
	{
		"sl",
		[]string{"strani ni mogoče najti", "stran ne obstaja", "ni najdena", "ni več na voljo"},
		[]string{"vzdrževanje", "začasno ni na voljo"},
	},
	{
		"hr, sr, bs",
		[]string{"stranica nije pronađena", "nije pronađena", "ne postoji", "više nije dostupna", "страница није пронађена", "не постоји"},
		[]string{"održavanje", "privremeno nedostupno"},
	},
	{
		"hu",
		[]string{"az oldal nem található", "nem található", "nem létezik", "már nem elérhető"},
		[]string{"karbantartás", "átmenetileg nem elérhető"},
	},
	{
		"ro",
		[]string{"pagina nu a fost găsită", "nu a fost găsită", "nu există", "nu mai este disponibilă"},
		[]string{"în mentenanță", "temporar indisponibil"},
	},
	{
		"bg",
		[]string{"страницата не е намерена", "не е намерена", "не съществува", "вече не е налична"},
		[]string{"поддръжка", "временно недостъпен"},
	},
	{
		"el",
		[]string{"η σελίδα δεν βρέθηκε", "δεν βρέθηκε", "δεν υπάρχει", "δεν είναι πλέον διαθέσιμη"},
		[]string{"υπό συντήρηση", "προσωρινά μη διαθέσιμη"},
	},
	{
		"ru",
		[]string{"страница не найдена", "не найдена", "не существует", "больше не доступна", "была удалена"},
		[]string{"технические работы", "временно недоступен"},
	},
	{
		"uk",
		[]string{"сторінку не знайдено", "не знайдено", "не існує", "більше не доступна"},
		[]string{"технічні роботи", "тимчасово недоступний"},
	},
	{
		"tr",
		[]string{"sayfa bulunamadı", "bulunamadı", "mevcut değil", "artık mevcut değil"},
		[]string{"bakım çalışması", "geçici olarak kullanılamıyor"},
	},
	{
		"ar",
		[]string{"الصفحة غير موجودة", "لم يتم العثور على الصفحة", "لم تعد متاحة"},
		[]string{"تحت الصيانة", "غير متاح مؤقتا"},
	},
	{
		"he",
		[]string{"הדף לא נמצא", "העמוד לא נמצא", "לא קיים", "אינו זמין עוד"},
		[]string{"בתחזוקה", "אינו זמין זמנית"},
	},
	{
		"fa",
		[]string{"صفحه یافت نشد", "صفحه پیدا نشد", "وجود ندارد", "دیگر در دسترس نیست"},
		[]string{"در حال تعمیر", "موقتا در دسترس نیست"},
	},
	{
		"hi",
		[]string{"पृष्ठ नहीं मिला", "पेज नहीं मिला", "मौजूद नहीं है", "अब उपलब्ध नहीं है"},
		[]string{"रखरखाव", "अस्थायी रूप से अनुपलब्ध"},
	},
	{
		"th",
		[]string{"ไม่พบหน้า", "ไม่พบหน้าที่คุณต้องการ"},
		[]string{"ปิดปรับปรุง", "ไม่สามารถใช้งานได้ชั่วคราว"},
	},
	{
		"vi",
		[]string{"không tìm thấy trang", "trang không tồn tại", "không còn tồn tại"},
		[]string{"đang bảo trì", "tạm thời không khả dụng"},
	},
	{
		"id, ms",
		[]string{"halaman tidak ditemukan", "tidak ditemukan", "tidak lagi tersedia", "halaman tidak dijumpai"},
		[]string{"dalam pemeliharaan", "sementara tidak tersedia"},
	},
	{
		"ja",
		[]string{"ページが見つかりません", "お探しのページは見つかりませんでした", "ページは存在しません", "公開を終了しました"},
		[]string{"メンテナンス中", "一時的にご利用いただけません"},
	},
	{
		"ko",
		[]string{"페이지를 찾을 수 없습니다", "존재하지 않는 페이지", "더 이상 제공되지 않습니다"},
		[]string{"점검 중", "일시적으로 사용할 수 없습니다"},
	},
	{
		"zh-Hans",
		[]string{"页面未找到", "找不到页面", "页面不存在", "已被删除", "已下架"},
		[]string{"维护中", "暂时无法访问"},
	},
	{
		"zh-Hant",
		[]string{"找不到網頁", "找不到頁面", "頁面不存在", "已移除", "已下架"},
		[]string{"維護中", "暫時無法使用"},
	},
}

// genericErrors are words by which a title tells that something failed,
// whatever it was.
var genericErrors = []string{
	"error", "oops", "sorry", "gone", "denied", "forbidden", "unauthorized", "unauthorised", "not allowed", "unavailable", "maintenance",
	"conflict", "locked", "too many", "timeout", "bad request", "bad gateway", "went wrong", "problem", "missing", "removed", "expired",
	"fehler", "verboten", "gesperrt", "konflikt", "wartung", "erreur", "interdit", "indisponible", "introuvable", "conflit", "prohibido", "conflicto", "no disponible",
	"erro", "proibido", "indisponível", "errore", "vietato", "fout", "verboden", "fel", "fejl", "feil", "virhe", "viga", "kļūda", "klaida",
	"błąd", "chyba", "napaka", "greška", "грешка", "hiba", "eroare", "σφάλμα", "ошибка", "помилка", "hata", "خطأ", "שגיאה", "خطا", "त्रुटि",
	"ข้อผิดพลาด", "lỗi", "kesalahan", "ralat", "エラー", "오류", "错误", "錯誤",
}
