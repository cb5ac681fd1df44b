"""The words beside a country's name that decide whether the text speaks of the country."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _stems(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _phrases(phrases: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in phrases.split(";") if phrase.strip())


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    pairs = (row.split(":") for row in rows.split(";") if row.strip())
    return {" ".join(key.split()): tuple(values.split()) for key, values in pairs}


# --- Offices -------------------------------------------------------------------------------------

ORGANISATIONS = _set("""
    ILO ITC UN UNDP UNICEF WHO UNESCO UNHCR UNFPA UNIDO UNODC UNEP UNAIDS UNECE UNCTAD UNOPS UNDRR UNV
    UNITAR UNRWA UNWOMEN UNIC UNRC UNRCO UNCT OHCHR OCHA IOM WFP FAO IFAD WIPO WMO WTO ITU IMO IAEA ICAO
    UPU ESCAP ESCWA ECLAC OSCE OECD IMF EBRD ADB AIIB AFDB IDB EDB IFC IBRD USAID JICA KOICA GIZ SDC SIDA
    DFID ICRC IFRC MSF ITUC IOE DWT SRO CO RO DWCO МОТ ООН ПРООН ЮНИСЕФ ВОЗ ЮНЕСКО УВКБ ЮНФПА ЮНИДО УНП
    ЮНЕП ЮНЭЙДС ЕЭК ЮНКТАД ЮНОПС УВКПЧ МОМ ВПП ФАО ИФАД ВОИС ВМО ВТО МСЭ ОБСЕ ОЭСР МВФ ЕБРР АБР ЕАБР МФК
    ЮСАИД МККК МФКК ВКП ГИЗ ЭСКАТО
""")
# The last two words of organisations' names in full.
ORGANISATION_ENDINGS = _phrases("""
    agriculture organization; development bank; development programme; food programme; health organization;
    international labour; labor organization; labour organisation; labour organization; monetary fund;
    population fund; red cross; un habitat; un women; united nations; world bank; банка развития;
    всемирного банка; красного креста; объединенных наций; оон женщины; организации здравоохранения;
    организации труда; программы развития;
""")
OFFICES = _set("""
    office offices bureau bureaus secretariat headquarters hub representation branch delegation
""")
# Words that are part of an office's name only with a capital: "UN Country Team", but "the team in Kyiv".
OFFICES_IN_CAPITALS = _set("team mission unit centre center")
OFFICE_QUALIFIERS = _set("""
    country regional subregional sub field liaison national project projects support technical decent work
    team and s main local head programme program area cluster multi new joint
""")
# "the Post Office in London", "the Home Office": no offices of an organisation with many.
OTHER_OFFICES = _set("post home box foreign oval ticket patent met law")
OFFICE_LINKS = _set("in at for covering to")
OFFICE_NAME_JOINTS = _set("of and for the in s with on")
# "Moscow office rents": an office as a room.
OFFICE_AS_ROOM = _set("""
    space spaces building buildings block blocks worker workers market rent rents tower towers job jobs
""")
OFFICES_RU = _stems("""
    бюро офис представительств отделени секретариат мисси филиал штаб квартир групп команд центр
""")
# Those whose one occurrence after a capital's adjective is an office: «ташкентский офис».
CITY_OFFICES_RU = _stems("""
    бюро офис представительств отделени филиал секретариат
""")
OFFICE_LINKS_RU = _set("в во для по на при")
OFFICE_NAME_JOINTS_RU = _set("""
    для стран страны странам и по вопросам достойного труда региона субрегиона в на при делам правам
    человека детей беженцев женщины с квартира квартире квартиры страновое страновой региональное
    региональный городе городу
""")

# --- Languages -----------------------------------------------------------------------------------

OTHER_LANGUAGES = _set("""
    english arabic hindi urdu farsi dari pashto swahili karakalpak tatar korean latin kurdish catalan
    bengali tamil uyghur romani esperanto persian punjabi scottish welsh gaelic
""")
LANGUAGE_NOUNS = _set("""
    language languages version versions translation translations translator translators edition editions
    subtitle subtitles interpretation interpreter interpreters interpreting text texts speaking speaker
    speakers medium dictionary dictionaries grammar alphabet lessons lesson script sign subtitled spelling
    phrasebook captions dubbing voiceover audio
""")
BEFORE_LANGUAGE = _set("""
    in into from to of between both via speak speaks speaking spoke spoken learn learns learning learned
    learnt teach teaches teaching taught study studies studying studied understand understands write writes
    writing read reads fluent basic native only mostly know knows conversational language languages using
    or
""")
AFTER_LANGUAGE = _set("""
    and or with by for at on is are was were will as but to from in only here online too also today now
    last this next yesterday tomorrow later soon since before after until during where when which who whose
    that while because although so can may must should would has have had did does do not it he she they we
    you the a an its their our your free alone instead if than then via into about through under and/or
""")
LANGUAGE_NOUNS_RU = _stems("""
    язык верси перевод субтитр текст алфавит словар грамматик разговорник
""")
OTHER_LANGUAGES_RU = _stems("""
    английск арабск фарси дари каракалпакск татарск корейск латинск уйгурск персидск хинди суахили
""")
BEFORE_LANGUAGE_RU = _set("на с со по")
LANGUAGE_STUDIES_RU = _stems("""
    урок курс знани владе преподавател учител носител изуч уч перевод язык
""")
AFTER_LANGUAGE_RU = _set("""
    и или а но с со в во на для по при от до из не также будет будут был была были есть может можно доступн
    как к у о об после
""")

# --- Things named after places and peoples -------------------------------------------------------

CURRENCIES = _set("""
    dollar dollars pound pounds franc francs rouble roubles ruble rubles sum sums soum soums som soms tenge
    lira liras lire yen yuan renminbi peso pesos rupee rupees real reais rand krone kroner krona kronor
    koruna korunas zloty zlotys forint forints leu lei lev leva dinar dinars dirham dirhams riyal riyals
    rial rials shekel shekels dram drams lari laris manat manats hryvnia hryvnias somoni somonis tugrik
    tugriks togrog kyat kyats baht dong won taka birr naira cedi cedis shilling shillings kwacha kip riel
    riels ringgit rupiah dalasi sol soles afghani afghanis gourde quetzal lempira cordoba cordobas guarani
    boliviano bolivianos pula metical ariary cent cents kuna denar denars lek euro euros currency
""")
CURRENCIES_RU = _stems("""
    доллар долл рубл фунт франк сум сом тенге лир иен юан песо рупи реал ранд крон злот форинт лей лев лея
    леев динар дирхам риял риал шекел драм лари манат гривн гривен сомони тугрик бат донг вон валют цент
    песет кьят
""")
# What may follow a stem of a Russian noun: «рубл-ями», but «сумма» and «левый» are other words.
NOUN_TAILS_RU = _set("""
    а у е и ы я ю о й ь ом ем ов ам ах ами ями ев ей ям ях ою ой ью ий ого ых им ый ая ую на
""")

INSTRUMENTS = _set("""
    agreement agreements accord accords convention conventions protocol protocols declaration statute
    treaty treaties principles charter pact covenant communique
""")
INSTRUMENTS_IN_CAPITALS = _set("""
    Rules Platform Programme Program Plan Consensus Commitment Commitments Round Guidelines Process
    Memorandum Framework Roadmap Club Regulation Regulations Call Compact Conclusions Outcome Spirit
    Strategy Strategies Amendments Amendment Action Appeal Agenda Document Manifesto Recommendation
    Recommendations Initiative Formula Code Statement Goals Pledge Criteria Mechanism Post Times Herald
    Tribune Pact Standard Minimum
""")
# Countries called like their capitals: their treaties may be named after the city.
NAMED_AS_CAPITAL = _phrases(
    "singapore; luxembourg; djibouti; monaco; kuwait; panama; guatemala; san marino; hong kong"
)
TREATY_OF = _set("treaty statute declaration charter pact peace convention accord")
INSTRUMENTS_RU = _stems("""
    соглашени конвенци протокол деклараци статут договор принцип харти правил пакт платформ программ план
    консенсус раунд меморандум клуб процесс обязательств повестк устав регламент инициатив стратеги рамочн
    критери коммюнике трактат акт поправк формат заявлени документ призыв рекомендаци
""")
# What a name of a place or people makes with the word after it (the beginning of that word).
THINGS = _table("""
    american: football dream continent convention states indian; berlin: wall; bermuda: shorts triangle
    grass; bordeaux: mixture; brazil: nut; british: columbia isles; brussels: sprout; cayenne: pepper;
    ceylon: tea; chile: pepper saltpetre; chinese: whispers checkers lantern cabbage; cuban: heel; danish:
    pastr; dutch: oven auction disease elm courage uncle; french: fries toast horn kiss bean; georgetown:
    university; german: measles shepherd; greek: salad fire letter; guinea: pig fowl worm hen; havana:
    syndrome cigar; hong kong: flu; indian: ocean summer ink; irish: coffee stew setter; japanese:
    encephalitis knotweed beetle; jersey: cow cattle fabric city shore barrier; jordan: almond river;
    lima: bean; london: broil interbank; manila: envelope hemp folder paper rope; mexican: wave; moscow:
    mule; niger: delta river; panama: hat papers; paris: syndrome; peking: duck; polish: notation;
    russian: roulette doll dressing; santiago: de; singapore: sling; spanish: flu omelette; stockholm:
    syndrome; swedish: massage; swiss: army chard roll knife; turkey: meat breast sandwich dinner poultry
    breeder vulture; turkish: delight bath coffee; vienna: sausage waltz; washington: consensus;
    wellington: boot; алжирск: деклараци; американск: горк горок континент футбол; болгарск: перец перц;
    бразильск: орех; брюссельск: капуст; венск: стул стуль вафл вафел вальс бал; голландск: болезн;
    гонконгск: конвенци; греческ: салат орех огонь огн; джибутийск: кодекс; индийск: океан; ирландск: кофе
    сеттер; испанск: грипп стыд воротник; итальянск: забастовк забастовок; китайск: грамот фонарик;
    люксембургск: соглашени деклараци; мексиканск: волн; немецк: овчарк овчарок; пекинск: капуст;
    персидск: залив; польск: нотаци; римск: цифр прав клуб импери католик католич пап свеч; русск: рулетк;
    сингапурск: конвенци; турецк: кофе горох бан; финск: нож; французск: булк поцелу; шведск: стол стенк;
    швейцарск: нож; японск: энцефалит;
""")
# Phrases that contain a country's name and are none; longest match lets them win.
NOT_COUNTRIES = _phrases("""
    new mexico; new jersey; new guinea; new england; new london; new britain; new ireland; new holland; new
    hampshire; latin america; latin american; latin americans; north america; north american; north
    americans; central america; central american; central americans; south america; south american; south
    americans; meso america; inter american; pan american; ibero american; organization of american states;
    bank of america; american convention; south pole; north pole; south china sea; east china sea; gulf of
    america; guinea pig; guinea pigs; west indian; inner mongolia; south ossetia; british columbia; british
    isles; santiago de compostela; native american samoan; new south wales; little italy; united arab
    republic; republic of north ossetia; soviet russia; soviet union; латинская америка; латинской америки;
    латинской америке; латинскую америку; латинской америкой; северная америка; северной америки; северной
    америке; северную америку; северной америкой; южная америка; южной америки; южной америке; южную
    америку; южной америкой; центральная америка; центральной америки; центральной америке; центральную
    америку; центральной америкой; новая гвинея; новой гвинеи; новой гвинее; новую гвинею; новой гвинеей;
    нью мексико; внутренняя монголия; внутренней монголии; внутреннюю монголию; штат вашингтон; белая русь;
""")

# --- Seas, rivers --------------------------------------------------------------------------------

WATERS = _set("sea seas ocean gulf channel strait straits basin trench bay")
WATERS_OF = _set("gulf sea bay strait straits isthmus lake river mount lago rio mt cape")
WATERS_RU = _stems("""
    мор океан залив пролив озер бассейн течени хребет желоб
""")

# --- Persons -------------------------------------------------------------------------------------

GIVEN_NAMES = _set("""
    chad jordan georgia sofia israel india paris london vienna holland cuba kenya ireland china santiago
    kingston lima denmark jamaica cairo france washington finn dane wellington guinea pole berlin rome bern
    doha malta tunisia brit aruba panama dakar tirana riga nassau brazil samoa roman milan victoria софия
    софии софию софией рима риму римой сальвадор сальвадора израиль израиля израилю лима доминика доминики
    виктория гренада карибка париж прага куба мальта
""")
FIRST_NAMES = _set("""
    james john robert michael mike william bill david richard joseph joe thomas tom charles christopher
    daniel dan matthew anthony mark steven stephen paul andrew joshua kenneth kevin brian george edward
    ronald timothy jason jeffrey jeff ryan jacob gary nicholas eric jonathan larry scott frank benjamin
    samuel sam gregory alexander alex patrick jack dennis jerry tyler aaron henry peter adam nathan zachary
    walter kyle harold carl jeremy roger keith denzel booker adriana anatole maria mary patricia jennifer
    linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly
    emily donna michelle carol amanda melissa deborah laura rebecca sharon kathleen amy anna ann anne ruth
    helen kate katherine alice julia jane grace rose eva irene nina vera olga natalia elena irina tatiana
    svetlana ivan sergei alexei dmitry nikolai vladimir viktor anton pavel luis carlos jose juan pedro
    miguel antonio ahmed mohammed ali omar fatima carmen lucia philip simon martin alan neil ian colin
    джордж джек джон майкл анна мария елена ольга ирина татьяна наталья светлана иван сергей алексей
    дмитрий николай владимир виктор антон павел том дензел луис карлос хуан адриана джеймс роберт уильям
    джорджа джека джона джорджу
""")
TITLES = _set("""
    mr mrs ms miss dr prof professor sir dame lady lord judge мистер миссис мисс сэр леди господин госпожа
    госпожи господина
""")
# A name of a place before these is a place, although a capital letter follows.
INSTITUTIONS = _set("""
    ministry government university chamber federation confederation national trade union unions labour
    labor red parliament senate state office police army school institute agency embassy council
    association centre center bank airport inspectorate employers water women youth programme project
    country team social development forum summit international olympics tech peach defense defence airlines
    airways railways company post valley public central ltd group city opens hosts launches ratifies adopts
    joins holds starts signs plans approves welcomes marks announces presents begins becomes takes gets
    makes moves sets wins improves strengthens extends introduces trains celebrates prepares reports
    supports promotes builds develops reforms reviews discusses passes publishes sends seeks steps
""")

# --- Georgia in the United States, and other namesakes -------------------------------------------

GEORGIAN_CITIES_US = _set("""
    atlanta savannah macon augusta columbus marietta decatur athens rome valdosta alpharetta
""")
STATES = _set("""
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi
    missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont
    virginia wisconsin wyoming carolina dakota hampshire ontario quebec manitoba saskatchewan alberta fla
    tex calif ill va tn tx ca fl ga
""")

# --- Words with another meaning ------------------------------------------------------------------

# In capitals all through, "JOIN US" and "CAR FACTORY" are words.
ABBREVIATIONS_THAT_ARE_WORDS = _set("US CAR")
BEFORE_US = _set("""
    JOIN TELL CONTACT FOLLOW ABOUT WITH LET VISIT HELP CALL WRITE GIVE SEND ASK SHOW MEET AMONG LIKE EACH
    WATCH SUPPORT TEACH ALL EMAIL FIND GET TO FOR OF
""")
FILE_WORDS = _set("""
    file files image images format jpeg jpg svg gif pdf icon icons key keys encryption signal signals
    frequency
""")
DETERMINERS = _set("""
    the a an your his her their our its my this these those each every any all and up off
""")
# At the start of a sentence, where every word has its capital, these count only as a subject.
COMMON_AT_START = _set("""
    того дели вена вены вене вену веной тирана тираны тирану тиране бутан бутана бутану бутаном бутане
    катар катара катару катаром катаре чад чада чаду чадом чаде кубы кубе кубу панама панамы панаме панаму
    панамой сана саны сане сану саной манила мале загреб загребу ломе доха дохи дохе доху дохой перу лима
    риги pole
""")
VERB_ENDINGS_RU = _stems("""
    л ла ло ли лся лась лось лись ет ит ют ят ут ат ется ится ются ятся утся атся
""")
PRONOUNS_RU = _set("""
    кто что же чтобы как когда который которая которые которое этого хватит будет стоит требует
""")
# Words for women of a people that are things too: a dance, shoes, a flu, a tool.
THINGS_OR_WOMEN = _stems("""
    польк полек испанк испанок чешк чешек финк финок голландк голландок шведк шведок венгерк венгерок
    болгарк болгарок
""")
HUMAN_STEMS_RU = _stems("""
    одн две двух двум три трех четыр женщин девушк молод студентк работниц сотрудниц летн пожил мигрантк
    гражданк учительниц медсестр юн рожденн этническ имени замуж муж коллег сосед подруг стажерк родом
""")
# What only a woman does; they count after a nominative, since «болгаркой работают» is said of the tool.
HUMAN_VERBS_RU = _stems("""
    расска говор сказа основал победил возглав работает работают живет живут приехал получил стала стали
    открыл создал призна пожал мечта нашл устроил вышла учит учат родил выигра занял
""")
