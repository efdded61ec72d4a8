#include "sandbox/talk-private.h"

static const struct talk_word given[] = {
	{ "Anna", "anna" },
	{ "Oliver", "oliver" },
	{ "Grace", "grace" },
	{ "Marcus", "marcus" },
	{ "Priya", "priya" },
	{ "Siobhán", "siobhan" },
	{ "Daniel", "daniel" },
	{ "Zoë", "zoe" },
	{ "Kwame", "kwame" },
	{ "Ruth", "ruth" },
	{ "Thomas", "thomas" },
	{ "Leila", "leila" },
	{ "Mary-Jane", "mary-jane" },
	{ "Chidi", "chidi" },
	{ "Eleanor", "eleanor" },
	{ "Wei", "wei" },
	{ "Hamish", "hamish" },
	{ "Beatriz", "beatriz" },
	{ "Joe", "joe" },
	{ "Nadia", "nadia" },
	{ "Ivan", "ivan" },
	{ "Charlotte", "charlotte" },
	{ "Samuel", "samuel" },
	{ "Renée", "renee" },
	{ "Dara", "dara" },
	{ "Victor", "victor" },
	{ "Imogen", "imogen" },
	{ "Alexander Theodore", "alexander-theodore" },
	{ "Yusuf", "yusuf" },
	{ "Hannah", "hannah" },
	{ "Gareth", "gareth" },
};

static const struct talk_word family[] = {
	{ "Smith", "smith" },
	{ "O'Connor", "oconnor" },
	{ "Okafor", "okafor" },
	{ "Whitfield", "whitfield" },
	{ "Patel", "patel" },
	{ "MacAllister", "macallister" },
	{ "Nguyen", "nguyen" },
	{ "Brontë-Hughes", "bronte-hughes" },
	{ "Reid", "reid" },
	{ "Kowalski", "kowalski" },
	{ "Featherstonehaugh-Cholmondeley", "featherstonehaugh" },
	{ "Adeyemi", "adeyemi" },
	{ "Grant", "grant" },
	{ "Fernandes", "fernandes" },
	{ "Lee", "lee" },
	{ "Abernathy", "abernathy" },
	{ "Núñez", "nunez" },
	{ "Walsh", "walsh" },
	{ "Chen", "chen" },
	{ "Harrington", "harrington" },
	{ "Ó Súilleabháin", "osuilleabhain" },
	{ "Baker", "baker" },
	{ "Castellanos", "castellanos" },
	{ "D'Souza", "dsouza" },
	{ "Young", "young" },
	{ "van der Merwe", "vandermerwe" },
	{ "Singh", "singh" },
	{ "Turner", "turner" },
	{ "Wainwright", "wainwright" },
};

static const char *const companies[] = {
	"Harbour & Vale",    "Northgate Capital",  "Larkspur Bank",
	"Meridian Foods",    "St. Alban's Trust",  "Copperfield Re",
	"Aldwych Logistics", "Blue Heron Pharma",  "Tidewater Energy",
	"Quill & Sons Ltd.", "Orchard Diagnostics"
};

static const char *const days[] = { "Monday",   "Tuesday", "Wednesday",
				    "Thursday", "Friday",  "Saturday" };

static const char *const months[] = { "January", "February", "March",
				      "April",   "May",      "June",
				      "July",    "August",   "September",
				      "October", "November", "December" };

static const char *const dates[] = { "{n} {month}",    "{day}",
				     "next {day}",     "the {n}th of {month}",
				     "end of {month}", "tomorrow",
				     "{day} the {n}th" };

static const char *const times[] = { "[9|10|11]:[00|10|20|40|50]",
				     "1[3|4|5|6]:[00|15|30]", "noon",
				     "[2|3|4] pm", "8:45 am" };

static const char *const amounts[] = {
	"[USD|EUR|GBP] {nn}.{d}m",
	"${n},{nn}0",
	"£{nn},000",
	"EUR {n} bn",
	"${nn}.{d}{d} a [share|tonne|unit]",
};

static const char *const rates[] = { "{nn} basis points", "{n}.{d} per cent",
				     "{n}.{d}{d}%", "a factor of {n}" };

static const char *const things[] = {
	"the {ticker} position",
	"the {month} figures",
	"the draft contract with {company}",
	"the new supplier",
	"the audit of {month}",
	"the hedge on {ticker}",
	"the ward plan",
	"the consent form",
	"the tender",
	"the cash forecast",
	"the complaint from {company}",
	"the release of {month}",
	"the limit for {company}",
	"the press note",
	"the onboarding of {company}",
	"the price list",
	"our answer to the regulator",
	"the lease in [Leeds|Cork|Austin|Durban]",
};

static const char *const topics[] = {
	"Weekly risk call",
	"Risk call, week {n}",
	"Bond desk [morning|closing] meeting",
	"Bond desk: {ticker}",
	"Patient board, [ward|clinic] {n}",
	"Procurement: {company}",
	"Procurement round {n}",
	"Quarterly review with {company}",
	"{company} - kick-off",
	"Budget {month}",
	"1:1 {given} / {given}",
	"Credit committee, {date}",
	"Incident review INC-{nn}{nn}",
	"Release planning {n}.{d}",
	"All hands [spring|summer|autumn|winter]",
	"Interview: [analyst|nurse|buyer|engineer], {given}",
	"Board pre-read, {month} edition",
	"Complaint {nn}{nn}: next steps",
	"Works council and [management|HR]",
	"Lunch & learn: [options|consent|tenders|archives] for beginners",
};

static const char *const rooms[] = {
	"[Bond|Equity|FX|Credit] desk",
	"[Risk|Legal|Audit|Treasury] & [friends|controls|limits]",
	"Project [Kestrel|Heron|Lapwing|Osprey]",
	"Ward {n}",
	"{company} deal team",
	"Procurement [UK|EMEA|Global]",
	"Watercooler",
	"[Release|Incident] {n}.{d}",
	"Night shift",
};

static const char *const lines[] = {
	"[Can|Could] you send me {file} before {time}?",
	"{given}, where are we with {thing}?",
	"I have put it here: {link}",
	"[Good morning|Hello|Hi] all, {given} will be [five|ten] minutes late",
	"We [bought|sold] {n}0,000 {ticker} at {amount}.",
	"The limit for {company} is {amount}, we stand at {amount}",
	"Who takes the minutes today?",
	"{ticker} is [up|down] {rate} since {day}",
	"{company} [raised|cut] its forecast by {rate}, see {link}",
	"[Fine|Fair enough|All right], then {date} at {time}",
	"{amount}? That is more than {company} told us.",
	"Please do not discuss {thing} in this channel.",
	"I cannot hear you, {given}. [Muted?|Try the phone.|Better now.]",
	"As {given} said: {thing} [has to wait|goes first|is closed].",
	"Deadline moved to {date}. {emoji}",
	"Patient in bed {n} is [stable|moving to ward {n}|going home {date}].",
	"The supplier wants {amount} up front; [no|not without {given}].",
	"Numbers are in {file}, sheet {d}",
	"Thanks! {emoji}",
	"Let us take {thing} offline.",
	"@{given} {given}: please approve {thing} by {date}",
	"My view on {ticker}: [hold|buy on weakness|get out before {date}].",
	"Slide {n}, second bullet: it should read {amount}.",
	"We lost {company}. [Pity.|Call me.|They went for the cheaper one.]",
	"Reference number is {nn}-{nn}{nn}-{d}",
	"[Is|Was] {thing} signed off by {given}?",
	"Two things:\n- {thing}\n- {thing}",
	"Agenda:\n1. {thing}\n2. {thing}\n3. any other business",
	"{link}\nsee page {n}, and [keep it to yourself|tell {given}]",
	"I will be out until {date}, {given} {family} stands in.",
	"Moving {n} pallets to {company} {date}",
	"Did anyone [record|note] what {company} offered? I think {amount}",
};

static const char *const replies[] = {
	"[Yes|No|Not yet|Done], {given}.",
	"[Agreed|I disagree], {thing} is [fine|a risk|not ours].",
	"Will do by {time}.",
	"See {link}",
	"That was {amount}, not {amount}.",
	"Ask {given} about {thing}.",
	"[+1|Same here|Good point] {emoji}",
	"Only after {date}.",
	"I had {thing} in mind.",
	"Which one, {ticker} or {ticker}?",
	"Sent to your mailbox at {time}.",
};

static const char *const questions[] = {
	"When will {thing} be [ready|published|decided]?",
	"Why did {ticker} [fall|rise] in {month}?",
	"How much of the {amount} is already spent?",
	"Who is responsible for {thing} after {date}?",
	"Does {thing} also apply to {company}?",
	"Will the recording be available after {date}?",
	"What happens to {thing} if {company} leaves?",
};

static const char *const answers[] = {
	"[Before|Not before] {date}, as far as we know.",
	"{given} {family} looks after {thing} and will answer by mail.",
	"About {amount}; the exact figure comes {date}.",
	"Yes, with one exception: {thing}.",
	"We do not comment on {thing}.",
	"Please read {link}",
};

static const char *const spoken[] = {
	"Okay, so let's start with {thing}. {given}, do you want to go first?",
	"Yeah, um, I looked at {thing} and it is about {amount}.",
	"Sorry, I was on mute. What I said was that {company} wants {amount}.",
	"If we wait until {date} we lose {n} days, that's all.",
	"Can everybody see my screen? This is {thing}.",
	"I'd rather not do that before {given} has seen {thing}.",
	"So the action is on {given}, by {date}.",
	"We had {n} complaints in {month}, and {n} are still open.",
	"That's a good question. Let me come back to you on {thing}.",
	"For the minutes: {thing} was [approved|rejected|postponed].",
	"The price was {amount} when we talked to {company}.",
	"Thanks everyone, same time {day}.",
	"Does anyone object? No? Then it's decided.",
	"I think {ticker} is going to {amount} whatever we do.",
	"Right. And the other {n} patients?",
	"Let me just find it, one second, it's in {file}.",
};

static const char *const summaries[] = {
	"The meeting was about {thing}. {given} reported that {company} had "
	"asked for {amount}; the group decided to answer by {date}.",
	"{given} and {given} went through {thing} and {thing}. Open points "
	"remain with {company}, worth {amount}.",
	"The group compared two offers ({amount} and {amount}) and chose "
	"neither. {given} will ask {company} again before {date}.",
	"After a short round of news the participants turned to {thing}. "
	"Nobody objected. {given} takes over from {given}, starting {date}.",
	"Most of the time went into {thing}, which costs {amount} more than "
	"planned. {given} explained why; a decision follows {date}.",
};

static const char *const nexts[] = {
	"{given} sends {file} to {company} by {date}.",
	"{given} checks {thing} and reports {date}.",
	"{given} books a follow-up for {date}, {time}.",
	"{given} and {given} agree on {amount} for {thing}.",
	"{given} closes ticket INC-{nn}{nn}.",
};

static const char *const chapters[] = {
	"Welcome and [agenda|news]", "Discussion of {thing}", "{ticker}",
	"Offer from {company}",      "Budget: {amount}",      "Next steps",
};

static const char *const tasks[] = {
	"[Send|Check|Sign|Review] {thing}",
	"[Call|Pay|Answer] {company} by {date}",
	"Update {file}",
	"Ask {given} about {thing}",
	"Prepare {amount} for {company}",
};

static const char *const notes[] = {
	"Notes, {date}\n\n- {thing}: {amount}\n- {company}: [open|closed]\n"
	"- {given} will [call|write|decide]",
	"Call with {company}\n{given} {family} wants {amount} by {date}.\n\n"
	"{link}",
	"Handover {day}\n\nBed {n}: stable\nBed {nn}: ask {given}\n",
};

static const char *const events[] = {
	"Lunch with {company}",
	"{topic}",
	"Deadline: {thing}",
	"{given} on leave",
	"[Fire drill|Town hall], {time}",
	"Site visit {company}, {date}",
};

static const char *const edit_tails[] = {
	" (edited: {amount})", " - correction: {date}", " {emoji}",
	", I mean {thing}",    "\nPS: {reply}",
};

static const char *const edit_heads[] = { "Correction: ", "UPDATE {time}: ",
					  "[Sorry, again|Typo]: " };

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
	{ "Shall we move the risk call to Thursday?",
	  { "Yes", "No", "I don't mind" },
	  3 },
	{ "How sure are you of the forecast?",
	  { "Very", "Fairly", "Hardly", "Not at all", "=A1+1" },
	  5 },
	{ "Which supplier should get the contract?",
	  { "Harbour & Vale", "Meridian Foods", "<none of them>" },
	  3 },
	{ "Was this training useful?", { "Yes", "No" }, 2 },
	{ "Where do we hold the summer party, \"rain or shine\"?",
	  { "Garden", "Canteen, as ever", "Boat; my treat", "At home" },
	  4 },
	{ "Is the consent form clear to patients?",
	  { "Yes", "Mostly", "No, too long" },
	  3 },
};

const struct talk_tongue talk_english = {
	TALK_TONGUE("en", given, family, rules, polls),
};
