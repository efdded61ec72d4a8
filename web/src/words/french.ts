// No line begins with the sign that French sets a space before.
export function spaced(french: string): string {
  return french.replace(/ (?=[:;?!»](?:\s|$))|(?<=«) /g, "\u00a0");
}
