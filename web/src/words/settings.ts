// Labels, help and choices of what sources and targets can be set up with. The
// settings themselves, which are required and what holds without them, come
// from the server (`source show`, `target kinds`); one that stands nowhere
// here is shown with the server's own words.
import type { Text } from "./words";

export interface SettingWords {
  label: Text;
  help?: Text;
  choices?: [value: string, title: Text][];
  other?: boolean; // besides the choices any text will do
  only?: string; // shown when this holds: "auth=code"
  group?: "sign-in" | "more" | "addresses"; // without: "more"
}

const clientId: SettingWords = {
  label: ["Client ID", "Klient-id", "Identifiant client"],
  help: ["Of the app you made.", "Från appen du skapade.", "De l’application que vous avez créée."],
  group: "sign-in",
};
const clientSecret: SettingWords = {
  label: ["Client secret", "Klienthemlighet", "Secret client"],
  help: ["Of the same app. Kept encrypted, never shown again.", "Från samma app. Sparas krypterad, visas aldrig igen.", "De la même application. Conservé chiffré, jamais réaffiché."],
  group: "sign-in",
};
const byCode: Record<string, SettingWords> = {
  "refresh-token": {
    label: ["Refresh token", "Uppdateringstoken", "Jeton d’actualisation"],
    help: ["The first one; later ones are kept by the connector.", "Den första; senare sparas av anslutningen.", "Le premier ; les suivants sont gardés par le connecteur."],
    group: "sign-in",
    only: "auth=code",
  },
  code: {
    label: ["Authorisation code", "Auktoriseringskod", "Code d’autorisation"],
    help: ["Instead of a refresh token. Good for a few minutes, used once.", "I stället för en uppdateringstoken. Giltig några minuter, används en gång.", "À la place d’un jeton d’actualisation. Valable quelques minutes, utilisé une fois."],
    group: "sign-in",
    only: "auth=code",
  },
  "redirect-uri": {
    label: ["Redirect address", "Återkopplingsadress", "Adresse de redirection"],
    help: ["The one the code was asked for with.", "Den som koden begärdes med.", "Celle avec laquelle le code a été demandé."],
    group: "sign-in",
    only: "auth=code",
  },
  "code-verifier": {
    label: ["PKCE verifier", "PKCE-verifierare", "Vérificateur PKCE"],
    help: ["Only where the code was asked for with one.", "Bara om koden begärdes med en.", "Seulement si le code a été demandé avec lui."],
    group: "sign-in",
    only: "auth=code",
  },
};

const general: Record<string, SettingWords> = {
  "client-id": clientId,
  "client-secret": clientSecret,
  ...byCode,
  "secret-expires": {
    label: ["Credentials end on", "Uppgifterna upphör", "Fin des identifiants"],
    help: [
      "The day the secret or token ends, where its maker told it: you are reminded before.",
      "Dagen då hemligheten eller token upphör, om utgivaren angett den: du påminns i förväg.",
      "Le jour où le secret ou le jeton expire, si son émetteur l’a indiqué : un rappel vous est fait avant.",
    ],
    group: "sign-in",
  },
  "api-url": { label: ["API address", "API-adress", "Adresse de l’API"], group: "addresses" },
  "token-url": { label: ["Token address", "Adress för token", "Adresse des jetons"], group: "addresses", help: ["Where access tokens are issued.", "Där åtkomsttoken utfärdas.", "Où les jetons d’accès sont émis."] },
  "media-url": { label: ["Content address", "Adress för innehåll", "Adresse des contenus"], group: "addresses" },
  "download-hosts": { label: ["Download hosts", "Värdar för nedladdning", "Hôtes de téléchargement"], group: "addresses", help: ["Where downloads may begin, besides the API’s own host.", "Där nedladdningar får börja, utöver API:ets egen värd.", "D’où les téléchargements peuvent partir, outre l’hôte de l’API."] },
  "content-hosts": { label: ["Content hosts", "Värdar för innehåll", "Hôtes des contenus"], group: "addresses", help: ["Hosts that get the token for downloads.", "Värdar som får token för nedladdning.", "Hôtes recevant le jeton pour les téléchargements."] },
  "recording-hosts": { label: ["Recording hosts", "Värdar för inspelningar", "Hôtes des enregistrements"], group: "addresses", help: ["Where recordings may be downloaded from, without a token.", "Varifrån inspelningar får laddas ned, utan token.", "D’où les enregistrements peuvent être téléchargés, sans jeton."] },
  "ca-file": { label: ["Certificates", "Certifikat", "Certificats"], group: "addresses", help: ["A file on the server (PEM) to trust instead of the system’s.", "En fil på servern (PEM) att lita på i stället för systemets.", "Un fichier sur le serveur (PEM) à croire au lieu de ceux du système."] },
  "limit-share": { label: ["Share of the rate limits, in percent", "Andel av anropsgränserna, i procent", "Part des limites d’appels, en pour cent"], help: ["Other apps of the account share them.", "Kontots andra appar delar på dem.", "D’autres applications du compte les partagent."] },
  users: { label: ["Only these hosts", "Bara dessa värdar", "Seulement ces hôtes"], help: ["E-mail addresses, parted by commas. Empty: everybody.", "E-postadresser, skilda av kommatecken. Tomt: alla.", "Adresses séparées par des virgules. Vide : tout le monde."] },
  exclude: { label: ["Leave out", "Utelämna", "Exclure"], help: ["Kinds or file types, parted by commas. Each is counted in the report as excluded.", "Sorter eller filtyper, skilda av kommatecken. Varje räknas i rapporten som utelämnad.", "Types ou formats, séparés par des virgules. Chacun est compté comme exclu dans le rapport."] },
  folder: { label: ["Folder below the Inbox", "Mapp under inkorgen", "Dossier sous la boîte de réception"], help: ["Empty: the source’s own.", "Tomt: källans egen.", "Vide : celui de la source."] },
  schedule: {
    label: ["Schedule", "Schema", "Planification"],
    help: ["When it runs. Other: “daily 02:30” or a cron line.", "När den körs. Annat: ”daily 02:30” eller en cron-rad.", "Quand il s’exécute. Autre : « daily 02:30 » ou une ligne cron."],
    choices: [
      ["every 24h", ["Every 24 hours", "Var 24:e timme", "Toutes les 24 heures"]],
      ["every 12h", ["Every 12 hours", "Var 12:e timme", "Toutes les 12 heures"]],
      ["every 6h", ["Every 6 hours", "Var 6:e timme", "Toutes les 6 heures"]],
      ["every 1h", ["Every hour", "Varje timme", "Toutes les heures"]],
      ["daily 02:30", ["Daily at 02:30 (UTC)", "Dagligen 02.30 (UTC)", "Chaque jour à 02:30 (UTC)"]],
      ["manual", ["Only when asked", "Bara på begäran", "Seulement à la demande"]],
    ],
    other: true,
  },
  since: { label: ["Not before", "Inte före", "Pas avant"], help: ["Leave out what is older than this date.", "Utelämna det som är äldre än detta datum.", "Exclure ce qui précède cette date."] },
  target: { label: ["Where the mailboxes are", "Var postlådorna finns", "Où sont les boîtes aux lettres"], help: ["In this archive, or a target set up for mailboxes outside.", "I detta arkiv, eller ett mål för postlådor utanför.", "Dans cette archive, ou une cible pour des boîtes externes."] },
  workers: { label: ["Fetched at the same time", "Hämtas samtidigt", "Collectes simultanées"], help: ["Meetings or days of conversations, 1 to 32.", "Möten eller konversationsdygn, 1 till 32.", "Réunions ou jours de conversation, de 1 à 32."] },
  conversation: {
    label: ["Conversations become", "Konversationer blir", "Les conversations deviennent"],
    help: ["To be chosen before the first run.", "Väljs före den första körningen.", "À choisir avant la première exécution."],
    choices: [
      ["day", ["One message a day", "Ett meddelande per dag", "Un message par jour"]],
      ["message", ["One message a post", "Ett meddelande per inlägg", "Un message par publication"]],
    ],
  },
  "requests-per-minute": { label: ["Requests a minute, at most", "Anrop per minut, högst", "Requêtes par minute, au plus"], help: ["Other apps share Webex’s limit.", "Andra appar delar Webex gräns.", "D’autres applications partagent la limite de Webex."] },
  backfill: {
    label: ["Older posts", "Äldre inlägg", "Publications anciennes"],
    help: ["What the events feed no longer has, read space by space.", "Det som händelseflödet inte längre har, läst utrymme för utrymme.", "Ce que le flux d’événements n’a plus, lu espace par espace."],
    choices: [
      ["yes", ["Read them too", "Läs dem också", "Les lire aussi"]],
      ["no", ["Only what the feed has", "Bara det flödet har", "Seulement ce qu’a le flux"]],
    ],
  },
  "feed-days": { label: ["Days the events feed reaches back", "Dagar händelseflödet når tillbaka", "Jours couverts par le flux d’événements"], help: ["90; with Pro Pack more.", "90; med Pro Pack fler.", "90 ; davantage avec Pro Pack."] },
  sites: { label: ["Further meeting sites", "Ytterligare mötessajter", "Autres sites de réunion"], help: ["Besides those Webex names, parted by commas.", "Utöver dem Webex namnger, skilda av kommatecken.", "Outre ceux que Webex nomme, séparés par des virgules."] },
  "deep-days": { label: ["Days the weekly export reaches back", "Dagar veckoexporten når tillbaka", "Jours couverts par l’export hebdomadaire"], help: ["For late edits and deletions, 2 to 180.", "För sena ändringar och borttagningar, 2 till 180.", "Pour les modifications et suppressions tardives, de 2 à 180."] },
  "export-poll": { label: ["Seconds until an export is asked about", "Sekunder tills en export efterfrågas", "Secondes avant d’interroger un export"], help: ["1 to 600.", "1 till 600.", "De 1 à 600."] },
};

const switched = (label: Text, help: Text): SettingWords => ({
  label,
  help,
  choices: [
    ["on", ["On", "På", "Activé"]],
    ["off", ["Off", "Av", "Désactivé"]],
  ],
});

const special: Record<string, Record<string, SettingWords>> = {
  "zoom-meetings": {
    auth: {
      label: ["Sign in with", "Logga in med", "Connexion par"],
      group: "sign-in",
      choices: [
        ["s2s", ["A Server-to-Server OAuth app", "En Server-to-Server OAuth-app", "Une application Server-to-Server OAuth"]],
        ["code", ["An app authorised by a person", "En app auktoriserad av en person", "Une application autorisée par une personne"]],
        ["jwt", ["A JWT app (retired by Zoom)", "En JWT-app (avvecklad av Zoom)", "Une application JWT (retirée par Zoom)"]],
      ],
    },
    "account-id": { label: ["Account ID", "Konto-id", "Identifiant du compte"], group: "sign-in", help: ["On the app’s page, under App Credentials.", "På appens sida, under App Credentials.", "Sur la page de l’application, sous App Credentials."] },
    "jwt-key": { label: ["API key", "API-nyckel", "Clé d’API"], group: "sign-in" },
    "jwt-secret": { label: ["API secret", "API-hemlighet", "Secret d’API"], group: "sign-in" },
    plan: {
      label: ["Zoom plan", "Zoom-plan", "Forfait Zoom"],
      help: ["For its rate limits.", "För dess anropsgränser.", "Pour ses limites d’appels."],
      choices: [
        ["free", ["Free", "Gratis", "Gratuit"]],
        ["pro", ["Pro", "Pro", "Pro"]],
        ["business", ["Business or higher", "Business eller högre", "Business ou supérieur"]],
        ["none", ["A compatible server without limits", "En kompatibel server utan gränser", "Un serveur compatible sans limites"]],
      ],
    },
  },
  webex: {
    auth: {
      label: ["Sign in with", "Logga in med", "Connexion par"],
      group: "sign-in",
      choices: [
        ["code", ["An integration authorised by a compliance officer", "En integration auktoriserad av en compliance officer", "Une intégration autorisée par un compliance officer"]],
        ["service", ["A service app", "En serviceapp", "Une application de service"]],
      ],
    },
    "refresh-token": { ...byCode["refresh-token"]!, only: undefined },
    scopes: {
      label: ["Scopes to ask for", "Behörigheter att begära", "Étendues à demander"],
      group: "sign-in",
      only: "auth=code",
      help: [
        "Empty: all on the source’s page. Name fewer, parted by commas, where your integration has fewer; the check then says what will be missing.",
        "Tomt: alla på källans sida. Ange färre, skilda av kommatecken, om din integration har färre; kontrollen säger då vad som kommer att saknas.",
        "Vide : toutes celles de la page de la source. Indiquez-en moins, séparées par des virgules, si votre intégration en a moins ; la vérification dit alors ce qui manquera.",
      ],
    },
    "application-id": { label: ["Id of the service app", "Serviceappens id", "Identifiant de l’application"], group: "sign-in", only: "auth=service" },
    "target-org": { label: ["Id of the organisation", "Organisationens id", "Identifiant de l’organisation"], group: "sign-in", only: "auth=service" },
    "admin-token": { label: ["Administrator’s token", "Administratörens token", "Jeton d’administrateur"], group: "sign-in", only: "auth=service", help: ["Instead of a refresh token: one with the scope `spark:applications_token`.", "I stället för en uppdateringstoken: en med behörigheten `spark:applications_token`.", "À la place d’un jeton d’actualisation : un jeton avec l’étendue `spark:applications_token`."] },
  },
  "identity-provider": {
    issuer: {
      label: ["Issuer", "Utfärdare", "Émetteur"],
      help: ["Such as `https://login.microsoftonline.com/TENANT/v2.0`.", "Till exempel `https://login.microsoftonline.com/TENANT/v2.0`.", "Par exemple `https://login.microsoftonline.com/TENANT/v2.0`."],
    },
    "client-id": clientId,
    "client-secret": clientSecret,
    title: {
      label: ["Name on the sign-in page", "Namn på inloggningssidan", "Nom sur la page de connexion"],
      help: ["What its button says there.", "Vad dess knapp säger där.", "Ce qu’y dit son bouton."],
    },
    create: {
      label: ["Make an account at the first sign-in", "Skapa ett konto vid första inloggningen", "Créer un compte à la première connexion"],
      help: [
        "For whoever is in a group or has a role there that is mapped to a role group here. Otherwise somebody adds the account first.",
        "För den som är med i en grupp eller har en roll där som är kopplad till en rollgrupp här. Annars lägger någon till kontot först.",
        "Pour qui fait partie là-bas d’un groupe ou a un rôle associé à un groupe de rôles ici. Sinon, quelqu’un ajoute d’abord le compte.",
      ],
    },
    domains: {
      label: ["Only names that end so", "Bara namn som slutar så", "Seulement les noms finissant ainsi"],
      help: ["Such as `example.com example.org`. Empty: all.", "Till exempel `example.com example.org`. Tomt: alla.", "Par exemple `example.com example.org`. Vide : tous."],
    },
    scope: {
      label: ["Scopes asked for", "Begärda behörigheter", "Étendues demandées"],
      help: ["Parted by blanks.", "Skilda av blanksteg.", "Séparées par des espaces."],
    },
    "groups-claim": {
      label: ["Claim with the groups", "Anspråk med grupperna", "Revendication des groupes"],
      help: ["Where the provider says which groups somebody is in; `none`: nowhere.", "Där leverantören säger vilka grupper någon är med i; `none`: ingenstans.", "Où le fournisseur dit de quels groupes quelqu’un fait partie ; `none` : nulle part."],
    },
    "roles-claim": {
      label: ["Claim with the application roles", "Anspråk med programrollerna", "Revendication des rôles d’application"],
      help: ["`a.b` looks inside a.", "`a.b` ser inuti a.", "`a.b` regarde à l’intérieur de a."],
    },
  },
  ringcentral: {
    auth: {
      label: ["Sign in with", "Logga in med", "Connexion par"],
      group: "sign-in",
      choices: [
        ["jwt", ["A JWT of the administrator", "En JWT för administratören", "Un JWT de l’administrateur"]],
        ["code", ["An app authorised by a person", "En app auktoriserad av en person", "Une application autorisée par une personne"]],
      ],
    },
    jwt: { label: ["JWT", "JWT", "JWT"], group: "sign-in", only: "auth=jwt", help: ["Made in the developer console, under Credentials.", "Skapad i utvecklarkonsolen, under Credentials.", "Créé dans la console des développeurs, sous Credentials."] },
    "team-messaging": switched(["Team messaging", "Teammeddelanden", "Messagerie d’équipe"], ["Posts, tasks, notes, events and files.", "Inlägg, uppgifter, anteckningar, händelser och filer.", "Publications, tâches, notes, événements et fichiers."]),
    messages: switched(["Messages", "Meddelanden", "Messages"], ["SMS, fax and voicemail.", "SMS, fax och röstmeddelanden.", "SMS, fax et messages vocaux."]),
    calls: switched(["Calls", "Samtal", "Appels"], ["Calls and their recordings.", "Samtal och deras inspelningar.", "Les appels et leurs enregistrements."]),
    video: switched(["Video", "Video", "Vidéo"], ["Video meetings, recordings and chats.", "Videomöten, inspelningar och chattar.", "Réunions vidéo, enregistrements et messageries."]),
  },
};

// of: the source's or the target kind's name.
export function settingWords(of: string, name: string): SettingWords | null {
  return special[of]?.[name] ?? general[name] ?? null;
}
