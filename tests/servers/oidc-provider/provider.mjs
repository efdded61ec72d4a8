// An OpenID Connect provider of others on loopback, for one test.
//
//	node provider.mjs REDIRECT_URI
//
// Prints its issuer, one line, when it listens. Two people can sign in, by
// ?user=alice on its sign-in page, which has a link for each; whoever signs in
// consents to everything.
import crypto from 'node:crypto';
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';

const modules = createRequire(process.cwd() + '/');
const { default: Provider } = await import(
	pathToFileURL(modules.resolve('oidc-provider')));

const people = {
	alice: { name: 'Alice Admin', preferred_username: 'alice@example.com',
		groups: ['staff', 'legal'] },
	bob: { name: 'Bob User', preferred_username: 'bob@example.com' },
};
const jwk = {
	...crypto.generateKeyPairSync('rsa', { modulusLength: 2048 })
		.privateKey.export({ format: 'jwk' }),
	use: 'sig', alg: 'RS256', kid: 'k1',
};

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
	const issuer = `http://127.0.0.1:${server.address().port}`;
	const provider = new Provider(issuer, {
		jwks: { keys: [jwk] },
		cookies: { keys: ['of-this-test'] },
		clients: [{
			client_id: 'archive',
			client_secret: 'archive-secret',
			redirect_uris: [process.argv[2]],
			application_type: 'native',
			grant_types: ['authorization_code'],
			response_types: ['code'],
			token_endpoint_auth_method: 'client_secret_post',
		}],
		claims: { openid: ['sub'],
			profile: ['name', 'preferred_username', 'groups'] },
		conformIdTokenClaims: false,
		pkce: { required: () => true },
		features: { devInteractions: { enabled: false } },
		findAccount: (ctx, id) => people[id] && {
			accountId: id, claims: () => ({ sub: id, ...people[id] }),
		},
		interactions: { url: (ctx, i) => `/interaction/${i.uid}` },
		ttl: { Interaction: 600, Session: 600, Grant: 600,
			AuthorizationCode: 60, AccessToken: 600, IdToken: 600 },
	});
	provider.use(async (ctx, next) => {
		if (!ctx.path.startsWith('/interaction/'))
			return next();
		const asked = await provider.interactionDetails(ctx.req, ctx.res);
		const result = {};
		let accountId = asked.session?.accountId;
		if (asked.prompt.name === 'login' && !ctx.query.user) {
			ctx.type = 'html';
			ctx.body = '<!DOCTYPE html><title>Who?</title>' +
				Object.keys(people).map((id) =>
					`<p><a href="?user=${id}">${id}</a></p>`)
					.join('');
			return undefined;
		}
		if (asked.prompt.name === 'login') {
			accountId = ctx.query.user;
			result.login = { accountId };
		}
		if (accountId === 'nobody') {
			await provider.interactionFinished(ctx.req, ctx.res, {
				error: 'access_denied',
				error_description: 'End-User aborted' });
			ctx.respond = false;
			return undefined;
		}
		const grant = asked.grantId
			? await provider.Grant.find(asked.grantId)
			: new provider.Grant({ accountId,
				clientId: asked.params.client_id });
		grant.addOIDCScope('openid profile');
		result.consent = { grantId: await grant.save() };
		await provider.interactionFinished(ctx.req, ctx.res, result,
			{ mergeWithLastSubmission: true });
		ctx.respond = false;
		return undefined;
	});
	server.on('request', provider.callback());
	console.log(issuer);
});
