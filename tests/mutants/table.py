"""What is broken, and which tests have to notice.

A mutant: its name; the file; a text that stands there once; what is put in
its place; the tests that have to fail, all of them (run.py says how they are
written). Whoever adds a protection adds the line that takes it away.
"""
import collections

Mutant = collections.namedtuple("Mutant", "name file old new tests")
MUTANTS = []


def mutant(name, file, old, new, *tests):
    MUTANTS.append(Mutant(name, file, old, new, tests))


# --- what strangers wrote stands in messages as text ---------------------------

mutant("html-chat-line", "src/convert/html-conversation.c",
       "\thtml_text(p->b, text);\n\tbody_add(p->b, old ?",
       "\tbody_add(p->b, text);\n\tbody_add(p->b, old ?",
       "convert-html")
mutant("html-speaker", "src/convert/html-conversation.c",
       "\thtml_text(p->b, who);\n\tbody_add(p->b, \"</bdi></b>\");",
       "\tbody_add(p->b, who);\n\tbody_add(p->b, \"</bdi></b>\");",
       "convert-html")
mutant("html-reaction", "src/convert/html-conversation.c",
       "html_text(p->b, all[k].names);", "body_add(p->b, all[k].names);",
       "convert-html")
mutant("html-title", "src/convert/html.c",
       "\thtml_text(b, text);\n\tbody_addf(b, \"</%s>\\n\", tag);",
       "\tbody_add(b, text);\n\tbody_addf(b, \"</%s>\\n\", tag);",
       "convert-html")
mutant("html-subject", "src/convert/html.c",
       "html_text(b, w->subject);", "body_add(b, w->subject);",
       "convert-html")
mutant("html-fact", "src/convert/html.c",
       "html_text(b, it->facts[i].value);",
       "body_add(b, it->facts[i].value);",
       "convert-html")
mutant("html-person", "src/convert/html.c",
       "html_text(b, w->people[i].name);",
       "body_add(b, w->people[i].name);",
       "convert-html")
mutant("html-cell", "src/convert/html.c",
       "html_text(b, cells[c]);", "body_add(b, cells[c]);",
       "convert-html")
mutant("html-file-name", "src/convert/html-files.c",
       "html_text(b, w->parts[i].name);",
       "body_add(b, w->parts[i].name);",
       "convert-html")
mutant("html-raw-name", "src/convert/html-files.c",
       "html_text(b, w->raws[i].name);", "body_add(b, w->raws[i].name);",
       "convert-html")
mutant("html-markdown", "src/convert/markdown.c",
       "\tbody_html(b, s + plain, len - plain);\n}",
       "\tstr_add_len(&b->out, s + plain, len - plain);\n}",
       "convert-body")
mutant("html-markdown-address", "src/convert/markdown.c",
       "body_html(b, close + 2, (size_t)(end - close) - 2);",
       "str_add_len(&b->out, close + 2, (size_t)(end - close) - 2);",
       "convert-body")
mutant("html-quote", "src/convert/body.c",
       "\tcase '\"':\n\t\treturn \"&quot;\";\n", "",
       "convert-body")
mutant("html-own-policy", "src/convert/html.c",
       "\"content=\\\"default-src 'none'; \"", "\"content=\\\"\"",
       "convert-html")

# --- header lines, formulas -----------------------------------------------------

mutant("mail-header-line-ends", "src/mime/header.c",
       "\t\tif (c >= ' ' && c != 0x7f)\n\t\t\tcontinue;",
       "\t\tif (true)\n\t\t\tcontinue;",
       "mime-header")
mutant("mail-file-name-quotes", "src/mime/params.c",
       "s[i] == '\"' || s[i] == '\\\\'", "s[i] == '\\\\'",
       "mime-header")
mutant("log-formula", "src/base/encode.c",
       "strchr(\"=+-@\\t\\r\", field[0]) != NULL;",
       "strchr(\"\", field[0]) != NULL;",
       "base-encode")
mutant("participants-formula", "src/convert/participants-csv.c",
       "strchr(\"=+-@\\t\\r\\n\", *text) != NULL;",
       "strchr(\"\", *text) != NULL;",
       "convert-parts")
mutant("answer-header-line-ends", "src/portal/answer.c",
       "str_add_len(&a->names, value, strcspn(value, \"\\r\\n\"));",
       "str_add(&a->names, value);",
       "portal-answer")
mutant("disposition-quotes", "src/portal/content.c",
       "strchr(\"\\\"\\\\/%\", *c) != NULL", "strchr(\"/%\", *c) != NULL",
       "portal-content")
mutant("disposition-line-ends", "src/portal/content.c",
       "*c < ' ' || *c > '~' ||", "*c > '~' ||",
       "portal-content")

# --- content by the portal ---------------------------------------------------------

mutant("svg-inline", "src/portal/content.c",
       "\"image/png\",  \"image/jpeg\",",
       "\"image/svg+xml\", \"image/png\",  \"image/jpeg\",",
       "portal-content")
mutant("html-inline", "src/portal/content.c",
       "\"text/plain\", \"text/vtt\",",
       "\"text/plain\", \"text/html\", \"text/vtt\",",
       "portal-content")
mutant("media-type-of-strangers", "src/portal/content.c",
       "bool known = is_type(c->media_type);", "bool known = true;",
       "portal-content")
mutant("content-policy", "src/portal/content.c",
       ": \"sandbox; default-src 'none'; media-src \"",
       ": \"media-src \"",
       "portal-content")
mutant("message-policy", "src/portal/content.c",
       "c->page ? \"sandbox; default-src 'none'; img-src 'self' \"",
       "c->page ? \"img-src 'self' \"",
       "portal-content")
mutant("message-frame", "web/src/pages/messages/message.tsx",
       " sandbox=\"\" title", " title",
       "portal-hostile")
mutant("nosniff-answers", "src/portal/failure.c",
       "\tanswer_header(a, \"X-Content-Type-Options\", \"nosniff\");\n", "",
       "flow/portal -- --only api")
mutant("nosniff-files", "src/portal/files.c",
       "\t{ \"X-Content-Type-Options\", \"nosniff\" },\n", "",
       "flow/portal -- --only api")
mutant("portal-policy", "src/portal/files.c",
       "\"default-src 'none'; script-src 'self'; style-src 'self'; \"",
       "\"default-src * 'unsafe-inline'; \"",
       "flow/portal -- --only api")
mutant("portal-framed", "src/portal/files.c",
       "\"form-action 'self'; frame-ancestors 'none'\" },",
       "\"form-action 'self'\" },",
       "flow/portal -- --only api")
mutant("answers-policy", "src/portal/failure.c",
       "\"default-src 'none'; frame-ancestors 'none'\"", "\"\"",
       "flow/portal -- --only api")
mutant("path-upwards", "src/portal/incoming.c",
       "text[0] == '\\0' || is_dots(text) ||", "text[0] == '\\0' ||",
       "portal-incoming")
mutant("hidden-files", "src/portal/files.c",
       "entry->d_name[0] == '.' ||", "strcmp(entry->d_name, \".\") == 0 ||"
       " strcmp(entry->d_name, \"..\") == 0 ||",
       "flow/portal -- --only api")
mutant("range-overflow", "src/portal/range.c",
       "i < n && i < 18; i++)\n"
       "\t\t*out = *out * 10 + (uint64_t)((*at)[i] - '0');\n"
       "\tif (n > 18)\n\t\t*out = UINT64_MAX / 4;\n",
       "i < n; i++)\n"
       "\t\t*out = *out * 10 + (uint64_t)((*at)[i] - '0');\n",
       "portal-range")
mutant("range-behind-the-end", "src/portal/range.c",
       "if (from >= size || to < from)", "if (to < from)",
       "portal-range")
mutant("consent-page-escaped", "src/portal/oauth.c",
       "\tadd_escaped(&html, text);", "\tstr_add(&html, text);",
       "portal-sign-in")

# --- requests of other pages, requests of two meanings --------------------------------

mutant("csrf", "src/access/session.c",
       "return given != NULL && strlen(given) == want.len &&",
       "return given == NULL || strlen(given) == 0 || strlen(given) > 0 ||",
       "access-sessions", "flow/portal -- --only session")
mutant("csrf-not-asked", "src/portal/caller.c",
       "\tif (rc > 0 && changes(rq) &&", "\tif (false && changes(rq) &&",
       "flow/portal -- --only session")
mutant("cookie-http-only", "src/portal/caller.c",
       "Path=/; HttpOnly; SameSite=Lax", "Path=/; SameSite=Lax",
       "flow/portal -- --only session")
mutant("cookie-same-site", "src/portal/caller.c",
       "Path=/; HttpOnly; SameSite=Lax", "Path=/; HttpOnly",
       "flow/portal -- --only session")
mutant("cookie-secure", "src/portal/caller.c",
       "str_add(&line, \"; Secure\");", "str_add(&line, \"\");",
       "flow/portal -- --only tls")
mutant("origin", "src/portal/head.c",
       "\tif (changes && !is_our_origin(p, rq))",
       "\tif (false && !is_our_origin(p, rq))",
       "flow/portal -- --only session")
mutant("origin-fetch-site", "src/portal/head.c",
       "\tif (site != NULL && strcmp(site, \"same-origin\") != 0 &&",
       "\tif (false && strcmp(site, \"same-origin\") != 0 &&",
       "flow/portal -- --only session")
mutant("host", "src/portal/head.c",
       "\tif (!is_our_name(p, rq->fields[FIELD_HOST]))",
       "\tif (false && !is_our_name(p, rq->fields[FIELD_HOST]))",
       "flow/portal -- --only session")
mutant("form-as-json", "src/portal/call.c",
       "\tif (!is_json(x->rq)) {", "\tif (false && !is_json(x->rq)) {",
       "flow/portal -- --only api")
mutant("two-lengths", "src/portal/incoming.c",
       "if (te != NULL && rq->fields[FIELD_CONTENT_LENGTH] != NULL)",
       "if (false)",
       "portal-incoming", "flow/portal -- --only smuggling")
mutant("same-field-twice", "src/portal/incoming.c",
       "if (rq->fields[i] != NULL && !may_repeat((enum field)i))",
       "if (false && !may_repeat((enum field)i))",
       "portal-incoming", "flow/portal -- --only smuggling")
mutant("signed-length", "src/portal/incoming.c",
       "text[0] == '\\0' || text[strspn(text, \"0123456789\")] != '\\0' ||",
       "text[0] == '\\0' ||",
       "portal-incoming")
mutant("unknown-coding", "src/portal/incoming.c",
       "(!rq->http11 || str_casecmp(te, \"chunked\") != 0)", "false",
       "portal-incoming")
mutant("head-two-readings", "src/portal/incoming.c",
       "if (bytes > rq->size || bytes + rq->n_empty < rq->size)",
       "if (false)",
       "portal-incoming", "flow/portal -- --only smuggling")
mutant("many-fields", "src/portal/incoming.c",
       "if (++rq->n_fields > FIELDS_MAX)", "if (false)",
       "portal-incoming", "flow/portal -- --only smuggling")
mutant("long-address", "src/portal/incoming.c",
       "if (strlen(target) > TARGET_MAX)", "if (false)",
       "portal-incoming", "flow/portal -- --only smuggling")
mutant("large-body", "src/portal/exchange.c",
       "(uint64_t)rq->length > h->x.body_max)", "rq->length < 0)",
       "flow/portal -- --only api")
mutant("large-body-in-pieces", "src/portal/exchange.c",
       "if (h->x.body_len + len > h->x.body_max)", "if (false)",
       "flow/portal -- --only smuggling")
mutant("deep-json", "src/portal/call.c",
       "if (depth > DEPTH_MAX)", "if (false)",
       "flow/portal -- --only api")
mutant("too-much-asked", "src/portal/limits.c",
       "ok = full - now_us <= share * (int64_t)of->at_once;", "ok = true;",
       "portal-limits", "flow/portal -- --only limits")

# --- who it is -----------------------------------------------------------------------

mutant("session-idle", "src/access/session.c",
       " AND s.used_us + s.idle_us > $2\"", " AND s.used_us >= 0\"",
       "access-sessions")
mutant("session-longest", "src/access/session.c",
       "AND s.end_us > $2\"", "AND s.end_us > 0\"",
       "access-sessions")
mutant("session-of-disabled", "src/access/session.c",
       "\" AND a.state = 1 AND s.end_us > $2\"", "\" AND s.end_us > $2\"",
       "access-sessions")
mutant("session-signed-out", "src/access/session.c",
       "DELETE FROM session WHERE account = $1\"\n"
       "\t\t    \" AND (digest = $2 OR $3 = 1)",
       "DELETE FROM session WHERE account = $1\"\n"
       "\t\t    \" AND digest = $2 AND $3 = 1",
       "access-sessions", "flow/portal -- --only session")
mutant("session-outlives-password", "src/access/sign-in.c",
       "if (t->in->new_password != NULL &&\n\t    sessions_end(",
       "if (false &&\n\t    sessions_end(",
       "access-sign-in")
mutant("token-scope", "src/access/bearer.c",
       "p->roles &= given;", "(void)given;",
       "access-sessions", "flow/portal -- --only session")
mutant("token-of-who-lost-it", "src/access/bearer.c",
       "p->roles &= given;", "p->roles = given;",
       "access-sessions")
mutant("token-ended", "src/access/tokens.c",
       "\" AND t.end_us > $2 AND a.state = 1\"",
       "\" AND t.end_us > $2 * 0 AND a.state = 1\"",
       "access-sessions")
mutant("token-makes-tokens", "src/access/tokens.c",
       "\tif (by->token == 0)\n\t\treturn 0;", "\tif (by != NULL)\n"
       "\t\treturn 0;",
       "access-sessions")
mutant("token-more-than-owner", "src/access/tokens.c",
       "more = n->roles & ~(has & c->before);", "more = n->roles & ~n->roles;",
       "access-sessions")
mutant("lockout-account", "src/access/sign-in.c",
       "waits = same && t->locked_us > clock_now_us();", "waits = false;",
       "access-sign-in")
mutant("lockout-uncounted", "src/access/sign-in.c",
       "db_int(st, 2, t->failed + 1);", "db_int(st, 2, t->failed);",
       "access-sign-in")
mutant("lockout-address", "src/access/sign-in.c",
       "out->wait_s = guard_address(x->guard, from->address, "
       "clock_now_us());", "out->wait_s = 0;",
       "access-sign-in")
mutant("lockout-forgets", "src/access/guard.c",
       "en->failed++;", "en->failed = 1;",
       "access-guard")
mutant("code-again", "src/access/totp.c",
       "mem_equal_secret(given, want, DIGITS) && step > last)",
       "mem_equal_secret(given, want, DIGITS))",
       "access-totp")
mutant("code-not-spent", "src/access/totp-use.c",
       "return spend && step_put(db, account, step, e) < 0 ? -1 : 1;",
       "return 1;",
       "access-sign-in")
mutant("recovery-code-again", "src/access/totp-use.c",
       "\tif (rc <= 0 || !spend)\n", "\tif (true)\n",
       "access-sign-in")
mutant("code-not-asked", "src/access/sign-in.c",
       "\tif (t->totp && code_of(t->in) == NULL) {",
       "\tif (t->totp && code_of(t->in) == NULL)\n"
       "\t\tt->totp = false;\n\tif (false) {",
       "access-sign-in")
mutant("first-password-stays", "src/access/sign-in.c",
       "last = !t->must_change || t->in->new_password != NULL;",
       "last = true;",
       "access-sign-in", "flow/portal -- --only session")

# --- who may -----------------------------------------------------------------------------

mutant("right-of-a-verb", "src/verb/verbs/message.c",
       ".http = \"GET /messages/{message}\",\n\t.right = RIGHT_PREVIEW,",
       ".http = \"GET /messages/{message}\",\n\t.right = \"\",",
       "verb-rights", "portal-rights")
mutant("rights-of-reading-verbs", "src/verb/permit.c",
       "\tif (call->verb->right[0] == '\\0')\n\t\treturn 0;\n\t/* nobody",
       "\tif (call->verb->right[0] == '\\0' || call->verb->reads)\n"
       "\t\treturn 0;\n\t/* nobody",
       "verb-rights")
mutant("rights-by-http", "src/portal/call.c",
       "\tif (verb_permit(call, e) < 0)", "\tif (false)",
       "portal-rights")
mutant("rights-at-the-command-line", "src/access/principal.c",
       "return right_met(right, p->roles);", "return true;",
       "verb-rights", "access-sessions")
mutant("refusal-unrecorded", "src/verb/permit.c",
       "\tif (record_refusal(call, e) < 0)", "\tif (false)",
       "verb-rights")
mutant("reading-unrecorded", "src/verb/verbs/message-open.c",
       "return call_record_once(s->call, detail.s, e);",
       "(void)e;\n\treturn 0;",
       "flow/portal -- --only content")
mutant("reading-forgotten-too-long", "src/catalog/reading.c",
       "db_int(st, 2, clock_now_us() - READING_US);",
       "db_int(st, 2, 0);",
       "catalog-reading")

# --- who the provider says it is -------------------------------------------------------------

mutant("oidc-nonce", "src/oidc/id-token.c",
       "\t    expect(t, \"nonce\", wanted->nonce, e) < 0 ||\n", "",
       "oidc-id-token", "sign-in")
mutant("oidc-issuer", "src/oidc/id-token.c",
       "if (expect(t, \"iss\", wanted->issuer, e) < 0 ||\n\t    check_audience",
       "if (check_audience",
       "oidc-id-token", "sign-in")
mutant("oidc-audience", "src/oidc/id-token.c",
       "\t    check_audience(t, wanted->client_id, e) < 0 ||\n", "",
       "oidc-id-token", "sign-in")
mutant("oidc-times", "src/oidc/id-token.c",
       "\t    check_times(t, wanted->now_us, e) < 0 ||\n", "",
       "oidc-id-token", "sign-in")
mutant("oidc-signature", "src/oidc/provider.c",
       "\tif (verdict == JWKS_FORGED)", "\tif (false)",
       "oidc-provider")
mutant("oidc-answer-issuer", "src/oidc/provider.c",
       "if (answer->iss.len > 0 && strcmp(answer->iss.s, p->issuer) != 0)",
       "if (false)",
       "oidc-provider")
mutant("oidc-state", "src/access/request.c",
       "if (strcmp(r->rq.state.s, state) != 0)", "if (state == NULL)",
       "access-by-provider")
mutant("oidc-state-again", "src/access/request.c",
       "\t\t*at = r->older;\n\t\tfound = r;\n\t\tbreak;",
       "\t\tfound = request_new();\n\t\t*found = *r;\n\t\tbreak;",
       "access-by-provider")
mutant("oidc-browser", "src/access/by-provider.c",
       "if (mem_equal_secret(digest, r->binding, sizeof(digest)) == 0)",
       "if (false)",
       "access-by-provider", "portal-sign-in")
mutant("oidc-late", "src/access/request.c",
       "if (found != NULL && found->until_us <= now_us) {",
       "if (found != NULL && found->until_us <= 0) {",
       "access-by-provider")
mutant("next-elsewhere", "src/access/by-provider.c",
       "str_add(&r->next, is_own_path(next) ? next : \"/\");",
       "str_add(&r->next, next);",
       "access-by-provider", "portal-sign-in")
mutant("next-two-slashes", "src/access/by-provider.c",
       "\t    path[1] == '/' || path[1] == '\\\\')", "\t    path[1] == '\\\\')",
       "access-by-provider", "portal-sign-in")

# --- durable, one copy each, locked ----------------------------------------------------------

mutant("acknowledged-before-sync", "src/vault/pack.c",
       "\t    file_write_at(p->fd, batch, len, p->end, e) < 0 ||\n"
       "\t    file_sync_data(p->fd, e) < 0)",
       "\t    file_write_at(p->fd, batch, len, p->end, e) < 0)",
       "vault-faults")
mutant("acknowledged-before-written", "src/vault/intake.c",
       "\twanted = in->next_seq - 1;\n\twhile (in->committed < wanted",
       "\twanted = in->committed;\n\twhile (in->committed < wanted",
       "vault-kill")
mutant("control-before-vault", "src/connector/keeping.c",
       "\tif (vault_commit(archive_vault(k->run->archive), e) < 0)\n"
       "\t\treturn -1;\n\treturn rows_store(k, b, e);",
       "\treturn rows_store(k, b, e);",
       "connector-durable")
mutant("fetched-before-vault", "src/connector/fetch.c",
       "if (vault_commit(archive_vault(f->run->archive), e) < 0 ||", "if (",
       "kill-run run")
mutant("copied-before-vault", "src/delivery/crew.c",
       "return n > 0 ? vault_commit(archive_vault(h->d->archive), e) : 0;",
       "return 0;",
       "kill-delivery run")
mutant("checkpoint-in-the-turn", "src/vault/control.c",
       "\tif (c->turns != NULL)\n\t\tdb_turn_begun(c->db);\n", "",
       "vault-control")
mutant("not-asked-at-imap", "src/target/imap/deliver.c",
       "int got = find_uncertain(s, waiting(list, n, true, room), stop, e);",
       "int got = 0;",
       "target-imap-deliver")
mutant("not-asked-at-maildir", "src/target/maildir/find.c",
       "if (!m->uncertain || m->outcome != AGENT_NOT_TRIED)", "if (true)",
       "target-maildir")
mutant("not-asked-at-exchange", "src/target/graph/find.c",
       "\t\tstr_cut(id, 0);\n\t\tstr_add(id, text);\n", "",
       "agent-graph plain")
mutant("attempt-unmarked", "src/delivery/outbox.c",
       "\"UPDATE outbox SET state = 2 WHERE target = $1\"",
       "\"UPDATE outbox SET state = 1 WHERE target = $1\"",
       "delivery-killed")
mutant("recorded-copy-again", "src/delivery/carry.c",
       "\trow->recorded = rc > 0;\n\treturn rc;",
       "\trow->recorded = false;\n\treturn rc < 0 ? -1 : 0;",
       "delivery-deliver")
mutant("lock-unread-azure", "src/store/azure/protect.c",
       "return look_again(az, name, until_us, hold, e);", "return 0;",
       "store-azure-ask")
mutant("lock-unread-s3", "src/store/s3/protect.c",
       "return look_again(s3, name, until_us, hold, e);", "return 0;",
       "store-s3-put")
