/* Trix as the newsroom has it: paragraphs, three levels of headings that begin with h2, no files. */
"use strict";
document.addEventListener("trix-before-initialize", () => {
  for (const name of ["sup", "sub"]) Trix.config.textAttributes[name] = { tagName: name };
  const blocks = Trix.config.blockAttributes;
  const heading = (tagName) => ({ tagName, terminal: true, breakOnReturn: true, group: false });
  blocks.default.tagName = "p";
  blocks.heading1 = heading("h2");
  blocks.heading2 = heading("h3");
  blocks.heading3 = heading("h4");
}, { once: true });

document.addEventListener("trix-file-accept", (event) => event.preventDefault());
document.addEventListener("trix-attachment-add", (event) => event.attachment.remove());

/* Enter begins a paragraph, where Trix would break the line; shift and Enter still do that. */
document.addEventListener("beforeinput", (event) => {
  const field = event.target.closest && event.target.closest("trix-editor");
  if (!field || event.inputType !== "insertParagraph") return;
  const typing = field.editor.composition;
  if (Object.keys(typing.currentAttributes).some((name) => Trix.config.blockAttributes[name])) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  field.editor.recordUndoEntry("Typing");
  typing.insertBlockBreak();
}, true);

/* The address of a link: https:// need not be typed, and what is none is said. */
const linkTo = (event) => {
  const input = document.querySelector(".link-dialog input");
  const problem = document.getElementById("link-problem");
  const typed = input.value.trim();
  const isMail = /^[^\s@/:]+@[^\s@/:]+$/.test(typed);
  const whole = isMail ? `mailto:${typed}` : /^([a-z]+:\/\/|mailto:|tel:)/i.test(typed) ? typed : `https://${typed}`;
  const isAddress = isMail || (/^(https?:\/\/[^\s/]+\.|(mailto|tel):\S)\S*$/i.test(whole) && URL.canParse(whole));
  if (isAddress) input.value = whole;
  else { event.preventDefault(); event.stopImmediatePropagation(); input.focus(); }
  problem.textContent = isAddress ? "" : problem.dataset.say;
  input.toggleAttribute("aria-invalid", !isAddress);
};
document.addEventListener("click", (event) => {
  if (event.target.closest(".link-dialog [data-trix-method=setAttribute]")) linkTo(event);
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest(".link-dialog input")) linkTo(event);
}, true);

/* While the dialog is open Trix holds the caret where it was, and so in front of a link that it writes. */
let before = null;
document.addEventListener("trix-toolbar-dialog-show", (event) => {
  const { editor } = event.target;
  const [from, to] = editor.getSelectedRange();
  before = { from, to, length: editor.getDocument().getLength() };
  document.getElementById("link-problem").textContent = "";
  // The bar sticks to the top of the window: the words that are linked are to be seen beneath it.
  const words = editor.getClientRectAtPosition(from);
  const bar = document.getElementById("toolbar").getBoundingClientRect();
  if (words && words.top < bar.bottom) window.scrollBy(0, words.top - bar.bottom - 8);
});
document.addEventListener("trix-toolbar-dialog-hide", (event) => {
  if (!before) return;
  const { editor } = event.target;
  const after = before.to + editor.getDocument().getLength() - before.length;
  const isLinked = after > before.from && editor.getDocument().getCommonAttributesAtRange([before.from, after]).href;
  if (isLinked) editor.setSelectedRange(after);
  before = null;
});
