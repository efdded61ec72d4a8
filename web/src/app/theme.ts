// Light, dark, or as the system has it: Fluent's tokens as CSS variables.
import { setTheme as setTokens } from "@fluentui/web-components/theme/index.js";
import { webDarkTheme, webLightTheme } from "@fluentui/tokens";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

// Of the system: none is loaded.
const fonts = '"Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Liberation Sans", sans-serif';

const kept = "estreat.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const value = localStorage.getItem(kept);
  return themes.find((name) => name === value) ?? "system";
}

export function setTheme(to: Theme): void {
  localStorage.setItem(kept, to);
  applyTheme();
}

export function applyTheme(): void {
  const isDark = theme() === "dark" || (theme() === "system" && dark.matches);
  setTokens({ ...(isDark ? webDarkTheme : webLightTheme), fontFamilyBase: fonts });
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

dark.addEventListener("change", applyTheme);
