// What net/ says: connections, TLS.
import type { Text } from "../words";

export const net: Text[] = [
  // conn.c, net.c
  ["{1} port {2}: the server closed the connection", "{1} port {2}: servern stängde förbindelsen", "{1} port {2} : le serveur a fermé la liaison"],
  ["{1} port {2}: the connection broke", "{1} port {2}: förbindelsen bröts", "{1} port {2} : la liaison a été rompue"],
  [
    "{1} port {2}: a line of more than {3} bytes; is it the right port?",
    "{1} port {2}: en rad på mer än {3} byte; är det rätt port?",
    "{1} port {2} : une ligne de plus de {3} octets ; est-ce le bon port ?",
  ],
  ["{1} port {2}", "{1} port {2}", "{1} port {2}"],
  [
    "{1} port {2} (does the server run, and is the port right?)",
    "{1} port {2} (är servern igång, och är porten rätt?)",
    "{1} port {2} (le serveur fonctionne-t-il, et le port est-il le bon ?)",
  ],
  ["{1} port {2}: no answer for {3} seconds", "{1} port {2}: inget svar på {3} sekunder", "{1} port {2} : pas de réponse depuis {3} secondes"],
  [
    "{1}: no host has this name; is it written correctly?",
    "{1}: ingen värd har det namnet; är det rätt skrivet?",
    "{1} : aucun hôte ne porte ce nom ; est-il bien écrit ?",
  ],
  ["{1}: its address was not found: {2}", "{1}: dess adress hittades inte: {2}", "{1} : son adresse n’a pas été trouvée : {2}"],
  [
    "{1} port {2}: it sent more than its consent to STARTTLS; somebody may be changing what it says. Use implicit TLS, and have the network looked at",
    "{1} port {2}: den skickade mer än sitt ja till STARTTLS; någon kanske ändrar det den säger. Använd implicit TLS, och låt undersöka nätverket",
    "{1} port {2} : il a envoyé plus que son accord à STARTTLS ; quelqu’un modifie peut-être ce qu’il dit. Utilisez TLS implicite, et faites examiner le réseau",
  ],
  // tls.c
  ["{1}: no certificates (PEM) can be read from it", "{1}: inga certifikat (PEM) kan läsas därifrån", "{1} : aucun certificat (PEM) ne peut y être lu"],
  ["the system's store", "systemets certifikatlager", "le magasin de certificats du système"],
  [
    "{1} port {2}: its certificate has expired ({3}); who runs the server has to renew it",
    "{1} port {2}: dess certifikat har gått ut ({3}); den som driver servern måste förnya det",
    "{1} port {2} : son certificat a expiré ({3}) ; la personne qui exploite le serveur doit le renouveler",
  ],
  [
    "{1} port {2}: its certificate is not valid yet; is the clock of this machine right?",
    "{1} port {2}: dess certifikat är inte giltigt än; går denna maskins klocka rätt?",
    "{1} port {2} : son certificat n’est pas encore valable ; l’horloge de cette machine est-elle juste ?",
  ],
  [
    "{1} port {2}: its certificate is for another host ({3}); give the name that the certificate has as the host",
    "{1} port {2}: dess certifikat är för en annan värd ({3}); ange det namn som certifikatet har som värd",
    "{1} port {2} : son certificat est pour un autre hôte ({3}) ; donnez comme hôte le nom que porte le certificat",
  ],
  ["no names", "inga namn", "aucun nom"],
  [
    "{1} port {2}: its certificate was issued by nobody that is trusted here ({3}); if the issuer is your own, give its certificate as ca-file",
    "{1} port {2}: dess certifikat är inte utfärdat av någon som är betrodd här ({3}); om utfärdaren är er egen, ange dess certifikat som ca-file",
    "{1} port {2} : son certificat n’a été émis par personne de confiance ici ({3}) ; si l’émetteur est le vôtre, donnez son certificat dans ca-file",
  ],
  ["{1} port {2}: its certificate is not accepted: {3}", "{1} port {2}: dess certifikat godtas inte: {3}", "{1} port {2} : son certificat n’est pas accepté : {3}"],
  [
    "{1} port {2}: no TLS could be agreed on ({3}); is the port right, or is it one for STARTTLS?",
    "{1} port {2}: TLS kunde inte förhandlas fram ({3}); är porten rätt, eller är den för STARTTLS?",
    "{1} port {2} : TLS n’a pas pu être négocié ({3}) ; le port est-il le bon, ou est-ce un port pour STARTTLS ?",
  ],
  ["unknown", "okänt", "inconnu"],
  [
    "{1} port {2}: the connection broke while TLS was agreed on",
    "{1} port {2}: förbindelsen bröts medan TLS förhandlades",
    "{1} port {2} : la liaison a été rompue pendant la négociation de TLS",
  ],
  [
    "{1} port {2}: the server hung up while TLS was agreed on",
    "{1} port {2}: servern avbröt medan TLS förhandlades",
    "{1} port {2} : le serveur a coupé pendant la négociation de TLS",
  ],
  ["while TLS was agreed on", "medan TLS förhandlades", "pendant la négociation de TLS"],
];
