"""What the bot knows of Danish (and a little English) beyond the knowledge base's own words.

Every table is written as people write; ``words.py`` folds and stems them.
"""

from __future__ import annotations

# Words that carry no content of their own: an answer need not account for them.
FILLER = """
indeholder indeholde indeholdt flere
ad af alle alligevel allerede alt altid altså anden andet andre at bare begge blandt bla bl.a. blev blive
bliver bød både da de dem den denne der deres derfor derimod derude det dette dig din dine disse dit dog du
efter egentlig ej eller ellers en end endnu enhver er et faktisk fik fin fint for fordi forhold forresten fra
få får før først generelt gerne gjorde gjort gøre gør går ham han hans har hav havde have hej helt hen hende
hendes henne her heri hertil hos hov hun hva hvad hvem hver hvis hvilke hvilken hvilket hvor hvordan hvornår
hvorfor hvorledes i igen ikk ikke ind inden indenfor inde ingen især ja jeg jer jeres jo jævnligt kan konkret
kom kun kunne lige lidt lide man mange med meget mellem men mere mht mig min mindre mindst mine mit mon må
måde måske måtte nemlig netop nej nogen noget nogle nok nu når nærmest nærmere og også om omkring op os over
overhovedet på præcis præcist pt rigtig rigtigt samme samt ses selv selve sig sin sine sit sikkert skal ske
sker skulle som stadig stå står så sådan sådanne såvel tag tage tager tænker ting til to toget ud uden ude
under var vedr vedrørende ved vel vi via vil ville virkelig vist vor vores vore være været øh øhm åh hmm jamen
okay ok nå hm tja prøv lad lader sæt sætter dermed hermed herunder hvorvidt hvoraf hvortil hvori heraf deraf
dertil derpå hvorpå såsom fx f.eks eks osv mv m.v. mfl m.fl. etc dvs d.v.s. iht ift ifht ifm vha pga ca cirka
omtrent gælder gælde angår angående omhandler omhandle drejer handler handle vedkommende findes finde finder
fandtes vide kende kender huske husker høre hører læse læser lære lærer mene menes sige siger sagt fortælle
fortæl fortæller forklare forklar forklarer forklaring oplyse oplys oplyser oplysning oplysninger info
information informationer beskrive beskriv beskriver beskrevet beskrivelse nævne nævn nævner nævnes nævnt
liste list oplist oplistes opremse opremsning oversigt overblik vise vis viser give giv giver skriv skrive
skriver svar svare spørge spørger spørgsmål hjælpe hjælp hjælper venligst tak tusind forhånd hilsen hilsner
venlig venlige mvh vh kh bh kære hejsa hejsan goddag godmorgen godaften dav halløj hallo davs undskyld
beklager desværre håber håbe kort hurtig hurtigt nem nemt simpel simpelt kortfattet gå gennem brug bruge behov
mangler mangle leder søger søge ønsker ønske dokument dokumenter dokumentet dokumenterne papirer papirerne
materiale materialet notat notatet notater bilag tekst teksten ifølge fremgår fremgå angivet billede billedet
antal antallet bot botten robot kollega kollegaer kollegerne kolleger dag idag morgen imorgen igår uge ugen
måned aften eftermiddag formiddag mandag tirsdag onsdag torsdag fredag lørdag søndag ny nye nyt gammel gamle
stor store stort lille små god godt gode bedre bedst dårlig helst flot super fedt kommune kommunen kommunens
ishøj ishøjs forkert sikker bekræfte bekræft tjekke tjek dobbelttjekke hele hel sammen samlet hvert enkelt
enkelte forskellige diverse forskellig bestemt bestemte særlig særligt særlige specifik specifikt konkrete
slags type typer form former par tre fire fem del dele dels mulig muligt muligvis eventuelt evt ligesom mens
imens siden dengang dernæst derefter herefter senere hidtil hinanden hverandre selvom år året årene ide ideen
idé idéen ideer såkaldt såkaldte skete lå kommet gået sted steder rest resten hverdag hverdagen handlet fundet
fandt lander landede landet derhenne synes syntes forfra ord ordet ordene sætning sætninger bogstav bogstaver
punktform skruet kigger kigge ser se set gik foregår foregik betragtet kalde kaldt overordnet overordnede
grundlæggende reelt kaldes kalder benævnes benævnt præsentere præsentér uddyb uddybe uddybende konkretiser
gengiv gengive opgør vigtig vigtige vigtigste centrale primært mennesker menneske folk personer person
parthaver start starte første sidste næste tilbage aldrig sjældent straks forstået forstod misforstået læst
hørt nævnte omtalt omtalte omtaler omtales gav lavet lavede lagt lægger lægge lagde bragt stillet stiller
stille sat blevet render rende rendte sender sendte tegner tegne afsted stedet titel titler titlen forventes
forvente listen rækkefølge hovedtræk korte træk hovedpunkter pointer punkter oppe nede hjemme derovre herovre
ovre årige årig interesseret nysgerrig relevant relevante brugbart forbindelse anledning the a an of in on
from is are was were be been do does did has had can could would should will shall may it its this that these
those there here you he she we they me my your our their his what who which whom whose when where why how
please thanks thank hello hi hey regards kind best dear sorry also about tell show explain describe know want
need say says said mean and or with by as if so not any some all both between ishøj's ishoej opsummere
opsummer opsummering resumé resume sammenfat sammenfatte peger pegede peg taler talte tal frem mest gange
rejste
"""

# Words that make a message English when two or more of them are there.
ENGLISH_SIGNS = """
the what who which when where why how is are does do did of and in for from with between many much
stand stands mean means tell me about please could would you have has it they their all both sits
"""

# English words for what the documents speak of, as Danish ones.
ENGLISH = {
    "accountable": "ansvar",
    "according": "ifølge",
    "action plan": "handlingsplan",
    "activities": "aktiviteter",
    "address": "adresse",
    "adjusted": "justeres",
    "updated": "justeres",
    "administration": "administrationen",
    "administration's": "administrationens",
    "advantage": "fordel",
    "advantages": "fordele",
    "benefits": "fordele",
    "pros": "fordele",
    "cons": "ulemper",
    "adults": "voksne",
    "age": "alder",
    "agenda": "dagsorden",
    "aim": "mål",
    "aims": "mål",
    "analysis": "analyse",
    "answer": "svar",
    "answered": "svarede",
    "approach": "tilgang",
    "approaches": "tilgange",
    "appreciative": "anerkendende",
    "approve": "godkender",
    "approves": "godkender",
    "approved": "godkendt",
    "attend": "deltager",
    "attends": "deltager",
    "attending": "deltager",
    "autumn": "efterår",
    "background": "baggrund",
    "based": "baseret",
    "biggest": "størst",
    "salary": "løn",
    "salaries": "løn",
    "wage": "løn",
    "earn": "tjener",
    "earns": "tjener",
    "paid": "løn",
    "pay": "løn",
    "price": "pris",
    "expensive": "dyrt",
    "often": "ofte",
    "meet": "mødes",
    "capital": "hovedstad",
    "email": "mail",
    "annual": "årlig",
    "largest": "størst",
    "smallest": "mindst",
    "board": "bestyrelse",
    "bodies": "organisationer",
    "budget": "budget",
    "bureaucracy": "bureaukrati",
    "centre": "center",
    "center": "center",
    "children": "børn",
    "city": "by",
    "city council": "byrådet",
    "civil preventer": "civilforebygger",
    "common": "fælles",
    "shared": "fælles",
    "common goals": "fælles mål",
    "shared goals": "fælles mål",
    "composition": "sammensætning",
    "compare": "sammenlign",
    "comparison": "sammenligning",
    "concern": "bekymring",
    "concerns": "bekymringer",
    "concerned": "bekymret",
    "worried": "bekymret",
    "worry": "bekymring",
    "worries": "bekymringer",
    "consultant": "konsulent",
    "consultants": "konsulenter",
    "advisor": "rådgiver",
    "adviser": "rådgiver",
    "counsellor": "vejleder",
    "cooperation": "samarbejde",
    "collaboration": "samarbejde",
    "coordination group": "koordinationsgruppen",
    "coordinating group": "koordinationsgruppen",
    "coordinator": "koordinator",
    "cost": "koster",
    "costs": "koster",
    "councillor": "byrådsmedlem",
    "crime": "kriminalitet",
    "crime prevention": "kriminalitetsforebyggelse",
    "criminal": "kriminel",
    "data": "data",
    "deadline": "frist",
    "decide": "beslutter",
    "decides": "beslutter",
    "decision": "beslutning",
    "deliverable": "leverance",
    "deliverables": "leverancer",
    "department": "afdeling",
    "difference": "forskel",
    "differences": "forskelle",
    "differ": "forskel",
    "different": "forskel",
    "director": "direktør",
    "disadvantage": "ulempe",
    "disadvantages": "ulemper",
    "drawbacks": "ulemper",
    "district council": "kredsråd",
    "early": "tidlig",
    "economy": "økonomi",
    "education": "uddannelse",
    "effort": "indsats",
    "employees": "ansatte",
    "employment": "beskæftigelse",
    "evaluation": "evaluering",
    "example": "eksempel",
    "examples": "eksempler",
    "exchange": "udveksling",
    "exit": "exit",
    "experience": "oplevelse",
    "explained": "forklaret",
    "family": "familie",
    "family counsellor": "familierådgiver",
    "family adviser": "familierådgiver",
    "family advisor": "familierådgiver",
    "fewer": "færre",
    "forum": "forum",
    "forums": "fora",
    "fora": "fora",
    "groups": "grupper",
    "group": "gruppe",
    "goal": "mål",
    "goals": "mål",
    "objective": "mål",
    "objectives": "mål",
    "hearing": "høring",
    "consultation": "høring",
    "head": "leder",
    "head teacher": "skoleleder",
    "headteacher": "skoleleder",
    "school head": "skoleleder",
    "school principal": "skoleleder",
    "principal": "skoleleder",
    "help": "hjælp",
    "holistic": "helhedsorienteret",
    "housing": "bolig",
    "housing plan": "helhedsplanen",
    "implemented": "implementeres",
    "include": "medlem",
    "includes": "medlem",
    "included": "medlem",
    "find": "findes",
    "implementation": "implementering",
    "inclusive": "inkluderende",
    "inhabitants": "indbyggere",
    "residents": "indbyggere",
    "population": "indbyggere",
    "citizens": "borgere",
    "knowledge": "viden",
    "loss": "tab",
    "law": "lov",
    "laws": "love",
    "legal": "lov",
    "legislation": "lovgivning",
    "leader": "leder",
    "leaders": "ledere",
    "manager": "leder",
    "local action plan": "lokal handlingsplan",
    "local council": "lokalråd",
    "local officer": "lokalbetjent",
    "local police officer": "lokalbetjent",
    "police officer": "betjent",
    "mayor": "borgmester",
    "mayors": "borgmestre",
    "meeting": "møde",
    "meetings": "møder",
    "member": "medlem",
    "members": "medlemmer",
    "mentor": "mentor",
    "model": "model",
    "models": "modeller",
    "municipal": "kommunal",
    "municipalities": "kommuner",
    "municipality": "kommune",
    "named": "hedder",
    "called": "hedder",
    "neighbours": "naboer",
    "neighbors": "naboer",
    "network": "netværk",
    "new": "ny",
    "number": "antal",
    "offenders": "begået kriminalitet",
    "operational": "operativ",
    "organisation": "organisering",
    "organization": "organisering",
    "organised": "organiseret",
    "organized": "organiseret",
    "outreach": "udgående indsats",
    "outreach effort": "udgående indsats",
    "parents": "forældre",
    "part": "del",
    "participate": "deltager",
    "participates": "deltager",
    "participants": "deltagere",
    "parties": "parter",
    "party": "part",
    "people": "personer",
    "persons": "personer",
    "phase": "fase",
    "phases": "faser",
    "phone": "telefon",
    "plan": "plan",
    "point": "punkt",
    "points": "punkter",
    "police": "politiet",
    "police director": "politidirektør",
    "chief of police": "politidirektør",
    "political": "politisk",
    "prevention": "forebyggelse",
    "prevent": "forebygge",
    "principle": "princip",
    "principles": "principper",
    "prison service": "kriminalforsorgen",
    "prison and probation service": "kriminalforsorgen",
    "probation service": "kriminalforsorgen",
    "proactive": "proaktiv",
    "public space": "offentlige rum",
    "public spaces": "offentlige rum",
    "purpose": "formål",
    "question": "spørgsmål",
    "reactive": "reaktiv",
    "recommend": "anbefaler",
    "recommends": "anbefaler",
    "recommended": "anbefalet",
    "recommendation": "indstilling",
    "recommendations": "anbefalinger",
    "remark": "bemærkning",
    "remarks": "bemærkninger",
    "replied": "svarede",
    "reply": "svar",
    "report": "rapport",
    "reports": "rapporter",
    "represented": "repræsenteret",
    "representative": "repræsentant",
    "representatives": "repræsentanter",
    "respond": "svarede",
    "responded": "svarede",
    "response": "høringssvar",
    "responses": "høringssvar",
    "responsible": "ansvar",
    "responsibility": "ansvar",
    "risk": "risiko",
    "risk factors": "risikofaktorer",
    "role": "rolle",
    "roles": "roller",
    "safe": "tryg",
    "safety": "tryghed",
    "schedule": "tidsplan",
    "timeline": "tidsplan",
    "school": "skole",
    "schools": "skoler",
    "seat": "sidder",
    "seats": "sidder",
    "section": "paragraf",
    "paragraph": "paragraf",
    "section 114": "paragraf 114",
    "section 115": "paragraf 115",
    "secretary": "sekretær",
    "sit": "sidder",
    "sits": "sidder",
    "sitting": "sidder",
    "social": "social",
    "staff": "ansatte",
    "staffed": "ansatte",
    "statistics": "statistik",
    "steering group": "styregruppe",
    "steering committee": "styregruppe",
    "street": "gade",
    "street team": "gadeplan",
    "street workers": "gadeplansmedarbejdere",
    "support": "støtter",
    "supports": "støtter",
    "supported": "støttede",
    "supportive": "støtter",
    "target group": "målgruppe",
    "target groups": "målgrupper",
    "task": "opgave",
    "tasks": "opgaver",
    "teacher": "lærer",
    "team": "enhed",
    "term": "begreb",
    "two": "to",
    "three": "tre",
    "four": "fire",
    "unit": "enhed",
    "under": "under",
    "victims": "ofre",
    "victim": "ofre",
    "weather": "vejret",
    "work": "arbejde",
    "works": "arbejder",
    "working group": "arbejdsgruppe",
    "task force": "arbejdsgruppe",
    "young": "unge",
    "young people": "unge",
    "youth": "unge",
    "youths": "unge",
    "youth school": "ungdomsskolen",
    "chairman": "formand",
    "chair": "formand",
    "chairperson": "formand",
    "chief": "chef",
    "chiefs": "chefer",
    "heads": "ledere",
    "hours": "timer",
    "week": "uge",
    "abbreviation": "forkortelse",
    "stand": "står for",
    "stands": "står for",
    "mean": "betyder",
    "means": "betyder",
    "meaning": "betydning",
    "terms of reference": "kommissoriet", "mandate": "kommissoriet", "working paper": "arbejdsnotatet", "working note": "arbejdsnotatet", "summary": "overblik", "summarise": "overblik", "themes": "temaer", "topics": "emner", "suggestions": "forslag", "came": "kom", "came up": "kom", "more": "mere", "fear": "frygter", "fears": "frygter", "feared": "frygter", "afraid": "bekymret", "wonders": "undrer", "wonder": "undrer", "must": "skal", "falling": "faldende", "losing": "miste", "lose": "miste", "satisfied": "tilfreds", "pleased": "tilfreds", "praises": "roser", "keep": "fastholde", "join": "tilknyttes", "see": "ser", "insecurity": "usikkerhed",
    "big": "stor",
    "walk around": "færdes",
    "walk": "færdes",
    "safely": "trygt",
    "day care": "dagtilbud",
    "partners": "samarbejdspartnere",
    "outside": "eksterne",
    "external": "eksterne",
    "joint": "fælles",
    "closely": "tæt",
    "close": "tæt",
    "before": "før",
    "after": "efter",
    "housing associations": "boligselskaber",
    "business": "erhvervsliv",
    "civil society": "civilsamfund",
    "lighting": "belysning",
    "green": "grønne",
    "clear": "tydeligt",
    "want": "vil",
    "wants": "vil",
    "forms": "former",
    "being able": "kunne",
    "any time": "alle tider",
    "time": "tid",
    "hour": "time",
    "day": "døgn",
    "daily": "daglig",
    "prevented": "forebygges",
    "preventive": "forebyggende",
    "anonymous": "anonym",
    "rules": "regler",
    "act": "lov",
    "legal basis": "lovgrundlag",
    "duty": "pligt",
    "obligation": "forpligtelse",
    "mentoring": "mentor",
    "mentors": "mentorer",
    "conversations": "samtaler",
    "teaching": "undervisning",
    "visible": "synlig",
    "local": "lokal",
    "areas": "områder",
    "area": "område",
    "skills": "kompetencer",
    "competences": "kompetencer",
    "changes": "ændringer",
    "change": "ændring",
    "staffing": "bemanding",
    "leisure pass": "fritidspas",
    "leader of": "leder af",
    "moving": "flytning",
    "moved": "flyttet",
    "move": "flytte",
    "closed": "nedlagt",
    "unit's": "enhedens",
    "police's": "politiets",
    "relations": "relationer",
    "relationship": "relation",
    "gang": "bande",
    "gangs": "bander",
    "extremism": "ekstremisme",
    "radicalisation": "radikalisering",
    "supervision": "tilsyn",
    "supervises": "tilsyn",
    "association": "forening",
    "housing area": "boligområde",
    "town hall": "rådhus",
    "opening hours": "telefontid",
    "research": "forskning",
    "integration": "integration",
    "culture": "kultur",
    "coordinate": "koordinerer",
    "coordinates": "koordinerer",
    "how big": "hvor stor",
    "part-time": "deltid",
    "part time": "deltid",
    "full-time": "fuld tid",
    "full time": "fuld tid",
    "position": "stilling",
    "can": "kan",
    "should": "skal",
    "present": "præsenterer",
    "presents": "præsenterer",
    "surroundings": "rammer",
    "physical": "fysiske",
    "feel": "føler",
    "feeling": "følelse",
    "safer": "trygge",
    "good": "gode",
    "make": "gør",
    "makes": "gør",
    "say": "siger",
    "says": "siger",
    "said": "sagde",
    "think": "mener",
    "thinks": "mener",
    "thought": "mente",
    "letters": "bogstaver",
    "agreement": "aftale",
    "share": "dele",
    "information": "oplysninger",
    "authorities": "myndigheder",
    "authority": "myndighed",
    "many": "mange",
    "much": "meget",
    "take": "tager",
    "takes": "tager",
    "place": "sted",
    "expected": "forventet",
    "result": "resultat",
    "focus": "fokus",
    "use": "bruger",
    "used": "brugt",
    "uses": "bruger",
    "organisations": "organisationer",
    "organizations": "organisationer",
    "regardless": "uanset",
    "future": "fremtid",
    "pillar": "søjle",
    "pillars": "søjler",
    "suburban": "forstad",
    "province": "provins",
    "leisure": "fritid",
    "street worker": "gadeplansmedarbejder",
    "exist": "findes",
    "exists": "findes",
    "there": "der",
    "any": "",
    "it": "det",
    "they": "de",
    "their": "deres",
    "about": "om",
    "you": "du",
    "me": "mig",
    "tell": "fortæl",
    "please": "",
    "us": "os",
    "we": "vi",
    "municipality's": "kommunens",
    "belongs to": "hører til",
    "together": "sammen",
    "all": "alle",
    "list": "list",
    "name": "nævn",
    "only": "kun",
    "but not": "men ikke",
    "without": "uden",
    "than": "end",
    "most": "flest",
    "fewest": "færrest",
    "how many": "hvor mange",
    "how often": "hvor ofte",
    "how much": "hvor meget",
    "compared": "sammenlignet",
    "chosen": "valgt",
    "selected": "valgt",
    "written": "skrevet",
    "proposed": "foreslog",
    "proposal": "forslag",
    "suggest": "foreslår",
    "suggested": "foreslog",
    "criticism": "kritik",
    "location": "placering",
    "placed": "placeret",
    "located": "placeret",
    "belong": "hører til",
    "belongs": "hører til",
    "involved": "inddraget",
    "start": "start",
    "started": "startede",
    "begin": "begynder",
    "end": "slut",
    "when": "hvornår",
    "why": "hvorfor",
    "who": "hvem",
    "which": "hvilke",
    "what": "hvad",
    "where": "hvor",
    "how": "hvordan",
    "does": "",
    "did": "",
    "do": "",
    "is": "er",
    "are": "er",
    "was": "var",
    "were": "var",
    "has": "har",
    "have": "har",
    "in": "i",
    "on": "i",
    "of": "af",
    "and": "og",
    "or": "eller",
    "both": "både",
    "not": "ikke",
    "the": "",
    "a": "",
    "an": "",
    "to": "til",
    "from": "fra",
    "for": "for",
    "with": "med",
    "by": "af",
    "between": "mellem",
    "at": "i",
}

# Words that mean the same when a question is asked; the first names the concept.
SYNONYMS = """
medlem: medlemmer medlemskab medlemskaber deltager deltage deltagere deltog deltagerne sidder sidde sad sæde pladser plads bord bordet repræsenteret repræsentant repræsentanter repræsenterer repræsentation indgår indgå består sammensætning sammensat sammensætningen besætning bemandet bestående udgør udgøres inkluderer omfatter deltagerkreds medlemskreds medvirker medvirke optræder tilstede repræsentere
forum: fora forummer samarbejdsfora samarbejdsforum mødefora mødeforum udvalgene samarbejdsgrupper samarbejdsorgan samarbejdsorganer
opgave: opgaver opgaven arbejdsopgaver laver lave laves varetager varetage beskæftiger udfører ansvarsområde ansvarsområder arbejdsområde arbejdsområder rolle roller job bestille tilbyder
ansat: hoveder ansatte medarbejder medarbejdere medarbejderne personale personalet bemanding bemandingen stilling stillinger folk hænder årsværk mand stab
formål: formålet hensigt hensigten mening meningen sigte sigter pointen hensigter
bekymring: bekymringer bekymret bekymrede bekymrer frygt frygter frygtede nervøs nervøse ængstelig betænkelig betænkeligheder skeptisk skeptiske skepsis urolig urolige ængstelse bange bangt ængstes
opbakning: støtter støttede opbakker bakker bakkede bakke positiv positive tilfreds tilfredse tilfredshed glad glade enig enige tilslutning tilslutter rosende ros roser roste begejstret
undren: undrer undrede undre undrende forundret forundring
uklarhed: uklar uklart uklare uklarheder uforstående
fordel: fordele fordelene fordelen plusser plus gevinst gevinster positivt pluspunkter
ulempe: ulemper ulemperne ulempen minus minusser bagside bagsider svaghed svagheder negativt faldgrube faldgruber kritikpunkter kritik
svar: svarede svaret svarer høringssvar høringssvaret høringssvarene sagde sagt mente mener synspunkt synspunkter holdning holdninger indvending indvendinger udtalte udtalelse tilbagemelding tilbagemeldinger meldte input reaktion reaktioner reagerer reagerede
administration: administrationen administrationens forvaltning forvaltningen forvaltningens
bemærkning: bemærkninger bemærkningen kommentar kommentarer kommenterer kommenterede modsvar besvarelse
indstilling: indstillinger indstillingen indstilles indstille indstiller indstillet ændringsforslag
høring: høringen høringer høringens høringsnotat høringsnotatet høringsproces høringsrunde
høringspart: høringsparter høringsparterne parter parterne høringsberettigede
forskel: anderledes forskelle forskellen forskellene adskiller adskille adskilles sammenlign sammenligne sammenlignet sammenligning sammenholdt versus vs kontra afviger skiller holdt
fælles: tilfælles fællestræk overlap overlapper overlappe gengangere sammenfald
betyde: betyder betydning betydningen betydede forkortelse forkortelsen forkortet forkortelser definition defineres definere akronym bogstaverne udtrykket begreb begrebet
hedde: hedder navn navnet navne navnene fuldenavn efternavn fornavn døbt
målgruppe: målgruppen målgrupper målgrupperne aldersgruppe aldersgrupper aldersgruppen
indbygger: indbyggere indbyggertal indbyggertallet indbyggerantal befolkning befolkningstal borgertal befolkningsstørrelse
organisering: organiseret organiserer organiseringen organisatorisk forankret forankring forankres placeret placering ligger struktur tilhører organisation hører sorterer underlagt
mål: målet målene målsætning målsætninger målsætningen målsætningerne delmål
princip: kendetegn principper principperne princippet grundprincip grundprincipper
kriminalitet: kriminaliteten kriminel kriminelle kriminalitets
lov: love loven lovgivning lovgivningen lovgrundlag lovgrundlaget juridisk jura retsgrundlag lovhjemmel hjemmel hjemlet lovbestemmelse lovmæssigt lovmæssig
anbefaling: anbefalinger anbefalingerne anbefalet anbefaler anbefales anbefale
tidsplan: tidsplanen tidslinje tidslinjen procesplan tidsramme tidsrammen tidsforløb køreplan milepæle
hyppighed: tit ofte hyppigt hyppig frekvens interval jævnligt
pris: koster koste kostede kostede prisen budget budgettet budgetter beløb beløbet kroner kr penge penges udgift udgifter omkostning omkostninger løn lønnen lønninger millioner mio honorar takst dyrt dyr finansieret finansiering bevilling bevillinger tjene tjener tjente tilskud støttekroner gebyr gratis
økonomi: økonomien økonomisk ressourcer ressourceforbrug
telefon: telefonnummer telefonnummeret tlf telefonen mobil mobilnummer mobiltelefon telefonnumre
mail: e-mail email mailadresse mailen e-mailadresse mailadressen emailadresse
alder: aldersgrænse aldersgrænsen alderen aldersmæssigt
formand: formanden formandsposten formandskab forperson forkvinde næstformand ordstyrer mødeleder mødelederen ordføreren formænd
skrive: skrevet nedskrevet udarbejder udarbejdes udarbejde udarbejdet forfatter forfattet udarbejdede
godkende: godkender godkendes godkendt godkendelse vedtager vedtages
justere: justeres justeret opdateres opdatere opdateret revideres revidere revision
placere: flyttes flytte flyttet overflyttes overflytning overflyttet flytning
beslutning: beslutningen beslutter besluttede besluttet bestemmer vedtog vedtaget traf truffet træffe træffes
periode: perioden
varighed: varede varer vare tidsrum
dato: datoen datoer
størrelse: størrelsen
andel: andelen procent procentdel procenten pct promille gennemsnit gennemsnitlig gennemsnitlige gennemsnitligt gennemsnitsalder
referat: referater referatet mødereferat mødereferater beslutningsreferat
sekretariat: sekretariatet sekretariatsbetjener
underskrift: underskrevet underskriver underskrifter signeret
stiftet: stiftede stifter grundlagt grundlagde opfandt opfundet
botmening: botmening
udfald: viste
mødedato: mødedato mødedatoer mødekalender
privat: privatadresse privatadressen privatadresser privatliv cprnummer personnummer
bopæl: bopælen
ansiennitet: anciennitet
igangsat: starter startede begyndte begynder begynde startes igangsættes påbegyndes opstart
evaluering: evalueres evaluere evalueringen evalueret
implementering: implementeres implementere implementeret implementeringen drift
information_lov: udveksle udveksling udveksles
størst: største størstedelen
mindst_stor: mindste
uge: ugen ugentlig ugentligt
leder: ledere lederen lederne ledelse
videnstab: vidensstab videntab
"""

# Phrases that say in several words what one of the concepts above names.
PHRASES = {
    "hvad laver": "hvad opgaver",
    "hvor lang tid": "varighed",
    "hvor længe": "varighed",
    "hvor langt tid": "varighed",
    "næste møde": "mødedato",
    "næste gang": "mødedato",
    "mødes næste": "mødedato",
    "nye møde": "mødedato",
    "synes du": "botmening",
    "din mening": "botmening",
    "vil du råde": "botmening",
    "råder du": "botmening",
    "anbefaler du": "botmening",
    "vil du anbefale": "botmening",
    "er bedst": "botmening",
    "bedst efter": "botmening",
    "foretrækker du": "botmening",
    "mener du": "botmening",
    "har ret politiet": "botmening",
    "tror du": "botmening",
    "bør jeg": "botmening",
    "bør vi": "botmening",
    "skal jeg gøre": "botmening",
    "har siddet der længst": "anciennitet",
    "siddet længst": "anciennitet",
    "skrevet under": "underskrevet",
    "skrev under": "underskrevet",
    "første leverance": "leverance 1", "anden leverance": "leverance 2", "tredje leverance": "leverance 3", "fjerde leverance": "leverance 4",
    "første fase": "fase 1", "anden fase": "fase 2", "hvor gammelt": "alder", "har lavet": "udarbejdet", "svarer kommunen": "svarer administrationen",
    "svarede kommunen": "svarede administrationen", "siger kommunen": "siger administrationen",
    "første fælles mål": "fælles mål 1", "andet fælles mål": "fælles mål 2", "tredje fælles mål": "fælles mål 3", "fjerde fælles mål": "fælles mål 4",
    "1 fælles mål": "fælles mål 1", "2 fælles mål": "fælles mål 2", "3 fælles mål": "fælles mål 3", "4 fælles mål": "fælles mål 4",
    "lov til": "hjemmel til", "lov paragraf": "paragraf",
    "i sin tid": "stiftet", "samarbejde med": "samarbejde",
    "samarbejder med": "samarbejder",
    "arbejde med": "arbejde",
    "sammen med": "sammen",
    "lokal med i": "lokal med",
    "lokal med": "lokal med",
    "lokalt med": "lokal med",
    "taler for": "fordele ved",
    "taler imod": "ulemper ved",
    "taler mod": "ulemper ved",
    "gå galt": "bekymring",
    "går galt": "bekymring",
    "over for hinanden": "forskel",
    "op mod hinanden": "forskel",
    "side om side": "forskel",
    "står for bogstaverne": "betyder",
    "er godt ved": "fordele ved",
    "er dårligt ved": "ulemper ved",
    "er smart ved": "fordele ved",
    "for og imod": "fordele ulemper",
    "fordele og ulemper": "fordele bekymring",
    "arbejder med": "opgaver",
    "tager sig af": "opgaver",
    "står for at": "opgaver",
    "hvor stor": "hvor mange indbyggere",
    "hvor stort": "hvor mange indbyggere",
    "hvor mange bor": "hvor mange indbyggere",
    "mange bor der": "mange indbyggere",
    "hvor gammel": "alder",
    "hvor gamle": "alder",
    "andet ord for": "det samme som",
    "i gang": "igangsat",
    "går ud på": "betyder",
    "gå ud på": "betyder",
    "ved bordet": "medlem",
    "rundt om bordet": "medlem",
    "sidder med": "medlem",
    "er med i": "medlem i",
    "er med": "medlem",
    "med om bordet": "medlem",
    "tager del": "medlem",
    "har plads": "medlem",
    "på holdet": "medlem",
    "kommer fra": "medlem fra",
    "med i": "medlem i",
    "ikke med": "ikke medlem",
    "også med": "også medlem",
    "så med": "så medlem",
    "med der": "medlem der",
    "alle med": "alle medlem",
    "e mail": "mail",
    "ude i": "i",
    "går igen": "fælles",
    "hører til": "organisering",
    "hører under": "organisering",
    "hører ind under": "organisering",
    "flest indbyggere": "størst indbyggere",
    "tit og ofte": "ofte",
}

# What a question asks for, by the words that open it.
COUNT_WORDS = ("hvor mange", "antal", "antallet", "hvor stort et antal", "tæl")
YES_NO_VERBS = """
er sidder deltager har kan skal findes kommer indgår må bliver var blev gør hører ligger betyder accepterer bruger
møder får står udpeger gælder giver arbejder dækker omfatter består støtter bakker mener indeholder nævner fremgår repræsenterer
behøver kræver ændrer skriver hjælper foreslår anbefaler samarbejder vil tager medvirker plejer kunne mon
"""
FOLLOW_UP_OPENERS = (
    "og",
    "hvad med",
    "hvad så med",
    "så hvad med",
    "og hvad med",
    "hva med",
    "hvad så",
    "men hvad med",
    "end",
    "nej",
    "jeg mente",
    "jeg mener",
    "nej jeg mente",
    "nej jeg mener",
    "mente",
    "i stedet",
    "så",
    "what about",
    "how about",
    "and",
    "samme for",
    "også",
    "ja og",
    "ok og",
    "okay og",
    "og hvad",
    "no i meant",
    "i meant",
    "altså",
    "men",
    "ikke",
)
SMALLTALK = {
    "greeting": (
        "hej",
        "hejsa",
        "hejsan",
        "hej hej",
        "goddag",
        "godmorgen",
        "god morgen",
        "godaften",
        "god aften",
        "dav",
        "davs",
        "halløj",
        "hallo",
        "hello",
        "hi",
        "hey",
        "mojn",
        "hej med dig",
        "hej bot",
        "hej botten",
        "hej du",
        "godformiddag",
        "goddav",
        "yo",
        "good morning",
        "hej igen",
        "hej alle",
        "hej der",
        "hej allesammen",
    ),
    "thanks": (
        "tak",
        "mange tak",
        "tusind tak",
        "tak for det",
        "tak for hjælpen",
        "tak skal du have",
        "super tak",
        "perfekt tak",
        "thanks",
        "thank you",
        "fedt tak",
        "ok tak",
        "okay tak",
        "super",
        "perfekt",
        "fint",
        "godt",
        "ok",
        "okay",
        "jatak",
        "ja tak",
        "nej tak",
        "det var fint tak",
        "godt svar",
        "tak for svaret",
        "tak for det hele",
        "1000 tak",
        "tak for nu",
        "tak for i dag",
        "dejligt",
        "dejligt tak",
        "fedt",
        "cool",
        "tak bot",
        "super fint tak",
        "det var det",
        "det var alt",
        "jeg siger tak",
    ),
    "goodbye": (
        "farvel",
        "hej hej",
        "vi ses",
        "hav en god dag",
        "god weekend",
        "fortsat god dag",
        "ses",
        "bye",
        "goodbye",
        "god dag",
        "ha en god dag",
        "rigtig god dag",
        "på gensyn",
    ),
    "how": (
        "hvordan går det",
        "hvordan har du det",
        "går det godt",
        "hvad så",
        "how are you",
        "hva så",
        "er du der",
        "er du vågen",
        "hvordan går det med dig",
        "står det godt til",
    ),
    "help": (
        "hjælp",
        "hvad kan du",
        "hvad kan du hjælpe med",
        "hvad kan jeg spørge om",
        "hvad kan man spørge om",
        "hvem er du",
        "help",
        "hvad ved du",
        "hvad ved du noget om",
        "hvordan virker du",
        "hvordan bruger jeg dig",
        "hvad er du",
        "what can you do",
        "hvad kan du svare på",
        "hvad kan jeg spørge dig om",
        "hvad kan du bruges til",
        "hvad kan du hjælpe mig med",
        "hvordan fungerer du",
        "hvad laver du",
        "er du en robot",
        "kan du hjælpe mig",
        "kan du hjælpe",
        "who are you",
        "menu",
        "hvad kan botten",
        "hvad kan man bruge dig til",
        "hvad kan du fortælle mig om",
        "hvad kan du fortælle om",
        "kom i gang",
        "hvad handler du om",
        "er du et menneske",
        "hvilke spørgsmål kan du svare på",
        "hvad kan du egentlig",
        "start",
        "er du en ai",
        "er du chatgpt",
        "what can i ask",
        "what can i ask you",
        "hvad spørger man dig om",
    ),
}

# Words that are never a misspelling of the knowledge base's words, however near they lie: names and
# things that it has nothing about.
FOREIGN = """
hovedstad hovedstaden hovedstæder frankrig frankrigs tyskland tysklands sverige norge england london paris berlin pirat
bander banden bandekrig
vejret vejr formand formanden løn lønnen mad maden kaffe kantine kantinen ferie fridag bil bolden bold
fodbold musik film vits joke sang digt opskrift kage valg valget partiet parti minister statsminister
konge kongen dronning krig aktie aktier bitcoin lotto tog toget bus busser taxa fly hotel restaurant læge
lægen tandlæge sygdom corona skat skatten moms husleje huslejen affald skrald renovation pas kørekort
bibliotekar chauffør præst kirke moske årstal mandat kandidat borgerservice
byggetilladelse hund hunde kat katte parkering cykel vandet varme el strøm kode koden password
adgangskode system systemprompt prompt instruktioner instructions ignore ignorer hack virus sjov sjovt
sjove historie kan_du morsom kærlighed kæreste hemmelig hemmeligt hemmelige fortrolig vittighed
vittigheder gåde humor horoskop jul påske narko hash københavn aarhus århus odense aalborg ålborg
roskilde greve vallensbæk brøndby hvidovre glostrup rødovre ballerup herlev køge solrød frederiksberg
esbjerg randers horsens vejle kolding silkeborg helsingør gladsaxe gentofte næstved slagelse holbæk
herning tårnby dragør hillerød lyngby furesø egedal sønderborg svendborg skanderborg hedehusene
tranegilde ulv sten hest gris penge kroner dyr dyrt grin liga kamp kampen spil spiller spillet vinder
vandt
"""

QUESTION_WORDS = "hvad hvem hvilke hvilken hvilket hvor hvornår hvordan hvorfor hvorledes hva"
IMPERATIVES = """
fortæl forklar vis list nævn giv opremse oplist beskriv oplys sammenlign find skriv opsummer tell show list explain
compare name describe
"""
# Words that may stand before the verb of a yes/no question.
LEAD_INS = "hej så og men mon ok okay nå hov kort lige jamen egentlig tak bot undskyld"
# Verbs that turn an "om" into a question: "ved du, om ...".
ASKING_VERBS = "vide ved høre sige bekræfte huske tjekke whether tvivl"
# After "hvor" these ask for a measure, not a place.
MEASURES = "meget stort ofte tit længe langt hyppigt gammel gamle stor hurtigt"
# Words that point back at somebody named before.
POINTING = "dem deres hun han hans hendes derinde heri vedkommende"
# These point back only as the last word: "hvor stor er den?".
POINTING_LAST = "de den"

# What the bot is told to do, and does not.
ORDERS = """
slet slette send book ring opret ret ændr ændre fjern tilføj opdater glem ignorer ignore forget delete print kør skift
overfør betal køb bestil digt haiku syng tegn oversæt translate write act pretend spil
"""

# How what follows a question begins: the reason, the thanks, the signature.
AFTERTHOUGHTS = (
    "da jeg",
    "da vi",
    "da der",
    "da det",
    "da min",
    "fordi",
    "for jeg skal",
    "for jeg har",
    "for jeg er",
    "for jeg vil",
    "for jeg står",
    "for vi skal",
    "for vi har",
    "for vi er",
    "for vi vil",
    "så jeg",
    "så vi",
    "så at",
    "inden jeg",
    "inden vi",
    "til mit møde",
    "til mit oplæg",
    "til vores møde",
    "til et møde",
    "til et oplæg",
    "til mødet",
    "til et notat",
    "jeg skal",
    "jeg har",
    "jeg er",
    "jeg sidder",
    "jeg vil",
    "jeg spørger",
    "jeg står",
    "jeg kan",
    "vi skal",
    "vi har",
    "vi er",
    "vi sidder",
    "vi vil",
    "vi står",
    "på forhånd",
    "tak",
    "mange tak",
    "tusind tak",
    "hilsen",
    "mvh",
    "vh",
    "kh",
    "med venlig",
    "venlig hilsen",
    "bedste hilsner",
    "please",
    "thanks",
    "thank you",
    "best regards",
    "kind regards",
)
# How one question ends and the next begins: "... og hvem sidder i o18".
NEXT_QUESTION = (
    r"(?:,|\s)\s*(?:og|samt|and)\s+(?:så\s+|også\s+|også lige\s+)?"
    r"(?=(?:hvem|hvad|hvilke[nt]?|hvor(?:når|dan|for)?|who|what|which|how|when|why|where)\b)"
)
