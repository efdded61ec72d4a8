/* Rules that every language falls back to, and the odd ones. */
#include "sandbox/talk-private.h"

static const char *const tickers[] = {
	"NDX-{nn}", "SBK.B",       "NORDLYS", "KRMA",      "HVTN",
	"BLT.A",    "OSPR 4.{d}%", "TKYO.T",  "MGHR",      "LUMN-{d}",
	"QZR",      "ATLS.PA",     "VINT",    "ESTR {n}Y",
};

static const char *const hosts[] = {
	"intranet.example.com", "wiki.example.com", "files.example.org",
	"desk.example.net",     "docs.example.com",
};

static const char *const links[] = {
	"https://{host}/[d|p|doc]/{hex}{hex}{hex}",
	"https://{host}/search?q={hex}&page={n}#r{nn}",
	"https://{host}/[risk|desk|care|buy]/20{d}{d}/{nn}?v={hex}",
	"https://{host}/a%20b/(draft)/{hex}.html",
};

static const char *const hex[] = {
	"{nn}a{d}", "f{d}{nn}", "c{nn}{d}", "{d}e{nn}", "b{d}a{d}", "{nn}d{d}",
};

static const char *const files[] = {
	"report-{nn}-v{d}.pdf",
	"term sheet {ticker} v{d}.docx",
	"rota-week-{n}.xlsx",
	"[budget|forecast|limits|tender]_20{nn}_{d}.xlsx",
	"scan{nn}{nn}.pdf",
	"Minutes 20{nn}-0{d}-1{d}.docx",
	"positions_{hex}.xlsx",
	"IMG_{nn}{nn}.jpg",
	"whiteboard {n}.png",
	"notes (final) (v{d}).txt",
	"a&b; \"quoted\" <{n}>.csv",
};

static const char *const odd_topics[] = {
	"{emoji} {topic}",
	"{topic} {emoji}{emoji}",
	"\"{topic}\" <draft {d}> & more",
	"=1+1 {topic}",
	"=SUM(A1:A{n}) {topic}",
	"+{nn} {topic}",
	"-{topic}",
	"@{given}: {topic}",
	"{topic} &amp; {topic} &lt;v{d}&gt;",
	"{topic}\\n\\r\\n{topic}",
	"{topic} \xe2\x80\xa8 {room}",
	"=?UTF-8?Q?{topic}?=",
	"Re: Fwd: {topic}; charset=x",
	"<script>alert({n})</script> {topic}",
	"'; DROP TABLE meetings; -- {topic}",
	"%s%n %20 {topic}",
	"\xe2\x80\xae{topic}\xe2\x80\xac",
	"../../{topic}/{nn}: \\ * ? | draft",
	"{topics}, {topics}, {topics}",
};

static const char *const odd_lines[] = {
	"{emoji}",
	"{emoji}{emoji}{emoji}",
	"=HYPERLINK(\"{link}\",\"{ticker}\")",
	"+1",
	"-{n}",
	"@{given} =1+1",
	"<b>{line}</b>",
	"a < b && c > d, &amp; is not &",
	"for (i = 0; i < {n}; i++) {sep}\tsum += p[i] & 0x{d}f;\ndone",
	"{line}\n{line}\n\n{link}",
	"1. {line}\n2. {line}\n3. {line}",
	"> {line}\n\n{reply}",
	"00:{nn}:00\tFrom {given} to Everyone:\t{line}",
	"00:00:01.000 --> 00:00:0{d}.000",
	"From {given} {family}\n.\nSubject: x",
	"{lines}{lines}{lines}{lines}{lines}",
	"{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}"
	"{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{hex}{"
	"hex}",
	"e\xcc\x81 \xe2\x89\xa0 \xc3\xa9, \xef\xac\x81 \xe2\x89\xa0 fi",
	"\xe2\x80\x8f{line}\xe2\x80\x8e",
	"\"{line}\"",
};

static const char *const topic_rows[] = {
	"{topic}, {topic}, {topic}, {topic}"
};
static const char *const line_rows[] = { "{line} {line} {line} {line} " };
static const char *const tokens[] = { "{hex}{hex}{hex}{hex}{hex}{hex}{hex}" };
static const char *const separators[] = { "\n", "\\\n", "//\n" };

const struct talk_rule talk_shared_rules[] = {
	TALK_RULE("ticker", tickers),     TALK_RULE("host", hosts),
	TALK_RULE("link", links),         TALK_RULE("hex", hex),
	TALK_RULE("file", files),         TALK_RULE("odd-topic", odd_topics),
	TALK_RULE("odd-line", odd_lines), TALK_RULE("sep", separators),
	TALK_RULE("topics", topic_rows),  TALK_RULE("lines", line_rows),
	TALK_RULE("token", tokens),
};
const size_t talk_shared_rules_count =
	sizeof(talk_shared_rules) / sizeof(talk_shared_rules[0]);
