// dump.mjs - what mailparser or postal-mime sees in a message, as JSON.
//
//	node dump.mjs FOLDER-WITH-node_modules mailparser|postal-mime FILE...
//
// One line of JSON a file. FOLDER is where `npm ci` has put the parsers.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, parser, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.resolve(folder, "x.js")));
const sha256 = (bytes) =>
	createHash("sha256").update(Buffer.from(bytes)).digest("hex");

async function withMailparser(bytes) {
	const { simpleParser } = require("mailparser");
	// mailparser gives headers it does not know undecoded
	const libmime = require("libmime");
	const mail = await simpleParser(bytes, {
		skipHtmlToText: true, skipTextToHtml: true,
		skipImageLinks: true, skipTextLinks: true,
	});
	const people = (list) =>
		(list?.value ?? []).map((p) => [p.name, p.address]);
	return {
		subject: mail.subject,
		message_id: mail.messageId,
		in_reply_to: mail.inReplyTo ?? null,
		references: [mail.references ?? []].flat(),
		date: mail.date.toISOString(),
		from: people(mail.from),
		to: people(mail.to),
		headers: Object.fromEntries([...mail.headers]
			.filter(([k]) => k.startsWith("x-"))
			.map(([k, v]) => [k, libmime.decodeWords(v)])),
		text: mail.text,
		html: mail.html,
		attachments: mail.attachments.map((a) => ({
			name: a.filename ?? null,
			type: a.contentType,
			size: a.content.length,
			sha256: sha256(a.content),
		})),
	};
}

async function withPostalMime(bytes) {
	const { default: PostalMime } = await import(pathToFileURL(
		path.resolve(folder, "node_modules/postal-mime/src/postal-mime.js")));
	const mail = await PostalMime.parse(bytes);
	const people = (list) => list.map((p) => [p.name, p.address]);
	return {
		subject: mail.subject,
		message_id: mail.messageId,
		in_reply_to: mail.inReplyTo ?? null,
		references: (mail.references ?? "").split(/\s+/).filter(Boolean),
		date: new Date(mail.date).toISOString(),
		from: people([mail.from]),
		to: people(mail.to),
		// it gives other headers undecoded
		headers: null,
		text: mail.text,
		html: mail.html,
		attachments: mail.attachments.map((a) => ({
			name: a.filename,
			type: a.mimeType,
			size: a.content.byteLength,
			sha256: sha256(a.content),
		})),
	};
}

for (const file of files) {
	const bytes = readFileSync(file);
	const seen = parser === "mailparser" ?
		await withMailparser(bytes) : await withPostalMime(bytes);
	process.stdout.write(JSON.stringify(seen) + "\n");
}
