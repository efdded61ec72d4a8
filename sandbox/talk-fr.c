#include "sandbox/talk-private.h"

static const struct talk_word given[] = {
	{ "Éloïse", "eloise" },
	{ "François", "francois" },
	{ "Maëlys", "maelys" },
	{ "Jean-Baptiste", "jean-baptiste" },
	{ "Hélène", "helene" },
	{ "Loïc", "loic" },
	{ "Camille", "camille" },
	{ "Aïcha", "aicha" },
	{ "Benoît", "benoit" },
	{ "Chloé", "chloe" },
	{ "Rémi", "remi" },
	{ "Marie-Thérèse", "marie-therese" },
	{ "Gaël", "gael" },
	{ "Inès", "ines" },
	{ "Étienne", "etienne" },
	{ "Noémie", "noemie" },
	{ "Mathieu", "mathieu" },
	{ "Zinédine", "zinedine" },
	{ "Solène", "solene" },
	{ "Honoré", "honore" },
	{ "Anne-Sophie", "anne-sophie" },
};

static const struct talk_word family[] = {
	{ "Lefèvre", "lefevre" },
	{ "Müller-Dupont", "muller-dupont" },
	{ "Benoît", "benoit" },
	{ "de La Rochefoucauld-Montbel", "delarochefoucauld" },
	{ "Garçon", "garcon" },
	{ "N'Diaye", "ndiaye" },
	{ "Chevalier", "chevalier" },
	{ "L'Hôpital", "lhopital" },
	{ "Gauthier", "gauthier" },
	{ "Haddad", "haddad" },
	{ "Prévost", "prevost" },
	{ "Le Goff", "legoff" },
	{ "Bézier", "bezier" },
	{ "Traoré", "traore" },
	{ "Fontaine", "fontaine" },
	{ "Çelik", "celik" },
	{ "d'Arçon", "darcon" },
	{ "Lœuillet", "loeuillet" },
	{ "Nguyễn", "nguyen" },
};

static const char *const companies[] = {
	"Banque du Littoral",  "Vauclair & Fils",       "Société Amarante",
	"Clinique de l'Étang", "Crédit Haut-Vallon",    "Mérieuse Énergie",
	"Transports Ouestéa",  "L'Œuf d'Or (surgelés)",
};

static const char *const days[] = { "lundi", "mardi",    "mercredi",
				    "jeudi", "vendredi", "samedi" };

static const char *const months[] = { "janvier", "février",  "mars",
				      "avril",   "mai",      "juin",
				      "juillet", "août",     "septembre",
				      "octobre", "novembre", "décembre" };

static const char *const dates[] = {
	"le {n} {month}", "{day} prochain",    "fin {month}",
	"demain",         "{day} {n} {month}",
};

static const char *const times[] = { "[9|10|11] h [10|20|30|45]",
				     "1[3|4|5|6] h", "midi", "17 h pile" };

/* U+202F stands before signs of two parts and between thousands. */
static const char *const amounts[] = {
	"{nn},{d} M€",
	"{nn}\xe2\x80\xaf{d}00\xe2\x80\xaf€",
	"{n} milliards d'euros",
	"{nn} k€ HT",
};

static const char *const rates[] = { "{nn} points de base", "{n},{d} %",
				     "{n},{d}{d} %" };

static const char *const things[] = {
	"la position {ticker}",
	"les chiffres du mois ({month})",
	"le projet de contrat avec {company}",
	"le nouveau fournisseur",
	"l'audit ({month})",
	"la couverture sur {ticker}",
	"le plan de soins",
	"le formulaire de consentement",
	"l'appel d'offres",
	"la prévision de trésorerie",
	"la réclamation de {company}",
	"la limite accordée à {company}",
	"le communiqué",
	"notre réponse au régulateur",
	"le bail de [Nîmes|Orléans|Genève]",
};

static const char *const topics[] = {
	"Point risques hebdomadaire",
	"Point risques, semaine {n}",
	"Desk obligataire : [ouverture|clôture]",
	"Obligations : {ticker}",
	"Commission des patients, service {n}",
	"Achats : {company}",
	"Achats, tour n° {n}",
	"Revue trimestrielle avec {company}",
	"Budget : {month}",
	"Tête-à-tête {given} / {given}",
	"Comité de crédit, {date}",
	"Incident INC-{nn}{nn}",
	"CSE : [horaires|déménagement|télétravail]",
	"Entretien d'embauche : {given}",
	"Réclamation {nn}{nn} : suites à donner",
	"« Café & questions », {day}",
};

static const char *const rooms[] = {
	"Desk [obligataire|actions|change|crédit]",
	"[Risques|Juridique|Audit] & [amis|limites]",
	"Projet [Sterne|Héron|Balbuzard]",
	"Service {n}",
	"Achats [Nord|Sud|Outre-mer]",
	"Machine à café",
	"Équipe de nuit",
};

static const char *const lines[] = {
	"Peux-tu m'envoyer {file} avant {time} ?",
	"{given}, où en est-on avec {thing} ?",
	"Je l'ai mis ici : {link}",
	"Bonjour à [tous|toutes et à tous], {given} aura [cinq|dix] minutes de "
	"retard",
	"Nous avons [acheté|vendu] {n}0 000 {ticker} à {amount}.",
	"La limite de {company} est de {amount}, nous sommes à {amount}",
	"Qui rédige le compte rendu aujourd'hui ?",
	"{ticker} a [gagné|perdu] {rate} depuis {day}",
	"{company} [relève|abaisse] sa prévision de {rate}, voir {link}",
	"[D'accord|Très bien|Entendu], donc {date} à {time}",
	"{amount} ? C'est plus que ce que {company} nous a dit.",
	"Merci de ne pas discuter de cela ici : {thing}.",
	"Je ne t'entends pas, {given}. [Micro ?|Essaie le téléphone.|C'est "
	"mieux.]",
	"Comme disait {given} : {thing}, [ça attendra|d'abord|c'est réglé].",
	"Échéance reportée : {date}. {emoji}",
	"Le patient du lit {n} est [stable|transféré au service {n}].",
	"Le fournisseur demande {amount} d'avance ; [non|pas sans {given}].",
	"Les chiffres sont dans {file}, onglet {d}",
	"Merci beaucoup ! {emoji}",
	"Voyons {thing} après la réunion.",
	"@{given} : merci d'approuver avant {date} : {thing}",
	"Mon avis sur {ticker} : [conserver|acheter|sortir avant {date}].",
	"Diapo {n}, deuxième point : il faut lire {amount}.",
	"La référence est {nn}-{nn}{nn}-{d}",
	"Deux choses :\n– {thing}\n– {thing}",
	"Ordre du jour :\n1. {thing}\n2. {thing}\n3. questions diverses",
	"Absente jusqu'à {date}, voir {given} {family}.",
	"« {thing} », c'est écrit où ? À vérifier, ça m'étonne…",
};

static const char *const replies[] = {
	"[Oui|Non|Pas encore|C'est fait], {given}.",
	"[D'accord|Pas d'accord], {thing}, c'est [bien|un risque].",
	"Je le fais avant {time}.",
	"Voir {link}",
	"C'était {amount}, et non {amount}.",
	"Demande à {given} pour {thing}.",
	"[+1|Pareil|Bien vu] {emoji}",
	"Seulement {date}.",
};

static const char *const questions[] = {
	"Quand aurons-nous {thing} ?",
	"Pourquoi {ticker} a-t-il [baissé|monté] en {month} ?",
	"Quelle part des {amount} est déjà dépensée ?",
	"Qui s'occupe de ceci après {month} : {thing} ?",
	"{company} est-elle aussi concernée par {thing} ?",
};

static const char *const answers[] = {
	"[Avant|Pas avant] {date}, à notre connaissance.",
	"{given} {family} suit {thing} et répondra par courriel.",
	"Environ {amount} ; le chiffre exact viendra {date}.",
	"Oui, à une exception près : {thing}.",
	"Nous ne commentons pas {thing}.",
};

static const char *const spoken[] = {
	"Bon, on commence par {thing}. {given}, tu veux y aller ?",
	"Oui, euh, j'ai regardé {thing}, ça fait à peu près {amount}.",
	"Pardon, j'étais en sourdine. Je disais : {company} veut {amount}.",
	"Si on attend, on perd {n} jours, c'est tout.",
	"Tout le monde voit mon écran ? Voilà {thing}.",
	"Je préfère que {given} voie {thing} d'abord.",
	"Donc l'action est pour {given}, {date}.",
	"On a eu {n} réclamations en {month}, dont {n} toujours ouvertes.",
	"Bonne question. Je reviendrai vers vous : {thing}.",
	"Pour le procès-verbal : {thing}, [approuvé|rejeté|reporté].",
	"Merci à tous, même heure {day}.",
	"Pas d'objection ? Non ? Alors c'est décidé.",
};

static const char *const summaries[] = {
	"La réunion portait sur {thing}. {given} a indiqué que {company} "
	"demandait {amount} ; le groupe répondra {date}.",
	"{given} et {given} ont passé en revue {thing} et {thing}. Des points "
	"restent ouverts avec {company}, pour {amount}.",
	"L'essentiel du temps a été consacré à {thing}, qui coûte {amount} de "
	"plus que prévu. {given} a expliqué pourquoi ; décision {date}.",
};

static const char *const nexts[] = {
	"{given} envoie {file} à {company}, {date}.",
	"{given} vérifie {thing} et rend compte {date}.",
	"{given} réserve un point de suivi, {date}, {time}.",
	"{given} clôt le ticket INC-{nn}{nn}.",
};

static const char *const chapters[] = {
	"Accueil et [ordre du jour|nouvelles]",
	"À propos : {thing}",
	"{ticker}",
	"Offre de {company}",
	"Suites à donner",
};

static const char *const tasks[] = {
	"[Envoyer|Vérifier|Signer] : {thing}",
	"[Appeler|Payer|Relancer] {company}, {date}",
	"Mettre à jour {file}",
	"Demander à {given} : {thing}",
};

static const char *const notes[] = {
	"Notes ({month})\n\n– {thing} : {amount}\n– {company} : "
	"[ouvert|clos]\n– {given} [appelle|écrit|tranche]",
	"Appel avec {company}\n{given} {family} demande {amount}, {date}.\n\n"
	"{link}",
};

static const char *const events[] = {
	"Déjeuner avec {company}",
	"{topic}",
	"Échéance : {thing}",
	"{given} en congé",
	"Exercice d'évacuation, {time}",
};

static const char *const edit_tails[] = {
	" (modifié : {amount})",    " – rectificatif : {date}", " {emoji}",
	", je veux dire : {thing}", "\nPS : {reply}",
};

static const char *const edit_heads[] = { "Rectificatif : ",
					  "MISE À JOUR {time} : ",
					  "[Pardon, je reprends|Coquille] : " };

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
	{ "Déplacer le point risques au jeudi ?",
	  { "Oui", "Non", "Peu importe" },
	  3 },
	{ "La prévision vous paraît-elle fiable ?",
	  { "Très", "Assez", "À peine", "Pas du tout" },
	  4 },
	{ "À quel fournisseur attribuer le marché ?",
	  { "Vauclair & Fils", "Société Amarante", "<aucun des deux>" },
	  3 },
	{ "Le formulaire est-il clair pour les patients ?",
	  { "Oui", "Non ; trop long" },
	  2 },
};

const struct talk_tongue talk_french = {
	TALK_TONGUE("fr", given, family, rules, polls),
};
