"""Which countries a text speaks of, rule by rule."""

import unicodedata

import pytest

from feedsvc.core.countries import country_codes_in, find_countries


def codes(text: str) -> set[str]:
    return set(country_codes_in(text))


NONE: set[str] = set()
Case = tuple[str, set[str]]


def cases(*rows: Case) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "wanted"), rows, ids=[row[0] for row in rows])


@cases(
    ("Norway and the Lao PDR report.", {"NO", "LA"}),
    ("Iran (Islamic Republic of) and Korea (Republic of) voted.", {"IR", "KR"}),
    ("St. Lucia, St Kitts & Nevis and Saint Vincent and the Grenadines", {"LC", "KN", "VC"}),
    ("Guinea-Bissau and Papua New Guinea, not Guinea", {"GW", "PG", "GN"}),
    ("Upper Volta, Ceylon and Zaire on old maps", {"BF", "LK", "CD"}),
    ("Nurses from Port-au-Prince and Washington, D.C.", {"HT", "US"}),
    ("Frenchwomen, Dutchmen and Spaniards", {"FR", "NL", "ES"}),
    ("Партнёры из Королевства Бельгия и Объединённых Арабских Эмиратов", {"BE", "AE"}),
    ("Босния и Герцеговина, Папуа — Новая Гвинея", {"BA", "PG"}),
    ("О Тринидаде и Тобаго рассказали ямайцы и гаитянки", {"TT", "JM", "HT"}),
    ("Норвежскими мастерами, вьетнамской школой, эстонцам", {"NO", "VN", "EE"}),
    ("Конференция в республике Мали", {"ML"}),
    ("Лаос\nи Непал", {"LA", "NP"}),
)
def test_names_peoples_and_capitals_count(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Turkey and turkey, China and china", {"TR", "CN"}),
    ("south africa in small letters", NONE),
    ("the Reunion of families; Male workers", NONE),
    ("Réunion and Malé", {"RE", "MV"}),
    ("Male\u0301 in decomposed letters", {"MV"}),
    ("куба воды, шар бутана, лима", NONE),
)
def test_english_words_and_russian_names_need_their_capital_letter_and_marks(
    text: str, wanted: set[str]
) -> None:
    assert codes(text) == wanted


@cases(
    ("US, U.S., U.S.A. and USA", {"US"}),
    ("the U.S farmers and the U.A.E.", {"US", "AE"}),
    ("R.F. Miller of N.Z. Steel", NONE),
    ("tell us, uk, uae", NONE),
    ("CONTACT US", NONE),
    ("SEE YOU AND US AGAIN", NONE),
    ("US UNIONS CALL A STRIKE", {"US"}),
    ("Clinics of the CAR reopen", {"CF"}),
    ("OLD CAR REPAIR SHOPS", NONE),
    ("PNG images and RF signals", NONE),
    ("US icons of labour history", {"US"}),
    ("РФ, США и ЮАР", {"RU", "US", "ZA"}),
    ("Опыт BiH и БиГ", {"BA"}),
)
def test_abbreviations_count_in_capitals_where_they_are_no_words(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("ILO Tbilisi, ILO DWT/CO-Dushanbe and UNFPA (Ashgabat)", NONE),
    ("ILO Nepal has a new page", NONE),
    ("ILO-Nepal cooperation", {"NP"}),
    ("United Nations Kenya; World Bank Lima", NONE),
    ("the IOM Office, Minsk", NONE),
    ("the IRB office in Tashkent; IRB Tashkent; the Tallinn offices of the IRB", NONE),
    ("SME Kenya, the UAE office in Nairobi. THE ALL NEW LIMA OFFICES", {"KE", "AE", "PE"}),
    ("the ILO, Minsk authorities and unions", {"BY"}),
    ("The UNDP Country Office in Yerevan, Armenia, is hiring", NONE),
    ("the ILO Country Office for Nepal, Bhutan and Sri Lanka", NONE),
    ("the ILO Office in Cairo and Jordan's unions", {"JO"}),
    ("the ILO Office in Cairo. Jordan agrees", {"JO"}),
    ("the ILO Office in Cairo invites Jordan", {"JO"}),
    ("met at the ILO Office in Cairo, Jordan and Iraq agreed", {"JO", "IQ"}),
    ("the ILO Office for Eastern Europe, Moscow", NONE),
    ("the Centre for Nepal and the ILO Training Centre in Amman", {"NP"}),
    ("the United Nations Office at Nairobi", NONE),
    ("the Office of the WHO for Europe in the city of Copenhagen", {"DK"}),
    ("the WHO Regional Office for Europe in Copenhagen", NONE),
    ("UNICEF's regional office in Amman", NONE),
    ("the Office in Baku", NONE),
    ("the Post Office in London", {"GB"}),
    ("a new office in Tirana", {"AL"}),
    ("The UNDP opens an office in Tirana", {"AL"}),
    ("BIG OFFICE IN LONDON", {"GB"}),
    ("the UN Country Team in Georgia; a football team in Peru", {"PE"}),
    ("the OSCE Mission to Moldova, an ILO mission to Chad", {"TD"}),
    ("the Hanoi office; the Hanoi Country Office; Hanoi Bureau", NONE),
    ("Lisbon office rents and Lisbon offices", {"PT"}),
    ("the Lisbon offices of the ILO", NONE),
    ("ILO's Lisbon offices", NONE),
    ("the Nepal Office; the Peru office of the UNDP", NONE),
    ("the Peru office", {"PE"}),
    ("Country Office Kathmandu of UNICEF; Post Office Lima", {"PE"}),
    ("Office space in Lima", {"PE"}),
    ("a meeting in Lima, Peru (Lima)", {"PE"}),
    ("office, the in Lima", {"PE"}),
)
def test_the_names_of_offices_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Бюро МОТ в Баку, Азербайджан", NONE),
    ("Бюро МОТ для Кении, Уганды и Руанды", NONE),
    ("Бюро МОТ в Каире и Иордания", {"JO"}),
    ("Бюро МОТ провело семинар в Кении", {"KE"}),
    ("Субрегиональное бюро МОТ для стран Восточной Европы и Центральной Азии в Москве", NONE),
    ("Бюро МОТ (Будапешт), МОТ Непал, МОТ-Минск", NONE),
    ("Помощь МОТ Непалу", {"NP"}),
    ("Офис Организации Объединённых Наций в Найроби", NONE),
    ("миссия ОБСЕ в городе Скопье", NONE),
    ("минский страновой офис, киевское представительство ВОЗ", NONE),
    ("минские офисы; минские офисы ООН", {"BY"}),
    ("непальский офис компании и непальский офис МОТ", {"NP"}),
    ("Национальный центр в Минске", {"BY"}),
    ("Центр в Минске", {"BY"}),
    ("минский завод", {"BY"}),
)
def test_the_names_of_offices_are_no_countries_in_russian(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


def test_the_sites_own_offices_count_for_nothing() -> None:
    names = ["Moscow Hub of Decent Work", "Centre for Nepal", "Moscow", "Nepal"]
    assert country_codes_in("Moscow Hub of Decent Work opens in Moscow", office_names=names) == ("RU",)
    assert country_codes_in("The Centre for Nepal helps Bhutan", office_names=names) == ("BT",)
    assert country_codes_in("The Centre for Nepal helps Bhutan") == ("NP", "BT")
    assert country_codes_in("Port Moresby", office_names=["Port Moresby"]) == ("PG",)


@cases(
    ("Available in Georgian", NONE),
    ("In Georgian ports", {"GE"}),
    ("from Turkish into Uzbek, Tajik and Arabic by volunteers", NONE),
    ("the Turkish-Uzbek dictionary", NONE),
    ("the Turkish-Uzbek dictionary project and Turkish bakers", {"TR"}),
    ("the Ukrainian version and a Spanish-speaking nurse", NONE),
    ("the booklet (Ukrainian)", NONE),
    ("Languages: Ukrainian, Polish", NONE),
    ("Participants: Ukrainian, Polish", {"UA", "PL"}),
    ("Guests: speak Ukrainian", NONE),
    ("the Dutch and the Danish", {"NL", "DK"}),
    ("in the South Korean and North Korean press", {"KR", "KP"}),
    ("на украинском и польском", NONE),
    ("на украинском рынке", {"UA"}),
    ("украинская версия, урок польского", NONE),
    ("Языки: украинский, польский и английский", NONE),
    ("Участники: украинский, польский и английский клубы", {"UA", "PL"}),
    ("с украинского на польский язык", NONE),
)
def test_languages_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


def test_a_long_row_of_languages_is_read_in_bounded_steps() -> None:
    assert codes("in " + "Greek, " * 80 + "Greek") == {"GR"}


@cases(
    ("ten US dollars, US$ 5, Danish kroner", NONE),
    ("десять долларов США, 5 долл. США, датских крон", NONE),
    ("датский кронпринц и суммы США", {"DK", "US"}),
    ("тенге Казахстана", NONE),
    ("US dollhouses", {"US"}),
)
def test_currencies_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("the Lisbon Treaty, the Treaty of Rome, the Havana Charter", NONE),
    ("the Beijing Platform for Action and the Nairobi Forward Strategy", NONE),
    ("the Doha Human Rights Declaration", NONE),
    ("Tallinn Signs Agreement", {"EE"}),
    ("Tallinn, Treaty partner", {"EE"}),
    ("Tallinn university rules", {"EE"}),
    ("Tallinn Norway Treaty", {"EE", "NO"}),
    ("Tallinn One Two Three Treaty", {"EE"}),
    ("Visit Tallinn", {"EE"}),
    ("the Singapore Convention and the Singapore port", {"SG"}),
    ("at 9:00 Lisbon time", NONE),
    ("Treaty of Norway", {"NO"}),
    ("Лиссабонский договор, Брюссельская и Пекинская декларации", NONE),
    ("в 9 часов по минскому времени; минское время", NONE),
    ("Минская областная больница", {"BY"}),
    ("Минская, областная, городская и районная общественная конвенция", {"BY"}),
    ("Минская: договор", {"BY"}),
    ("Минская", {"BY"}),
    ("минские правила дорожного движения", {"BY"}),
)
def test_instruments_named_after_a_capital_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Brazil nuts and Danish pastries", NONE),
    ("Brazil, nuts", {"BR"}),
    ("Hong Kong flu of 1968", NONE),
    ("Polish the floor", NONE),
    ("Polish floors", {"PL"}),
    ("шведский стол и шведская стенка", NONE),
    ("шведская столица", {"SE"}),
    ("итальянская забастовка", NONE),
)
def test_things_named_after_a_people_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("the Gulf of Mexico, the Irish Sea, Lake Chad, the Sea of Japan", NONE),
    ("New Jersey and New Guinea", NONE),
    ("the Cape of Chad; Cape Chile", {"CL"}),
    ("Норвежское море, залив Гаити, озеро Чад", NONE),
    ("норвежские моряки", {"NO"}),
    ("Латинская Америка, Latin American and American", {"US"}),
)
def test_seas_and_parts_of_the_world_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("said Jordan Miller, a welder", NONE),
    ("said Jordan B. Miller, a welder", NONE),
    ("Sofia, 24, works as a welder", NONE),
    ("Sofia, 2024, and Sofia, works", {"BG"}),
    ("Mr Chad, Dr. Lima and Jack London", NONE),
    ("J. London and J.K. London", NONE),
    ("an American London bus", {"US", "GB"}),
    ("in Jordan Miller works", {"JO"}),
    ("now Jordan UNRWA schools", {"JO"}),
    ("now Jordan Chamber of Commerce", {"JO"}),
    ("now Jordan Big Blue Trade Union", {"JO"}),
    ("now Jordan Old One Two Three people", NONE),
    ("Jordan Norway talks", {"JO", "NO"}),
    ("Jordan Textile Workers Demand Higher Wages", {"JO"}),
    ("JORDAN MILLER WELDS", {"JO"}),
    ("София Петрова и г-жа Иордания", {"JO"}),
    ("господин Париж; Том Париж", NONE),
    ("В. Чад", {"TD"}),
    ("немец Иван и анна", {"DE"}),
)
def test_the_names_of_persons_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("the state of Georgia and Georgia State University", {"US"}),
    ("Georgia, USA; Georgia (US)", {"US"}),
    ("Savannah, Georgia", {"US"}),
    ("In Atlanta unions of Georgia met", {"US"}),
    ("Texas and Georgia; Georgia or South Carolina", {"US"}),
    ("Athens, Georgia", {"US"}),
    ("Athens, Georgia and Armenia", {"GR", "GE", "AM"}),
    ("Athens and Georgia", {"GR", "GE"}),
    ("Tbilisi, Georgia and Texas agree", {"GE"}),
    ("Georgia and or South, and Georgia", {"GE"}),
    ("Georgia (Tbilisi)", {"GE"}),
    ("Georgian and Georgia", {"GE"}),
    ("штат Джорджия", {"US"}),
)
def test_georgia_is_a_state_where_the_text_says_so(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Paris, Texas; London, Ontario; Athens, North Carolina", NONE),
    ("Paris, texas and Paris, France", {"FR"}),
    ("Washington, Oregon", {"US"}),
    ("Hong Kong, China and Taiwan (China)", {"HK", "TW"}),
    ("Hong Kong and Beijing, China", {"HK", "CN"}),
    ("Nepal, China", {"NP", "CN"}),
    ("Seychelles: Victoria; Hamilton", {"SC"}),
)
def test_places_elsewhere_and_territories(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Того, что есть", NONE),
    ("Кроме того. Того же мнения", NONE),
    ("Того ратифицировало, Того и Бенин, Того: итоги", {"TG", "BJ"}),
    ("Того, Бенин и Гана", {"TG", "BJ", "GH"}),
    ("Того и других", NONE),
    ("КРОМЕ ТОГО, НУЖЕН ПЛАН", NONE),
    ("Вены", {"AT"}),
    ("Вены на ногах", NONE),
    ("Вена «Моцарт»", NONE),
    ("В Вене", {"AT"}),
    ("Pole vault. Pole wins. Pole and Czech.", {"PL", "CZ"}),
    ("Pole talked", {"PL"}),
)
def test_common_words_at_the_start_of_a_sentence_are_no_countries(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Резать болгаркой опасно", NONE),
    ("Болгаркой работают в очках", NONE),
    ("Болгарка рассказала о себе", {"BG"}),
    ("Молодой полькой и двумя чехами", {"PL", "CZ"}),
    ("Приехала полька Ядвига", {"PL"}),
    ("НОВАЯ ПОЛЬКА ЗВУЧИТ", NONE),
    ("Немец и полька", {"DE", "PL"}),
    ("Япония и полька", {"JP"}),
)
def test_a_word_for_a_woman_may_be_a_thing(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("афгано-иранская граница", {"AF", "IR"}),
    ("узбекско казахская", {"KZ"}),
    ("Tashkent-based and Franco-German", {"UZ", "FR", "DE"}),
    ("Guinea. Bissau hosts", {"GN", "GW"}),
)
def test_compounds_are_read_half_by_half(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


@cases(
    ("Kaзахстан и Казах\u00adстан", {"KZ"}),
    ("New\u00a0Zealand, Guinea\u2011Bissau, Cote d\u2019Ivoire", {"NZ", "GW", "CI"}),
    ("Росси\u0301я и росси\u0301йские", {"RU"}),
    (unicodedata.normalize("NFD", "Китай, ХАНОЙ, Чёрногория, Chișinău"), {"CN", "VN", "ME", "MD"}),
    ("Łódź in Poland", {"PL"}),
)
def test_spelling_does_not_change_what_is_meant(text: str, wanted: set[str]) -> None:
    assert codes(text) == wanted


def test_a_mention_tells_the_word_and_where_it_stands() -> None:
    text = "From Uzbeki\u00adstan’s capital to Male\u0301."
    first, second = find_countries(text)
    assert (first.code, first.word, first.start, first.end) == ("UZ", "Uzbeki\u00adstan", 5, 16)
    assert (second.code, second.word) == ("MV", "Male\u0301")


def test_codes_come_once_and_in_the_order_of_the_text() -> None:
    assert country_codes_in("Uzbek and Tajik unions; Uzbekistan and Armenia") == ("UZ", "TJ", "AM")
    assert country_codes_in("") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Moldova’s capital Chisinau hosted a seminar.", ("MD",)),
        ("The Council held its regular meeting in Moscow.", ("RU",)),
        ("Important ILO programme to assist Georgia in its efforts", ("GE",)),
        ("The trade unions of Tajikistan and of the Republic of Uzbekistan", ("TJ", "UZ")),
        ("World Day of Social Justice. “There is no excuse”", ()),
    ],
)
def test_entries_of_the_seed_pages(text: str, wanted: tuple[str, ...]) -> None:
    assert country_codes_in(text) == wanted
