/*
 * Arabic, written as it is stored: in reading order. Figures and Latin
 * words between it exercise the bidirectional algorithm of every reader.
 */
#include "sandbox/talk-private.h"

static const struct talk_word given[] = {
	{ "ليلى", "layla" },   { "محمد", "mohammed" },
	{ "فاطمة", "fatima" }, { "عبد الرحمن", "abdulrahman" },
	{ "نور", "nour" },     { "خالد", "khaled" },
	{ "مريم", "maryam" },  { "يوسف", "youssef" },
	{ "سلمى", "salma" },   { "حسين", "hussein" },
	{ "رؤى", "rua" },      { "طارق", "tariq" },
	{ "هالة", "hala" },    { "عُمَر", "omar" },
	{ "زينب", "zaynab" },  { "أحمد", "ahmed" },
	{ "إيمان", "iman" },
};

static const struct talk_word family[] = {
	{ "الخطيب", "alkhatib" },    { "حدّاد", "haddad" },
	{ "المصري", "almasri" },     { "بن عبد العزيز آل مكتوم", "almaktum" },
	{ "نجّار", "najjar" },        { "الشريف", "alsharif" },
	{ "قاسم", "qasim" },         { "أبو زيد", "abuzayd" },
	{ "العلي", "alali" },        { "منصور", "mansour" },
	{ "الزهراني", "alzahrani" }, { "صبّاغ", "sabbagh" },
	{ "بوعزيزي", "bouazizi" },
};

static const char *const companies[] = {
	"بنك الواحة",      "شركة النخيل للتجارة", "مستشفى الياسمين",
	"دار المنارة",     "مجموعة الأفق",        "الشرق للطاقة (ش.م.م)",
	"شركة Blue Heron",
};

static const char *const days[] = { "الأحد",    "الاثنين", "الثلاثاء",
				    "الأربعاء", "الخميس",  "السبت" };

static const char *const months[] = { "يناير",  "فبراير", "مارس",   "أبريل",
				      "مايو",   "يونيو",  "يوليو",  "أغسطس",
				      "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر" };

static const char *const dates[] = {
	"{n} {month}", "يوم {day}", "{day} القادم", "نهاية {month}", "غدًا",
};

static const char *const times[] = { "الساعة [9|10|11]:[10|20|40]",
				     "الساعة ١[٣|٤|٥]:[٠٠|٣٠]", "الظهر",
				     "الرابعة مساءً" };

static const char *const amounts[] = {
	"{nn} مليون دولار",
	"{nn},{d}00 درهم",
	"[١٢|٣٤|٥٦]٫٥ مليون ريال",
	"EUR {nn}.{d}m",
};

static const char *const rates[] = { "{n}.{d}٪", "{nn} نقطة أساس",
				     "[١٢|٣|٧]٪" };

static const char *const things[] = {
	"مركز {ticker}",
	"أرقام {month}",
	"مسودة العقد مع {company}",
	"المورّد الجديد",
	"تدقيق {month}",
	"التحوّط على {ticker}",
	"خطة الرعاية",
	"نموذج الموافقة",
	"المناقصة",
	"توقعات السيولة",
	"شكوى {company}",
	"سقف {company}",
	"البيان الصحفي",
	"ردّنا على الجهة الرقابية",
	"عقد الإيجار في [دبي|عمّان|تونس]",
};

static const char *const topics[] = {
	"اجتماع المخاطر الأسبوعي",
	"اجتماع المخاطر، الأسبوع {n}",
	"مكتب السندات: [الصباح|الإغلاق]",
	"السندات: {ticker}",
	"مجلس المرضى، القسم {n}",
	"المشتريات: {company}",
	"جولة المشتريات {n}",
	"المراجعة الفصلية مع {company}",
	"ميزانية {month}",
	"لقاء {given} / {given}",
	"لجنة الائتمان، {date}",
	"حادث INC-{nn}{nn}",
	"مقابلة عمل: {given}",
	"شكوى {nn}{nn}: الخطوات التالية",
	"«قهوة وأسئلة»، {day}",
};

static const char *const rooms[] = {
	"مكتب [السندات|الأسهم|العملات]",
	"[المخاطر|القانونية|التدقيق]",
	"مشروع [الصقر|البلشون]",
	"القسم {n}",
	"مشتريات [الشمال|الجنوب]",
	"الاستراحة",
	"المناوبة الليلية",
};

static const char *const lines[] = {
	"هل يمكنك إرسال {file} قبل {time}؟",
	"{given}، أين وصلنا في {thing}؟",
	"وضعته هنا: {link}",
	"[صباح الخير|مرحبًا] جميعًا، سيتأخر {given} [خمس|عشر] دقائق",
	"[اشترينا|بعنا] {n}0,000 {ticker} بسعر {amount}.",
	"سقف {company} هو {amount}، ونحن عند {amount}",
	"من يكتب المحضر اليوم؟",
	"[ارتفع|انخفض] {ticker} بمقدار {rate} منذ {day}",
	"[رفعت|خفّضت] {company} توقعاتها بمقدار {rate}، انظر {link}",
	"[حسنًا|تمام]، إذًا {date} {time}",
	"{amount}؟ هذا أكثر مما قالته {company}.",
	"الرجاء عدم مناقشة {thing} في هذه القناة.",
	"لا أسمعك يا {given}. [الميكروفون؟|جرّب الهاتف.|الآن أفضل.]",
	"كما قال {given}: {thing} [ينتظر|أولًا|انتهى].",
	"تأجّل الموعد إلى {date}. {emoji}",
	"مريض السرير {n} [مستقر|سينتقل إلى القسم {n}].",
	"يطلب المورّد {amount} مقدمًا؛ [لا|ليس دون {given}].",
	"الأرقام في {file}، الورقة {d}",
	"شكرًا جزيلًا! {emoji}",
	"لنناقش {thing} بعد الاجتماع.",
	"@{given}: الرجاء الموافقة على {thing} قبل {date}",
	"رأيي في {ticker}: [احتفاظ|شراء|خروج قبل {date}].",
	"الشريحة {n}، النقطة الثانية: الصحيح {amount}.",
	"الرقم المرجعي {nn}-{nn}{nn}-{d}",
	"أمران:\n- {thing}\n- {thing}",
	"جدول الأعمال:\n1. {thing}\n2. {thing}\n3. ما يستجد",
	"أنا في إجازة حتى {date}، وينوب عني {given} {family}.",
};

static const char *const replies[] = {
	"[نعم|لا|ليس بعد|تم]، {given}.",
	"[أوافق|لا أوافق]، {thing} [جيد|خطر].",
	"سأفعل قبل {time}.",
	"انظر {link}",
	"كان {amount} وليس {amount}.",
	"اسأل {given} عن {thing}.",
	"[+1|وأنا كذلك|ملاحظة جيدة] {emoji}",
	"فقط بعد {date}.",
};

static const char *const questions[] = {
	"متى [يجهز|يُعلن] {thing}؟",
	"لماذا [انخفض|ارتفع] {ticker} في {month}؟",
	"كم صُرف من {amount}؟",
	"من المسؤول عن {thing} بعد {date}؟",
	"هل يشمل {thing} أيضًا {company}؟",
};

static const char *const answers[] = {
	"[قبل|ليس قبل] {date} حسب علمنا.",
	"يتابع {given} {family} {thing} وسيجيب بالبريد.",
	"حوالي {amount}؛ الرقم الدقيق {date}.",
	"نعم، مع استثناء واحد: {thing}.",
	"لا نعلّق على {thing}.",
};

static const char *const spoken[] = {
	"حسنًا، نبدأ مع {thing}. تفضّل يا {given}.",
	"نعم، نظرت في {thing} وهو حوالي {amount}.",
	"عذرًا، كان الصوت مغلقًا. قلت إن {company} تريد {amount}.",
	"إذا انتظرنا نخسر {n} يومًا، هذا كل شيء.",
	"هل ترون شاشتي؟ هذا {thing}.",
	"أفضّل أن يرى {given} {thing} أولًا.",
	"إذًا المهمة على {given} حتى {date}.",
	"وصلتنا {n} شكوى في {month}، ولا تزال {n} مفتوحة.",
	"للمحضر: {thing} [قُبل|رُفض|أُجّل].",
	"شكرًا للجميع، الموعد نفسه يوم {day}.",
	"هل من معترض؟ لا؟ إذًا تقرّر ذلك.",
};

static const char *const summaries[] = {
	"تناول الاجتماع {thing}. ذكر {given} أن {company} طلبت {amount}؛ وسترد "
	"المجموعة {date}.",
	"استعرض {given} و{given} {thing} و{thing}. وتبقى نقاط مفتوحة مع "
	"{company} بقيمة {amount}.",
	"ذهب معظم الوقت إلى {thing}، وكلفته أعلى من المخطط بمقدار {amount}. "
	"شرح "
	"{given} السبب؛ والقرار {date}.",
};

static const char *const nexts[] = {
	"يرسل {given} {file} إلى {company}، {date}.",
	"يراجع {given} {thing} ويقدّم تقريرًا {date}.",
	"يحجز {given} متابعة {date}، {time}.",
	"يغلق {given} التذكرة INC-{nn}{nn}.",
};

static const char *const chapters[] = {
	"ترحيب و[جدول الأعمال|أخبار]",
	"حول {thing}",
	"{ticker}",
	"عرض {company}",
	"الخطوات التالية",
};

static const char *const tasks[] = {
	"[إرسال|مراجعة|توقيع] {thing}",
	"[اتصال|سداد|رد] {company}، {date}",
	"تحديث {file}",
	"سؤال {given} عن {thing}",
};

static const char *const notes[] = {
	"ملاحظات {month}\n\n- {thing}: {amount}\n- {company}: [مفتوح|مغلق]\n"
	"- {given} [يتصل|يكتب|يقرر]",
	"اتصال مع {company}\nيريد {given} {family} {amount} قبل {date}.\n\n"
	"{link}",
};

static const char *const events[] = {
	"غداء مع {company}",   "{topic}",
	"موعد نهائي: {thing}", "{given} في إجازة",
	"تدريب إخلاء، {time}",
};

static const char *const edit_tails[] = {
	" (معدّل: {amount})", " - تصحيح: {date}",  " {emoji}",
	"، أقصد {thing}",    "\nملحوظة: {reply}",
};

static const char *const edit_heads[] = { "تصحيح: ", "تحديث {time}: ",
					  "[عذرًا، مجددًا|خطأ مطبعي]: " };

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
	{ "هل ننقل اجتماع المخاطر إلى الخميس؟", { "نعم", "لا", "لا فرق" }, 3 },
	{ "ما مدى ثقتك في التوقعات؟",
	  { "كبيرة", "متوسطة", "ضعيفة", "معدومة" },
	  4 },
	{ "أي مورّد نختار؟",
	  { "دار المنارة", "مجموعة الأفق & شركاؤها", "<لا أحد>" },
	  3 },
	{ "هل نموذج الموافقة واضح للمرضى؟", { "نعم", "لا؛ طويل جدًا" }, 2 },
};

const struct talk_tongue talk_arabic = {
	TALK_TONGUE("ar", given, family, rules, polls),
};
