// Choosing all entries of a page without loading it anew, and how many are chosen.
(() => {
  const boxes = () => [...document.querySelectorAll("#bulk input[name=entry]")];
  const tell = () => {
    const place = document.querySelector("[data-chosen]");
    if (!place) return;
    const count = boxes().filter((box) => box.checked).length;
    place.textContent = count ? place.dataset.chosen.replace("{count}", count) : "";
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose-all]");
    if (!link) return;
    event.preventDefault();
    const every = boxes();
    const some = every.some((box) => !box.checked);
    for (const box of every) box.checked = some;
    tell();
  });
  document.addEventListener("change", tell);
  document.addEventListener("htmx:afterSettle", tell);
  tell();
})();
