// What oidc/ and graph/ say: providers of OpenID, and Microsoft Graph.
import type { Text } from "../words";

export const oidc: Text[] = [
  // graph/graph.c
  ["Graph refuses to {1} ({2} {3}: {4}): {5}", "Graph nekar att {1} ({2} {3}: {4}): {5}", "Graph refuse cette opération : {1} ({2} {3} : {4}) : {5}"],
  ["the answer is no JSON", "svaret är inte JSON", "la réponse n’est pas du JSON"],
  [
    "Graph answers with a link to another host: it is not followed, for the token is not for that host",
    "Graph svarar med en länk till en annan värd: den följs inte, eftersom token inte är för den värden",
    "Graph répond par un lien vers un autre hôte : il n’est pas suivi, car le jeton n’est pas pour cet hôte",
  ],
  ["ask Graph", "fråga Graph", "interroger Graph"],
  [
    "{1} gives tokens that do not say what they are good for: is it the right address?",
    "{1} ger token som inte säger vad de gäller för: är det rätt adress?",
    "{1} donne des jetons qui ne disent pas à quoi ils servent : est-ce la bonne adresse ?",
  ],
  // graph/graph.h: settings
  ["the organisation: its directory (tenant) id", "organisationen: dess katalog-id (tenant id)", "l’organisation : son identifiant d’annuaire (tenant id)"],
  ["the application's (client) id", "programmets klient-id", "l’identifiant (client) de l’application"],
  ["the application's client secret", "programmets klienthemlighet", "le secret client de l’application"],
  ["where to sign in; national clouds have their own", "var inloggningen sker; nationella moln har egna adresser", "où se connecter ; les nuages nationaux ont le leur"],
  ["Graph; national clouds have their own", "Graph; nationella moln har egna adresser", "Graph ; les nuages nationaux ont le leur"],
  // callback.c, listen.c
  [
    "this is not the address that the provider sent the browser to: copy all of the address bar, it has \"state=\" in it",
    "detta är inte adressen som leverantören skickade webbläsaren till: kopiera hela adressfältet, det innehåller ”state=”",
    "ce n’est pas l’adresse vers laquelle le fournisseur a envoyé le navigateur : copiez toute la barre d’adresse, elle contient « state= »",
  ],
  [
    "\"{1}\" is no address of this machine only, such as 127.0.0.1:8400",
    "”{1}” är ingen adress för enbart denna maskin, som 127.0.0.1:8400",
    "« {1} » n’est pas une adresse propre à cette machine, telle que 127.0.0.1:8400",
  ],
  ["cannot listen on {1}: choose another port", "kan inte lyssna på {1}: välj en annan port", "impossible d’écouter sur {1} : choisissez un autre port"],
  ["{1}: the listener does not work", "{1}: lyssnaren fungerar inte", "{1} : l’écoute ne fonctionne pas"],
  // id-token.c
  ["the ID token has no {1}", "ID-token saknar {1}", "le jeton d’identité n’a pas de {1}"],
  ["the ID token's {1} is not ours: {2}", "{1} i ID-token är inte vår: {2}", "dans le jeton d’identité, {1} n’est pas le nôtre : {2}"],
  ["the ID token is not for us alone (aud)", "ID-token är inte enbart för oss (aud)", "le jeton d’identité n’est pas pour nous seuls (aud)"],
  ["the ID token's {1} is no time", "{1} i ID-token är ingen tid", "dans le jeton d’identité, {1} n’est pas une heure"],
  [
    "the ID token has expired; is this machine's clock right?",
    "ID-token har gått ut; går denna maskins klocka rätt?",
    "le jeton d’identité a expiré ; l’horloge de cette machine est-elle juste ?",
  ],
  [
    "the ID token is of the future; is this machine's clock right?",
    "ID-token är från framtiden; går denna maskins klocka rätt?",
    "le jeton d’identité vient du futur ; l’horloge de cette machine est-elle juste ?",
  ],
  [
    "the ID token speaks of an access token that did not come",
    "ID-token talar om en åtkomsttoken som inte kom",
    "le jeton d’identité parle d’un jeton d’accès qui n’est pas venu",
  ],
  ["the ID token does not say who it is of (sub)", "ID-token säger inte vem den gäller (sub)", "le jeton d’identité ne dit pas de qui il s’agit (sub)"],
  ["the ID token lists more than {1} in {2}", "ID-token räknar upp fler än {1} i {2}", "le jeton d’identité en énumère plus de {1} dans {2}"],
  // jwks.c, jwt.c
  [
    "the provider's keys are no JWK set of at most {1} keys",
    "leverantörens nycklar är ingen JWK-uppsättning med högst {1} nycklar",
    "les clés du fournisseur ne forment pas un ensemble JWK d’au plus {1} clés",
  ],
  ["the token is not signed by RS256, PS256 or ES256", "token är inte signerad med RS256, PS256 eller ES256", "le jeton n’est pas signé par RS256, PS256 ou ES256"],
  ["the token's header demands something unknown", "huvudet i token kräver något okänt", "l’en-tête du jeton exige quelque chose d’inconnu"],
  ["the token is of another type", "token är av en annan typ", "le jeton est d’un autre type"],
  ["the token's kid is no text", "kid i token är ingen text", "le kid du jeton n’est pas un texte"],
  ["the token has not three parts", "token har inte tre delar", "le jeton n’a pas trois parties"],
  ["the token's header is no JSON", "huvudet i token är inte JSON", "l’en-tête du jeton n’est pas du JSON"],
  ["the token's claims are no JSON", "anspråken i token är inte JSON", "les revendications du jeton ne sont pas du JSON"],
  ["the token has no signature", "token saknar signatur", "le jeton n’a pas de signature"],
  ["the token is larger than {1} kB", "token är större än {1} kB", "le jeton dépasse {1} ko"],
  // provider.c
  [
    "{1}: status {2}: there is no OpenID provider, or it does not know the tenant",
    "{1}: status {2}: det finns ingen OpenID-leverantör där, eller så känner den inte till klientorganisationen",
    "{1} : statut {2} : il n’y a pas de fournisseur OpenID, ou il ne connaît pas l’organisation",
  ],
  [
    "the provider's configuration has no usable {1}",
    "leverantörens konfiguration har ingen användbar {1}",
    "dans la configuration du fournisseur, {1} manque ou est inutilisable",
  ],
  [
    "{1} is no OpenID provider: its configuration names no issuer",
    "{1} är ingen OpenID-leverantör: dess konfiguration anger ingen utfärdare",
    "{1} n’est pas un fournisseur OpenID : sa configuration ne nomme aucun émetteur",
  ],
  [
    "{1} says that it is the issuer {2}; the two must be the same: give the tenant by its directory id, and the issuer exactly",
    "{1} säger att den är utfärdaren {2}; de två måste vara lika: ange klientorganisationen med dess katalog-id, och utfärdaren exakt",
    "{1} dit être l’émetteur {2} ; les deux doivent être identiques : donnez l’organisation par son identifiant d’annuaire, et l’émetteur exactement",
  ],
  ["{1}: the answer is no JSON object", "{1}: svaret är inget JSON-objekt", "{1} : la réponse n’est pas un objet JSON"],
  ["issuer: an issuer has no query or fragment", "issuer: en utfärdare har varken frågedel eller fragment", "issuer : un émetteur n’a ni requête ni fragment"],
  ["{1}: no token is given: {2} {3}", "{1}: ingen token ges: {2} {3}", "{1} : aucun jeton n’est donné : {2} {3}"],
  [
    "the ID token is signed by a key that {1} does not have",
    "ID-token är signerad med en nyckel som {1} inte har",
    "le jeton d’identité est signé par une clé que {1} n’a pas",
  ],
  ["the ID token's signature is not that of {1}", "signaturen på ID-token är inte från {1}", "la signature du jeton d’identité n’est pas celle de {1}"],
  ["{1} gave no ID token", "{1} gav ingen ID-token", "{1} n’a pas donné de jeton d’identité"],
  ["the answer is of another provider (iss)", "svaret kommer från en annan leverantör (iss)", "la réponse vient d’un autre fournisseur (iss)"],
  ["keys of {1}", "nycklar från {1}", "clés de {1}"],
];
