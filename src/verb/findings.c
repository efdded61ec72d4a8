#include "verb/findings.h"

#include "base/err.h"
#include "verb/print.h"

static const struct table finding_table = {
	.name = "findings",
	.n = 4,
	.columns = { { .name = "level" },
		     { .name = "topic" },
		     { .name = "text" },
		     { .name = "remedy" } },
};

static void on_finding(void *ctx, const struct finding *found)
{
	static const char *const levels[] = { "ok", "warn", "fail" };
	struct findings *f = ctx;
	struct err gone = ERR_INIT;

	f->failed += found->level == CHECK_FAIL;
	f->warned += found->level == CHECK_WARN;
	if (print_form(f->out) == PRINT_TEXT) {
		print_hang(f->out, 6, "%-4s  %s: %s", levels[found->level],
			   found->topic, found->text);
		if (found->remedy != NULL && found->remedy[0] != '\0')
			print_hang(f->out, 3, "      -> %s", found->remedy);
		return;
	}
	cell_text(f->out, levels[found->level]);
	cell_text(f->out, found->topic);
	cell_text(f->out, found->text);
	cell_text_or_none(f->out, found->remedy);
	(void)print_row(f->out, &gone); /* kept, and told at the end */
}

void findings_begin(struct findings *f)
{
	f->to = (struct check){ .ctx = f, .finding = on_finding };
	if (print_form(f->out) != PRINT_TEXT)
		print_table(f->out, &finding_table);
}

void findings_end(struct findings *f)
{
	if (print_form(f->out) != PRINT_TEXT)
		print_table_end(f->out);
	print_int(f->out, "failed", NULL, f->failed);
	print_int(f->out, "warned", NULL, f->warned);
}
