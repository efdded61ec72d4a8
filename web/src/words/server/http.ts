// What http/ says: requests, their answers, signing in.
import type { Text } from "../words";

export const http: Text[] = [
  // ask.c, rate.c
  [
    "{1}: {2} does not accept a token it has just given ({3}): {4}",
    "{1}: {2} godtar inte en token som tjänsten just har utfärdat ({3}): {4}",
    "{1} : {2} n’accepte pas un jeton qu’il vient de délivrer ({3}) : {4}",
  ],
  ["{1}: {2} (tried {3} times)", "{1}: {2} ({3} försök)", "{1} : {2} ({3} {3?essai|essais})"],
  [
    "no {1} before {2} UTC: the limit of requests is used up",
    "inga {1} före {2} UTC: gränsen för antalet anrop är nådd",
    "pas de {1} avant {2} UTC : la limite de requêtes est atteinte",
  ],

  // entra.c
  [
    "tenant-id={1} is neither an id such as 8a1b2c3d-... nor a domain such as contoso.com",
    "tenant-id={1} är varken ett id som 8a1b2c3d-... eller en domän som contoso.com",
    "tenant-id={1} n’est ni un identifiant comme 8a1b2c3d-... ni un domaine comme contoso.com",
  ],
  [
    "there is no such tenant: look at tenant-id",
    "klientorganisationen finns inte: se över tenant-id",
    "cette organisation n’existe pas : vérifiez tenant-id",
  ],
  [
    "the application is not known in this tenant: look at client-id, and let an administrator of the tenant consent",
    "programmet är inte känt i klientorganisationen: se över client-id och låt en administratör för klientorganisationen ge sitt medgivande",
    "l’application n’est pas connue dans cette organisation : vérifiez client-id et faites donner son consentement par un administrateur de l’organisation",
  ],
  [
    "nobody has consented, or the consent was taken back: let an administrator of the tenant consent",
    "ingen har gett sitt medgivande, eller så har det återtagits: låt en administratör för klientorganisationen ge sitt medgivande",
    "personne n’a donné son consentement, ou il a été retiré : faites-le donner par un administrateur de l’organisation",
  ],
  [
    "client-secret is wrong (its value is needed, not its id)",
    "client-secret är fel (dess värde behövs, inte dess id)",
    "client-secret est faux (il faut sa valeur, non son identifiant)",
  ],
  [
    "client-secret has expired: make a new one for the application",
    "client-secret har gått ut: skapa en ny för programmet",
    "client-secret a expiré : créez-en un nouveau pour l’application",
  ],
  [
    "the application is disabled in this tenant",
    "programmet är inaktiverat i klientorganisationen",
    "l’application est désactivée dans cette organisation",
  ],
  ["look at scope", "se över scope", "vérifiez scope"],
  [
    "the application may not sign in here: let an administrator of the tenant consent",
    "programmet får inte logga in här: låt en administratör för klientorganisationen ge sitt medgivande",
    "l’application n’a pas le droit de se connecter ici : faites donner son consentement par un administrateur de l’organisation",
  ],
  [
    "look at tenant-id, client-id and client-secret",
    "se över tenant-id, client-id och client-secret",
    "vérifiez tenant-id, client-id et client-secret",
  ],
  [
    "{1} refuses the application's sign-in (status {2} {3}): {4}",
    "{1} nekar programmets inloggning (status {2} {3}): {4}",
    "{1} refuse la connexion de l’application (statut {2} {3}) : {4}",
  ],

  // follow.c
  [
    "the address {1} gave is none",
    "adressen som {1} angav är ingen adress",
    "l’adresse donnée par {1} n’en est pas une",
  ],
  [
    "the address {1} gave, at {2}, is not https",
    "adressen som {1} angav, hos {2}, är inte https",
    "l’adresse donnée par {1}, chez {2}, n’est pas en https",
  ],
  [
    "the address {1} gave lies at {2}, which the setting {3} does not name",
    "adressen som {1} angav finns hos {2}, som inställningen {3} inte nämner",
    "l’adresse donnée par {1} se trouve chez {2}, que le réglage {3} ne nomme pas",
  ],
  [
    "status {1} without an address to go to",
    "status {1} utan en adress att gå vidare till",
    "statut {1} sans adresse où aller",
  ],
  [
    "a redirect leads to {1} without encryption",
    "en omdirigering leder till {1} utan kryptering",
    "une redirection mène à {1} sans chiffrement",
  ],
  ["more than {1} redirects", "fler än {1} omdirigeringar", "plus de {1} redirections"],
  ["an address is none", "en adress är ingen adress", "une adresse n’en est pas une"],

  // oauth.c
  ["{1}: status {2}", "{1}: status {2}", "{1} : statut {2}"],
  [
    "{1}: status 200, but there is no token in the answer",
    "{1}: status 200, men det finns ingen token i svaret",
    "{1} : statut 200, mais il n’y a pas de jeton dans la réponse",
  ],

  // response.c
  [
    "it is for another host: is the address right?",
    "det gäller en annan värd: är adressen rätt?",
    "il est pour un autre hôte : l’adresse est-elle juste ?",
  ],
  ["it has to be renewed there", "det måste förnyas där", "il doit y être renouvelé"],
  [
    "where it comes from an authority of your own, name that in ca-file",
    "om det kommer från en egen certifikatutfärdare, ange den i ca-file",
    "s’il vient d’une autorité de certification à vous, indiquez-la dans ca-file",
  ],
  [
    "{1}: its certificate is not accepted ({2}); {3}",
    "{1}: certifikatet godtas inte ({2}); {3}",
    "{1} : son certificat n’est pas accepté ({2}) ; {3}",
  ],
  [
    "{1}: its answer's headers are larger than {2} bytes",
    "{1}: svarets huvuden är större än {2} byte",
    "{1} : les en-têtes de sa réponse dépassent {2} octets",
  ],
  ["{1}: too slow ({2})", "{1}: för långsamt ({2})", "{1} : trop lent ({2})"],
  [
    "{1}: the answer is larger than {2} bytes",
    "{1}: svaret är större än {2} byte",
    "{1} : la réponse dépasse {2} octets",
  ],
  [
    "{1}: a header or token has control characters",
    "{1}: ett huvud eller en token innehåller styrtecken",
    "{1} : un en-tête ou un jeton contient des caractères de contrôle",
  ],
  ["{1}: is no http address", "{1}: är ingen http-adress", "{1} : n’est pas une adresse http"],
  ["{1}: no answer", "{1}: inget svar", "{1} : aucune réponse"],
  ["only {1} of {2} bytes to send", "bara {1} av {2} byte att skicka", "seulement {1} octets à envoyer sur {2}"],
  ["send to {1}", "skicka till {1}", "envoyer à {1}"],

  // url.c
  [
    "{1}: is no https:// address without user name",
    "{1}: är ingen https://-adress utan användarnamn",
    "{1} : n’est pas une adresse https:// sans nom d’utilisateur",
  ],
  [
    "{1}: http:// is only allowed for this machine (localhost, 127.0.0.1); use https://{2}",
    "{1}: http:// är tillåtet bara för denna maskin (localhost, 127.0.0.1); använd https://{2}",
    "{1} : http:// n’est autorisé que pour cette machine (localhost, 127.0.0.1) ; utilisez https://{2}",
  ],
];
