// Buttons that copy an address. Without this script they stay hidden, and the field can be marked by hand.
(() => {
  "use strict";

  async function copy(field) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Browsers have no clipboard on pages that came over plain http, or when the person forbade it.
      return document.execCommand("copy");
    }
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const said = document.querySelector(`output[for="${field.id}"]`);
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = (await copy(field)) ? button.dataset.done : button.dataset.failed;
    });
  }
})();
