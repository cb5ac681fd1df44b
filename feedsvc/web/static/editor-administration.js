// A long list of boxes gets a field that narrows it. Without this script the whole list can be scrolled.
(() => {
  "use strict";

  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const group of document.querySelectorAll("[data-filter]")) {
    const items = [...group.querySelectorAll("li")];
    const field = document.createElement("input");
    const said = document.createElement("p");
    field.type = "search";
    field.placeholder = group.dataset.filter;
    field.setAttribute("aria-label", group.dataset.filter);
    field.autocomplete = "off";
    said.className = "unseen";
    said.setAttribute("role", "status");
    group.querySelector("ul").before(field, said);

    field.addEventListener("input", () => {
      const wanted = plain(field.value.trim());
      for (const item of items) item.hidden = !plain(item.textContent).includes(wanted);
      said.textContent = group.dataset.left.replace("{count}", items.filter(item => !item.hidden).length);
    });
    // Return would send the form.
    field.addEventListener("keydown", event => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
})();
