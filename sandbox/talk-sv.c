#include "sandbox/talk-private.h"

static const struct talk_word given[] = {
	{ "Åsa", "asa" },
	{ "Björn", "bjorn" },
	{ "Märta", "marta" },
	{ "Göran", "goran" },
	{ "Elin", "elin" },
	{ "Håkan", "hakan" },
	{ "Ingrid", "ingrid" },
	{ "Per-Åke", "per-ake" },
	{ "Sofia", "sofia" },
	{ "Linnéa", "linnea" },
	{ "Jörgen", "jorgen" },
	{ "Kerstin", "kerstin" },
	{ "Nils", "nils" },
	{ "Ann-Christin", "ann-christin" },
	{ "Rasmus", "rasmus" },
	{ "Ebba", "ebba" },
	{ "Tove", "tove" },
	{ "Gösta", "gosta" },
	{ "Amina", "amina" },
	{ "Lars-Erik", "lars-erik" },
	{ "Ulrika", "ulrika" },
	{ "Mattias", "mattias" },
	{ "Siv", "siv" },
	{ "Östen", "osten" },
	{ "Carl Gustaf", "carl-gustaf" },
};

static const struct talk_word family[] = {
	{ "Lindström", "lindstrom" },
	{ "Öberg", "oberg" },
	{ "Åkesson", "akesson" },
	{ "Sjögren", "sjogren" },
	{ "Berg", "berg" },
	{ "Nyström", "nystrom" },
	{ "Hägglund", "hagglund" },
	{ "Johansson", "johansson" },
	{ "Törnqvist", "tornqvist" },
	{ "af Ekenstam", "afekenstam" },
	{ "Karlsson", "karlsson" },
	{ "Holmqvist-Ekström", "holmqvist" },
	{ "Lööf", "loof" },
	{ "Ek", "ek" },
	{ "Sandberg", "sandberg" },
	{ "Wallén", "wallen" },
	{ "Mårtensson", "martensson" },
	{ "Hussein", "hussein" },
	{ "Grönlund", "gronlund" },
	{ "Virtanen", "virtanen" },
	{ "Ståhl", "stahl" },
};

static const char *const companies[] = {
	"Nordanö Bank AB",      "Fjällsjö & Söner", "Skeppsbro Kapital",
	"Västkustens Frakt AB", "Region Mellanå",   "Mälarlyft",
	"Björkåsa Sågverk",     "Lund & Ström",     "Hälsohuset i Växjö",
};

static const char *const days[] = { "måndag",  "tisdag", "onsdag",
				    "torsdag", "fredag", "lördag" };

static const char *const months[] = { "januari", "februari", "mars",
				      "april",   "maj",      "juni",
				      "juli",    "augusti",  "september",
				      "oktober", "november", "december" };

static const char *const dates[] = {
	"den {n} {month}",     "på {day}", "nästa {day}",
	"i slutet av {month}", "i morgon", "{day} den {n}",
};

static const char *const times[] = { "kl. [9|10|11].[00|10|20|45]",
				     "kl. 1[3|4|5].[00|15|30]", "lunch",
				     "halv [två|tre|fyra]" };

static const char *const amounts[] = {
	"{nn} {d}00 kr",        "{n},{d} mkr",  "{nn},{d} MSEK",
	"{n} miljarder kronor", "EUR {nn} 000",
};

static const char *const rates[] = { "{nn} räntepunkter", "{n},{d} procent",
				     "{n},{d}{d} %" };

static const char *const things[] = {
	"positionen i {ticker}",
	"siffrorna för {month}",
	"avtalsutkastet med {company}",
	"den nya leverantören",
	"revisionen i {month}",
	"säkringen av {ticker}",
	"vårdplanen",
	"samtyckesblanketten",
	"upphandlingen",
	"likviditetsprognosen",
	"klagomålet från {company}",
	"limiten för {company}",
	"pressmeddelandet",
	"svaret till tillsynsmyndigheten",
	"hyresavtalet i [Örebro|Luleå|Malmö]",
	"prislistan",
};

static const char *const topics[] = {
	"Veckans riskmöte",
	"Riskmöte vecka {n}",
	"Räntedesken: [morgonmöte|avstämning]",
	"Obligationer: {ticker}",
	"Patientnämnden, [avdelning|mottagning] {n}",
	"Upphandling: {company}",
	"Upphandling omgång {n}",
	"Kvartalsgenomgång med {company}",
	"Budget {month}",
	"Avstämning {given} / {given}",
	"Kreditkommittén {date}",
	"Incident INC-{nn}{nn}",
	"Facklig förhandling om [schemat|flytten]",
	"Anställningsintervju: {given}",
	"Fika & frågor, {day}",
	"Klagomål {nn}{nn}: så går vi vidare",
};

static const char *const rooms[] = {
	"[Ränte|Aktie|Valuta|Kredit]desken",
	"[Risk|Juridik|Revision] & [vänner|gränser]",
	"Projekt [Tärna|Ljungpipare|Fiskgjuse]",
	"Avdelning {n}",
	"Upphandling [Norr|Syd]",
	"Fikarummet",
	"Nattpasset",
};

static const char *const lines[] = {
	"Kan du skicka {file} före {time}?",
	"{given}, hur går det med {thing}?",
	"Jag har lagt det här: {link}",
	"[God morgon|Hej] allihop, {given} blir [fem|tio] minuter sen",
	"Vi [köpte|sålde] {n}0 000 {ticker} för {amount}.",
	"Limiten för {company} är {amount}, vi ligger på {amount}",
	"Vem för protokoll i dag?",
	"{ticker} är [upp|ned] {rate} sedan {day}",
	"{company} [höjer|sänker] prognosen med {rate}, se {link}",
	"[Okej|Då säger vi så], {date} {time}",
	"{amount}? Det är mer än vad {company} sa till oss.",
	"Diskutera inte {thing} i den här kanalen, tack.",
	"Jag hör dig inte, {given}. [Mikrofonen?|Prova telefonen.|Bättre nu.]",
	"Som {given} sa: {thing} [får vänta|går först|är klar].",
	"Sista dag flyttad: {date}. {emoji}",
	"Patienten i säng {n} är [stabil|på väg till avdelning {n}].",
	"Leverantören vill ha {amount} i förskott; [nej|inte utan {given}].",
	"Siffrorna ligger i {file}, blad {d}",
	"Tack så mycket! {emoji}",
	"Vi tar {thing} efter mötet.",
	"@{given}: godkänn {thing} {date}, är du snäll",
	"Min syn på {ticker}: [behåll|köp|sälj före {date}].",
	"Bild {n}, andra punkten: det ska stå {amount}.",
	"Ärendenumret är {nn}-{nn}{nn}-{d}",
	"Två saker:\n- {thing}\n- {thing}",
	"Dagordning:\n1. {thing}\n2. {thing}\n3. övriga frågor",
	"Jag är borta till {date}, {given} {family} vikarierar.",
	"Räksmörgås {time}? Ä' de' å' hända! {emoji}",
};

static const char *const replies[] = {
	"[Ja|Nej|Inte än|Klart], {given}.",
	"[Håller med|Håller inte med], {thing} är [bra|en risk|inte vår].",
	"Det fixar jag till {time}.",
	"Se {link}",
	"Det var {amount}, inte {amount}.",
	"Fråga {given} om {thing}.",
	"[+1|Samma här|Bra tänkt] {emoji}",
	"Först {date}.",
};

static const char *const questions[] = {
	"När blir {thing} [klar|offentlig]?",
	"Varför [föll|steg] {ticker} i {month}?",
	"Hur mycket av {amount} är redan använt?",
	"Vem ansvarar för {thing} efter {month}?",
	"Gäller {thing} även {company}?",
};

static const char *const answers[] = {
	"[Tidigast|Senast] {date}, vad vi vet.",
	"{given} {family} sköter {thing} och svarar per e-post.",
	"Ungefär {amount}; den exakta siffran kommer {date}.",
	"Ja, med ett undantag: {thing}.",
	"Vi kommenterar inte {thing}.",
};

static const char *const spoken[] = {
	"Då så, vi börjar med {thing}. {given}, vill du inleda?",
	"Ja, alltså, jag tittade på {thing} och det blir ungefär {amount}.",
	"Förlåt, jag hade mikrofonen av. {company} vill ha {amount}, sa jag.",
	"Om vi väntar tappar vi {n} dagar, det är allt.",
	"Ser alla min skärm? Det här är {thing}.",
	"Det vill jag inte göra innan {given} har sett {thing}.",
	"{given} tar det, klart {date}.",
	"Vi fick {n} klagomål i {month}, och {n} är fortfarande öppna.",
	"Bra fråga. Jag får återkomma om {thing}.",
	"Till protokollet: {thing} [godkändes|avslogs|bordlades].",
	"Tack allihop, samma tid på {day}.",
	"Någon emot? Nej? Då är det beslutat.",
};

static const char *const summaries[] = {
	"Mötet handlade om {thing}. {given} berättade att {company} har begärt "
	"{amount}; gruppen svarar {date}.",
	"{given} och {given} gick igenom {thing} och {thing}. Öppna frågor "
	"finns kvar med {company}, värda {amount}.",
	"Det mesta av tiden gick åt till {thing}, som kostar {amount} mer än "
	"planerat. {given} förklarade varför; beslut tas {date}.",
};

static const char *const nexts[] = {
	"{given} skickar {file} till {company} {date}.",
	"{given} kontrollerar {thing} och rapporterar {date}.",
	"{given} bokar uppföljning {date}, {time}.",
	"{given} stänger ärende INC-{nn}{nn}.",
};

static const char *const chapters[] = {
	"Välkomna och [dagordning|nytt]", "Om {thing}", "{ticker}",
	"Anbud från {company}",           "Nästa steg",
};

static const char *const tasks[] = {
	"[Skicka|Kontrollera|Signera] {thing}",
	"[Ring|Betala|Svara] {company} {date}",
	"Uppdatera {file}",
	"Fråga {given} om {thing}",
};

static const char *const notes[] = {
	"Anteckningar, {month}\n\n- {thing}: {amount}\n- {company}: "
	"[öppet|klart]\n- {given} [ringer|skriver|avgör]",
	"Samtal med {company}\n{given} {family} vill ha {amount} {date}.\n\n"
	"{link}",
};

static const char *const events[] = {
	"Lunch med {company}", "{topic}",
	"Sista dag: {thing}",  "{given} är ledig",
	"Brandövning {time}",
};

static const char *const edit_tails[] = {
	" (ändrat: {amount})", " - rättelse: {date}", " {emoji}",
	", jag menar {thing}", "\nPS: {reply}",
};

static const char *const edit_heads[] = { "Rättelse: ", "NYTT {time}: ",
					  "[Förlåt, igen|Skrivfel]: " };

static const struct talk_rule rules[] = {
	TALK_RULE("company", companies),    TALK_RULE("day", days),
	TALK_RULE("month", months),         TALK_RULE("date", dates),
	TALK_RULE("time", times),           TALK_RULE("amount", amounts),
	TALK_RULE("rate", rates),           TALK_RULE("thing", things),
	TALK_RULE("topic", topics),         TALK_RULE("room", rooms),
	TALK_RULE("line", lines),           TALK_RULE("reply", replies),
	TALK_RULE("question", questions),   TALK_RULE("answer", answers),
	TALK_RULE("spoken", spoken),        TALK_RULE("summary", summaries),
	TALK_RULE("next", nexts),           TALK_RULE("chapter", chapters),
	TALK_RULE("task", tasks),           TALK_RULE("note", notes),
	TALK_RULE("event", events),         TALK_RULE("edit-tail", edit_tails),
	TALK_RULE("edit-head", edit_heads),
};

static const struct talk_poll polls[] = {
	{ "Ska riskmötet flyttas till torsdagar?",
	  { "Ja", "Nej", "Spelar ingen roll" },
	  3 },
	{ "Hur säker är prognosen?",
	  { "Mycket", "Ganska", "Knappt", "Inte alls" },
	  4 },
	{ "Vilken leverantör ska få uppdraget?",
	  { "Mälarlyft", "Fjällsjö & Söner", "<ingen av dem>" },
	  3 },
	{ "Räcker det med \"fika\", eller ska det vara lunch?",
	  { "Fika", "Lunch; gärna tidig" },
	  2 },
};

const struct talk_tongue talk_swedish = {
	TALK_TONGUE("sv", given, family, rules, polls),
};
