// The Fluent UI web components that are used, and their tags for JSX. Form
// fields are native ones in Fluent's look (components/field.tsx says why).
import "@fluentui/web-components/badge.js";
import "@fluentui/web-components/button.js";
import "@fluentui/web-components/progress-bar.js";
import "@fluentui/web-components/spinner.js";
import "@fluentui/web-components/tab.js";
import "@fluentui/web-components/tablist.js";
import type { JSX } from "preact";

type Fluent<Props> = JSX.HTMLAttributes<HTMLElement> & Props;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "fluent-badge": Fluent<{ appearance?: string; color?: string; size?: string; shape?: string }>;
      "fluent-button": Fluent<{
        appearance?: string;
        size?: string;
        type?: string;
        shape?: string;
        disabled?: boolean;
        "disabled-focusable"?: boolean;
        "icon-only"?: boolean;
      }>;
      "fluent-progress-bar": Fluent<{ value?: number; max?: number; thickness?: string; "validation-state"?: string }>;
      "fluent-spinner": Fluent<{ size?: string; appearance?: string }>;
      "fluent-tab": Fluent<{ disabled?: boolean }>;
      "fluent-tablist": Fluent<{ activeid?: string; appearance?: string; orientation?: string; size?: string }>;
    }
  }
}
