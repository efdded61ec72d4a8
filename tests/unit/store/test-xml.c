#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/xml.h"
#include "t.h"

static int note(void *ctx, const char *path, const char *text, struct err *e)
{
	(void)e;
	str_addf(ctx, "%s=%s;", path, text);
	return 0;
}

static const struct {
	const char *label, *xml;
	const char *want; /* NULL: an error */
} cases[] = {
	{ "one", "<a/>", "a=;" },
	{ "text", "<a> b c\n</a>", "a=b c;" },
	{ "mark, declaration, comment",
	  "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- <x> --><a><!-- --> "
	  "b</a>\n",
	  "a=b;" },
	{ "levels", "<a>1<b><c>2</c>3</b>4<b/>5</a>",
	  "a/b/c=2;a/b=3;a/b=;a=145;" },
	{ "attributes", "<a x='<>' y = \"'>/\" ><b z=\"\"/></a >", "a/b=;a=;" },
	{ "prefixes", "<s:a xmlns:s='u'><s:b>1</s:b></s:a>", "a/b=1;a=;" },
	{ "references", "<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1f600;&#xE5;</a>",
	  "a=<&>\"'A\xf0\x9f\x98\x80\xc3\xa5;" },
	{ "CDATA", "<a>x<![CDATA[<b>&amp;]]>y</a>", "a=x<b>&amp;y;" },
	{ "nothing", "", NULL },
	{ "only text", "hello", NULL },
	{ "text before", "x<a/>", NULL },
	{ "text behind", "<a/>x", NULL },
	{ "two roots", "<a/><b/>", NULL },
	{ "not closed", "<a><b></b>", NULL },
	{ "crossed", "<a><b></a></b>", NULL },
	{ "another prefix at the end", "<s:a></t:a>", NULL },
	{ "closed without opening", "</a>", NULL },
	{ "a tag that does not end", "<a", NULL },
	{ "an attribute that does not end", "<a b=\"></a>", NULL },
	{ "an attribute without quotes", "<a b=c></a>", NULL },
	{ "a comment that does not end", "<a><!-- </a>", NULL },
	{ "a document type", "<!DOCTYPE a><a/>", NULL },
	{ "entities of its own", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
	  NULL },
	{ "an unknown reference", "<a>&b;</a>", NULL },
	{ "a reference that does not end", "<a>&amp</a>", NULL },
	{ "a reference to NUL", "<a>&#0;</a>", NULL },
	{ "a reference to half a pair", "<a>&#xd800;</a>", NULL },
	{ "a reference beyond all", "<a>&#x110000;</a>", NULL },
	{ "a very long reference", "<a>&#00000000000065;</a>", NULL },
	{ "16 levels",
	  "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a/></a></a></a></a>"
	  "</a></a></a></a></a></a></a></a></a></a></a>",
	  "" },
	{ "17 levels",
	  "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a/></a></a></a>"
	  "</a></a></a></a></a></a></a></a></a></a></a></a></a>",
	  NULL },
};

T(walk)
{
	T_EACH(c, cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;
		/* a copy without NUL: reading beyond its end is seen */
		AUTO(free) char *bytes = mem_alloc(1, strlen(c->xml) + 1);
		int bad;

		memcpy(bytes, c->xml, strlen(c->xml));
		bad = xml_walk(bytes, strlen(c->xml), note, &got, &e);
		T_EQ_INT(bad, c->want == NULL ? -1 : 0);
		T_EQ_INT(e.kind, c->want == NULL ? ERR_RETRY : ERR_NONE);
		if (c->want != NULL && c->want[0] != '\0')
			T_EQ_STR(got.s, c->want);
	}
}

static int stop(void *ctx, const char *path, const char *text, struct err *e)
{
	(void)text;
	if (strcmp(path, "a/b") != 0)
		return 0;
	++*(int *)ctx;
	return err_set(e, ERR_USAGE, "enough");
}

T(stops)
{
	struct err e = ERR_INIT;
	int n = 0;

	T_EQ_INT(xml_walk("<a><b/><b/></a>", 15, stop, &n, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	T_EQ_INT(n, 1);
}

T(long_names)
{
	struct str xml AUTO(str_done) = STR_INIT;
	struct str got AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	str_add_char(&xml, '<');
	for (int i = 0; i < XML_PATH; i++)
		str_add_char(&xml, 'n');
	str_add(&xml, "/>");
	T_EQ_INT(xml_walk(xml.s, xml.len, note, &got, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

T(escape)
{
	struct str got AUTO(str_done) = STR_INIT;

	xml_escape(&got, "a<b>&\"c'");
	T_EQ_STR(got.s, "a&lt;b&gt;&amp;&quot;c'");
}

T_MAIN
