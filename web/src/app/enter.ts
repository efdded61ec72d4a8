// Enter in a field sends its form. Browsers do so by themselves only where
// the form has a native submit button, or one field; Fluent's is neither.
export function sendByEnter(page: Document): void {
  page.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !(field instanceof HTMLInputElement)) return;
    if (["button", "checkbox", "file", "radio", "reset", "submit"].includes(field.type)) return;
    if (field.form === null) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
}
