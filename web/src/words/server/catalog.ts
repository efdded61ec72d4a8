// What the catalog says, and the settings and the folder of the installation.
import type { Text } from "../words";

export const catalog: Text[] = [
  [
    "the catalog of mailbox {1} is damaged: run `estreat catalog rebuild`",
    "innehållsförteckningen för postlåda {1} är skadad: kör `estreat catalog rebuild`",
    "le catalogue de la boîte {1} est endommagé : lancez `estreat catalog rebuild`",
  ],
  ["message {1}", "meddelande {1}", "message {1}"],
  // The installation.
  [
    "{1} does not hold a key of {2} hex digits",
    "{1} innehåller inte en nyckel på {2} hexadecimala siffror",
    "{1} ne contient pas une clé de {2} chiffres hexadécimaux",
  ],
  [
    "\"{1}\" is not a host name in lower case, such as archive.example.com",
    "”{1}” är inget värdnamn med små bokstäver, som archive.example.com",
    "« {1} » n’est pas un nom d’hôte en minuscules, comme archive.example.com",
  ],
  [
    "{1} is not empty: a new installation needs an absent or empty directory",
    "{1} är inte tom: en ny installation kräver en mapp som är tom eller inte finns",
    "{1} n’est pas vide : une nouvelle installation demande un répertoire absent ou vide",
  ],
  [
    "the control.db in {1} is not that of an installation: put the right one back from your backup; where there was none yet, remove the folder and run `estreat init` again",
    "control.db i {1} hör inte till en installation: lägg tillbaka den rätta från din säkerhetskopia; fanns det ännu ingen installation, ta bort mappen och kör `estreat init` igen",
    "le fichier control.db dans {1} n’est pas celui d’une installation : remettez le bon depuis votre sauvegarde ; s’il n’y avait pas encore d’installation, supprimez le dossier et relancez `estreat init`",
  ],
  [
    "the file \"{1}\" of the installation in {2} is missing: put it back from your backup. {3} Delete nothing.",
    "filen ”{1}” i installationen i {2} saknas: lägg tillbaka den från din säkerhetskopia. {3} Ta inte bort något.",
    "le fichier « {1} » de l’installation dans {2} manque : remettez-le depuis votre sauvegarde. {3} Ne supprimez rien.",
  ],
  [
    "there is no installation in {1}: make one with `estreat init --home {2}`, or name another with --home",
    "det finns ingen installation i {1}: skapa en med `estreat init --home {2}`, eller ange en annan med --home",
    "il n’y a pas d’installation dans {1} : créez-en une avec `estreat init --home {2}`, ou indiquez-en une autre avec --home",
  ],
  [
    "the installation in {1} was not finished: remove it and run `estreat init` again",
    "installationen i {1} blev aldrig klar: ta bort den och kör `estreat init` igen",
    "l’installation dans {1} n’a pas été achevée : supprimez-la et relancez `estreat init`",
  ],
  ["Nothing in there can be read without it.", "Inget där kan läsas utan den.", "Rien de ce qui s’y trouve ne peut être lu sans lui."],
  [
    "It has the keys of the packs: nothing in there can be read without it.",
    "Den har packarnas nycklar: inget där kan läsas utan den.",
    "Il contient les clés des paquets : rien de ce qui s’y trouve ne peut être lu sans lui.",
  ],
  ["make directory {1}", "skapa mappen {1}", "créer le répertoire {1}"],
  ["open directory {1}", "öppna mappen {1}", "ouvrir le répertoire {1}"],
  ["open archive {1}", "öppna arkivet {1}", "ouvrir l’archive {1}"],
  ["command line", "kommandorad", "ligne de commande"],
  // The catalog.
  [
    "the catalog was made by an older program: start `estreat serve`, or run `estreat catalog rebuild`, once",
    "innehållsförteckningen skapades av ett äldre program: starta `estreat serve`, eller kör `estreat catalog rebuild`, en gång",
    "le catalogue a été créé par un programme plus ancien : démarrez `estreat serve`, ou lancez `estreat catalog rebuild`, une fois",
  ],
  [
    "there is no act \"{1}\" to begin before",
    "det finns ingen handling ”{1}” att börja före",
    "il n’y a pas d’acte « {1} » avant lequel commencer",
  ],
  [
    "the catalog is missing: `estreat catalog rebuild` makes it again from the packs",
    "innehållsförteckningen saknas: `estreat catalog rebuild` skapar den på nytt ur packarna",
    "le catalogue manque : `estreat catalog rebuild` le recrée à partir des paquets",
  ],
  [
    "it is of another version of the program: start `estreat serve` once, or run `estreat catalog rebuild`",
    "den är från en annan version av programmet: starta `estreat serve` en gång, eller kör `estreat catalog rebuild`",
    "il provient d’une autre version du programme : démarrez `estreat serve` une fois, ou lancez `estreat catalog rebuild`",
  ],
  ["write mailbox runs", "skriva postlådornas förteckningar", "écrire l’index des boîtes"],
  ["open runs.lock", "öppna runs.lock", "ouvrir runs.lock"],
  ["work on it is going on already", "arbete med den pågår redan", "un traitement est déjà en cours"],
  ["lock runs.lock", "låsa runs.lock", "verrouiller runs.lock"],
  ["there is no message {1}", "det finns inget meddelande {1}", "il n’y a pas de message {1}"],
  [
    "another step has taken over job {1} with what it got meanwhile",
    "ett annat steg har tagit över jobb {1}, med det som under tiden kommit in",
    "une autre étape a repris la tâche {1}, avec ce qui est arrivé entre-temps",
  ],
  ["open catalog {1}", "öppna innehållsförteckningen {1}", "ouvrir le catalogue {1}"],
  ["make catalog {1}", "skapa innehållsförteckningen {1}", "créer le catalogue {1}"],
  ["catalog record {1}", "förteckna post {1}", "cataloguer l’enregistrement {1}"],
  ["record {1} is not in the catalog", "post {1} finns inte i innehållsförteckningen", "l’enregistrement {1} n’est pas dans le catalogue"],
  [
    "record {1} has {2} bytes, more than the {3} taken here",
    "post {1} har {2} byte, mer än de {3} som tas emot här",
    "l’enregistrement {1} a {2} octets, plus que les {3} acceptés ici",
  ],
  // Secrets, settings.
  ["a sealed secret ({1}) is damaged", "en förseglad hemlighet ({1}) är skadad", "un secret scellé ({1}) est endommagé"],
  [
    "a sealed secret ({1}) does not open: it was changed, or the installation's key is another",
    "en förseglad hemlighet ({1}) går inte att öppna: den har ändrats, eller så är installationens nyckel en annan",
    "un secret scellé ({1}) ne s’ouvre pas : il a été modifié, ou la clé de l’installation est une autre",
  ],
  [
    "{1} has no setting \"{2}\"; there are: {3}",
    "{1} har ingen inställning ”{2}”; det finns: {3}",
    "{1} n’a pas de réglage « {2} » ; il y a : {3}",
  ],
  [
    "{1} has no secret \"{2}\"; there are: {3}",
    "{1} har ingen hemlighet ”{2}”; det finns: {3}",
    "{1} n’a pas de secret « {2} » ; il y a : {3}",
  ],
  [
    "{1} is a secret: give it with --secret {2}=FILE, not on the command line",
    "{1} är en hemlighet: ange den med --secret {2}=FILE, inte på kommandoraden",
    "{1} est un secret : donnez-le avec --secret {2}=FILE, pas sur la ligne de commande",
  ],
  ["{1} is empty", "{1} är tom", "{1} est vide"],
  ["{1} is too long", "{1} är för lång", "{1} est trop long"],
  ["too long", "för lång", "trop long"],
  [
    "secret-expires={1} is not a date such as 2027-01-31",
    "secret-expires={1} är inget datum som 2027-01-31",
    "secret-expires={1} n’est pas une date comme 2027-01-31",
  ],
  ["{1} needs {2} ({3}): give it with {4}", "{1} behöver {2} ({3}): ange det med {4}", "{1} a besoin de {2} ({3}) : donnez-le avec {4}"],
  [
    "a {1}'s name has 1 to {2} bytes, no control characters, no space at its ends and no \"-\" in front",
    "namn ({1}): ett namn har 1 till {2} byte, inga styrtecken, inget mellanslag i ändarna och inget ”-” först",
    "nom ({1}) : un nom a de 1 à {2} octets, pas de caractères de commande, pas d’espace aux extrémités et pas de « - » au début",
  ],
  // Of what it is the name.
  ["connector", "anslutning", "connecteur"],
  ["target", "mål", "cible"],
  ["directory", "katalog", "annuaire"],
  ["channel", "kanal", "canal"],
  [
    "date from which its secret is refused; told of 30, 14 and 3 days before",
    "datum från vilket dess hemlighet nekas; påminner 30, 14 och 3 dagar före",
    "date à partir de laquelle son secret est refusé ; rappel 30, 14 et 3 jours avant",
  ],
  // Stores.
  [
    "of what is in the store, so much is kept locally too: 0, 500MB, 4GB",
    "hur mycket av det som finns i lagringen som också hålls lokalt: 0, 500MB, 4GB",
    "part de ce qui est dans le stockage gardée aussi localement : 0, 500MB, 4GB",
  ],
  [
    "ask the store to lock each object for so many days; 0: do not",
    "be lagringen låsa varje objekt i så många dagar; 0: gör det inte",
    "demander au stockage de verrouiller chaque objet pendant tant de jours ; 0 : ne pas le faire",
  ],
  [
    "cache={1} is not a size such as 500MB or 4GB",
    "cache={1} är ingen storlek som 500MB eller 4GB",
    "cache={1} n’est pas une taille comme 500MB ou 4GB",
  ],
  [
    "retain-days={1} is not a number from 0 to {2}",
    "retain-days={1} är inget tal från 0 till {2}",
    "retain-days={1} n’est pas un nombre de 0 à {2}",
  ],
  [
    "there is no store \"{1}\"; there are: {2}",
    "det finns ingen lagring ”{1}”; det finns: {2}",
    "il n’y a pas de stockage « {1} » ; il y a : {2}",
  ],
  [
    "somebody else has set up a store just now: look at it with `estreat store show`",
    "någon annan har just ställt in en lagring: se den med `estreat store show`",
    "quelqu’un d’autre vient de configurer un stockage : consultez-le avec `estreat store show`",
  ],
  [
    "this is not the place where the packs are (it has no mark of this store): what is there is brought elsewhere by `estreat vault move`",
    "detta är inte platsen där packarna finns (den har inget märke av denna lagring): det som finns flyttas någon annanstans med `estreat vault move`",
    "ce n’est pas l’endroit où sont les paquets (il ne porte pas la marque de ce stockage) : ce qui existe se déplace ailleurs avec `estreat vault move`",
  ],
  ["no store is in use: everything is local", "ingen lagring används: allt finns lokalt", "aucun stockage n’est utilisé : tout est local"],
  [
    "no store is set up: name one with --kind",
    "ingen lagring är inställd: ange en med --kind",
    "aucun stockage n’est configuré : indiquez-en un avec --kind",
  ],
  ["there is no store {1}", "det finns ingen lagring {1}", "il n’y a pas de stockage {1}"],
  [
    "nobody else's packs are there",
    "ingen annans packar finns där",
    "les paquets de personne d’autre n’y sont",
  ],
  [
    "name a place that is this archive's alone",
    "ange en plats som är bara detta arkivs",
    "indiquez un endroit réservé à cette archive",
  ],
];
