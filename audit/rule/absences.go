package rule

// absence is how pages of one language say that a page is not there: one of
// the nouns and one of the predicates in one heading, in any order.
type absence struct {
	languages  string
	nouns      []string
	predicates []string
}

// absences are in lower case.
var absences = []absence{
	{
		"en",
		[]string{"page", "file", "url", "address", "document", "resource", "content", "listing", "item"},
		[]string{"not found", "can't be found", "cannot be found", "could not be found", "couldn't be found", "couldn't find", "could not find", "can't find", "cannot find", "can't seem to find", "unable to find", "not be found", "doesn't exist", "does not exist", "doesn't seem to exist", "isn't available", "is not available", "unavailable", "no longer exists", "no longer available", "no longer here", "is missing", "is gone", "has been removed", "was removed", "has been deleted", "isn't here", "no such", "has expired", "doesn't appear to exist", "isn't working"},
	},
	{
		"de",
		[]string{"seite", "datei", "adresse", "inhalt", "artikel", "angebot"},
		[]string{"nicht gefunden", "nicht finden", "nicht auffinden", "nicht vorhanden", "existiert nicht", "gibt es nicht", "gibt's nicht", "existiert leider nicht", "nicht verfügbar", "nicht mehr verfügbar", "gelöscht", "nicht da", "nicht erreichbar", "wurde entfernt"},
	},
	{
		"fr",
		[]string{"page", "fichier", "adresse", "annonce", "article", "contenu"},
		[]string{"n'existe pas", "n'existe plus", "inexistante", "indisponible", "pu être trouvée", "introuvable", "non trouvée", "pas été trouvée", "pas trouvé", "ne trouvons pas", "a disparu", "n'est plus disponible", "n'est pas disponible", "n'est plus en ligne", "a été supprimée", "impossible de trouver"},
	},
	{
		"es",
		[]string{"página", "archivo", "dirección", "contenido", "anuncio", "artículo"},
		[]string{"no existe", "no encontrada", "no se encuentra", "no se encontró", "no encontramos", "no hemos encontrado", "no podemos encontrar", "podido encontrar", "pudimos encontrar", "no está disponible", "ya no está disponible", "ha sido eliminada", "no se ha encontrado", "inexistente", "no disponible"},
	},
	{
		"pt",
		[]string{"página", "arquivo", "ficheiro", "conteúdo", "anúncio"},
		[]string{"não existe", "não encontrada", "não foi encontrada", "não encontramos", "não conseguimos encontrar", "não está disponível", "não está mais disponível", "foi removida", "pôde ser encontrada", "inexistente", "indisponível"},
	},
	{
		"it",
		[]string{"pagina", "file", "indirizzo", "contenuto", "articolo"},
		[]string{"non esiste", "non trovata", "non troviamo", "è stata trovata", "riusciamo a trovare", "non è disponibile", "non è più disponibile", "non disponibile", "inesistente", "non è raggiungibile", "è stata rimossa"},
	},
	{
		"ca",
		[]string{"pàgina"},
		[]string{"no existeix", "no trobada", "no s'ha trobat", "no hem trobat", "no està disponible"},
	},
	{
		"nl",
		[]string{"pagina", "bestand", "adres", "artikel"},
		[]string{"bestaat niet", "niet gevonden", "niet vinden", "niet worden gevonden", "niet meer", "niet beschikbaar", "niet meer beschikbaar", "is verwijderd"},
	},
	{
		"sv",
		[]string{"sidan", "sida", "filen"},
		[]string{"hittades inte", "inte hitta", "inte hittas", "finns inte", "existerar inte", "saknas", "är borttagen"},
	},
	{
		"da",
		[]string{"siden", "side", "filen"},
		[]string{"findes ikke", "eksisterer ikke", "ikke fundet", "ikke findes", "ikke finde", "er slettet", "er fjernet"},
	},
	{
		"nb",
		[]string{"siden", "side", "filen"},
		[]string{"finnes ikke", "eksisterer ikke", "fant ikke", "ikke funnet", "ikke finne", "er fjernet", "er slettet"},
	},
	{
		"fi",
		[]string{"sivua", "sivu"},
		[]string{"ei löydy", "ei löytynyt", "ei löydetty", "ei ole olemassa", "ei ole saatavilla", "ei ole enää"},
	},
	{
		"et",
		[]string{"lehte", "lehekülge", "leht"},
		[]string{"ei leitud", "ei leia", "ei eksisteeri", "pole olemas"},
	},
	{
		"lv",
		[]string{"lapa", "lapu"},
		[]string{"nav atrasta", "neeksistē", "nevar atrast"},
	},
	{
		"lt",
		[]string{"puslapis", "puslapio"},
		[]string{"nerastas", "neegzistuoja", "nerasta", "rasti nepavyko"},
	},
	{
		"pl",
		[]string{"strona", "strony", "stronę", "adres", "plik", "oferta"},
		[]string{"nie istnieje", "nie znaleziono", "nie została znaleziona", "nie możemy znaleźć", "nie można znaleźć", "nie odnaleziono", "nie znaleźliśmy", "nie jest dostępna", "nie jest już dostępna", "została usunięta"},
	},
	{
		"cs",
		[]string{"stránka", "stránku", "soubor"},
		[]string{"neexistuje", "nenalezena", "nebyla nalezena", "nenašli", "nelze najít", "není dostupná", "není k dispozici", "nemůžeme najít"},
	},
	{
		"sk",
		[]string{"stránka", "stránku", "súbor"},
		[]string{"neexistuje", "nenájdená", "nebola nájdená", "sa nenašla", "nenašli", "nie je dostupná", "nemôžeme nájsť"},
	},
	{
		"sl",
		[]string{"stran", "strani"},
		[]string{"ne obstaja", "ni najdena", "ni mogoče najti", "ni bila najdena", "ne najdemo"},
	},
	{
		"hr, sr, bs",
		[]string{"stranica", "stranicu", "страница", "страницу"},
		[]string{"ne postoji", "nije pronađena", "ne možemo pronaći", "nije dostupna", "не постоји", "није пронађена"},
	},
	{
		"hu",
		[]string{"oldal", "oldalt", "lap"},
		[]string{"nem található", "nem létezik", "nem találjuk", "nem találtuk", "nem elérhető"},
	},
	{
		"ro",
		[]string{"pagina"},
		[]string{"nu există", "nu mai există", "nu a fost găsită", "nu am găsit", "nu este disponibilă", "nu a putut fi găsită", "nu poate fi găsită"},
	},
	{
		"bg",
		[]string{"страница", "страницата"},
		[]string{"не съществува", "не е намерена", "не беше намерена", "не може да бъде намерена"},
	},
	{
		"el",
		[]string{"σελίδα"},
		[]string{"δεν υπάρχει", "δεν βρέθηκε", "δεν μπορεί να βρεθεί", "δεν είναι διαθέσιμη"},
	},
	{
		"ru",
		[]string{"страница", "страницы", "страницу", "файл", "документ"},
		[]string{"не найдена", "не найден", "не существует", "не удалось найти", "не можем найти", "страницы нет", "нет такой", "удалена", "не нашли", "отсутствует", "недоступна"},
	},
	{
		"uk",
		[]string{"сторінку", "сторінка", "сторінки"},
		[]string{"не знайдено", "не знайдена", "не існує", "не вдалося знайти", "сторінки немає", "видалено", "не знайшли", "відсутня"},
	},
	{
		"tr",
		[]string{"sayfa", "sayfayı", "dosya"},
		[]string{"bulunamadı", "mevcut değil", "sayfa yok", "bulamadık", "kaldırıldı", "bulunmuyor"},
	},
	{
		"ar",
		[]string{"الصفحة", "صفحة"},
		[]string{"غير موجودة", "لم يتم العثور", "غير متاحة", "لا يمكن العثور", "لم نتمكن"},
	},
	{
		"he",
		[]string{"הדף", "העמוד", "דף", "עמוד"},
		[]string{"לא נמצא", "לא קיים", "אינו קיים", "לא מצאנו"},
	},
	{
		"fa",
		[]string{"صفحه"},
		[]string{"یافت نشد", "پیدا نشد", "وجود ندارد"},
	},
	{
		"hi",
		[]string{"पृष्ठ", "पेज"},
		[]string{"नहीं मिला", "मौजूद नहीं", "उपलब्ध नहीं"},
	},
	{
		"th",
		[]string{"หน้า", "เพจ"},
		[]string{"ไม่พบ", "ไม่มีอยู่", "ไม่สามารถค้นหา"},
	},
	{
		"vi",
		[]string{"trang"},
		[]string{"không tồn tại", "không tìm thấy", "không còn tồn tại", "không thể tìm thấy"},
	},
	{
		"id, ms",
		[]string{"halaman", "laman"},
		[]string{"tidak ditemukan", "tidak ada", "tidak tersedia", "tidak dijumpai", "tidak dapat ditemukan"},
	},
	{
		"ja",
		[]string{"ページ", "記事", "ファイル"},
		[]string{"見つかりません", "見つからない", "存在しません", "存在しない", "ございません", "ページはありません", "削除され"},
	},
	{
		"ko",
		[]string{"페이지", "파일"},
		[]string{"찾을 수 없", "존재하지 않", "페이지가 없습니다", "삭제"},
	},
	{
		"zh-Hans",
		[]string{"页面", "网页", "文件"},
		[]string{"不存在", "未找到", "找不到", "没有找到", "无法找到", "已被删除", "已删除", "走丢", "不见了"},
	},
	{
		"zh-Hant",
		[]string{"頁面", "網頁", "檔案"},
		[]string{"不存在", "未找到", "找不到", "沒有找到", "無法找到", "已移除", "已刪除", "已被刪除", "不見了"},
	},
}
