// Ctrl+Enter does what the screen is for: the dialog's first button, or the button that is marked `data-main`.
export const main_action = {"data-main": "", "aria-keyshortcuts": "Control+Enter"} as const;

addEventListener("keydown", e => {
  if (e.key !== "Enter" || !e.ctrlKey || e.repeat) return;
  const dialog = document.querySelector("dialog[open]");
  const button = (dialog ?? document).querySelector<HTMLElement>(dialog ? ".button.primary" : "main [data-main]");
  if (!button) return;
  e.preventDefault();
  button.focus();
  button.click();
});
