/* The form of an entry, with a script: kept while it is typed, pasted clean, a picture by drag. Without one
   every button does the same by itself. */
"use strict";
(() => {
  const form = document.getElementById("form");
  const say = form.dataset;
  const kept = document.getElementById("kept");
  const trouble = document.getElementById("trouble");
  const WAIT = 1000, FIRST_RETRY = 2000, LAST_RETRY = 30000, BEACON = 60000;
  const LEFT_OUT = new Set(["csrf_token", "do", "picture", "seen"]);
  document.documentElement.classList.add("scripted");
  let copy = say.copy, timer = 0, retry = FIRST_RETRY, dirty = false, sending = null, leaving = false;

  /* What is in the form, without files. */
  const values = () => {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (!LEFT_OUT.has(name) && typeof value === "string") found.append(name, value);
    }
    return found;
  };
  const token = () => form.elements.csrf_token.value;
  const work = (part) => say.work + copy + (part ? "/" + part : "");

  /* The net: this browser keeps what has not reached the server. */
  const PREFIX = "feedsvc:" + say.owner + ":";
  const key = () => PREFIX + (say.entry || copy);
  const net = {
    put() {
      try { localStorage.setItem(key(), JSON.stringify({ entry: say.entry, typed: values().toString() })); }
      catch { /* full or forbidden: the server is the first place anyhow */ }
    },
    get(name) {
      try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
    },
    drop(name = key()) { try { localStorage.removeItem(name); } catch { /* as above */ } },
    names() {
      try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return []; }
    },
  };

  const tell = (text, link) => {
    const line = text + "|" + (link || "");
    if (trouble.dataset.line === line) return;
    trouble.dataset.line = line;
    trouble.textContent = text;
    if (link) {
      const way = document.createElement("a");
      way.href = link;
      way.target = "_blank";
      way.textContent = say.saySignIn;
      trouble.append(" ", way);
    }
  };

  /* A session that began since has another token. */
  const renew = async () => {
    const answer = await fetch(say.token, { headers: { Accept: "application/json" } });
    if (!answer.ok) return false;
    const { csrf } = await answer.json();
    for (const each of document.querySelectorAll("input[name=csrf_token]")) each.value = csrf;
    const others = document.getElementById("others");
    if (others) others.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrf }));
    return true;
  };

  const post = (path, body, more = {}) => fetch(path, {
    method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token() }, ...more,
  });

  /* Whether what is typed has reached the server. */
  const send = async () => {
    clearTimeout(timer);
    dirty = false;
    kept.textContent = say.sayKeeping;
    try {
      let answer = await post(work("typed"), values());
      if (answer.status === 403 && await renew()) answer = await post(work("typed"), values());
      if (answer.ok) return arrived(await answer.json());
      return await failed(answer);
    } catch {
      tell(say.sayAway);
    }
    return again();
  };

  const arrived = (said) => {
    if (!dirty) net.drop();
    retry = FIRST_RETRY;
    tell("");
    kept.textContent = said.said;
    if (!said.kept) return true;
    copy = said.id;
    form.action = work("");
    form.elements.entry.value = say.entry = said.entry;
    form.elements.base_version.value = said.base_version;
    if (location.pathname !== said.address) history.replaceState(null, "", said.address);
    for (const [id, part] of [["suggestions", "found"], ["said", "advice"]]) {
      document.getElementById(id).setAttribute("hx-get", work(part));
      htmx.process(document.getElementById(id));
    }
    document.body.dispatchEvent(new Event("kept"));
    return true;
  };

  const failed = async (answer) => {
    if (answer.status === 401) tell(say.saySignedOut, say.signIn);
    else if (answer.status >= 500 || answer.status === 429) tell(say.sayAway);
    else {
      const problem = await answer.json().catch(() => ({}));
      tell(say.sayRefused + " " + (problem.detail || answer.status));
    }
    return again();
  };

  const again = () => {
    dirty = true;
    kept.textContent = "";
    net.put();
    clearTimeout(timer);
    timer = setTimeout(keep, retry);
    retry = Math.min(retry * 2, LAST_RETRY);
    return false;
  };

  /* One at a time: a second one waits for the first, and takes what was typed meanwhile. */
  const keep = () => {
    sending = (sending || Promise.resolve()).then(send);
    return sending;
  };

  const changed = () => {
    dirty = true;
    net.put();
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  };

  form.addEventListener("input", (event) => { if (event.target.type !== "file") changed(); });
  form.addEventListener("change", (event) => { if (event.target.type !== "file") changed(); });
  for (const when of ["focus", "online"]) window.addEventListener(when, () => { if (dirty) keep(); });

  /* The tab is closed or left: the last words go without waiting for an answer. */
  const leave = () => {
    if (!dirty || leaving) return;
    const body = values();
    const small = body.toString().length < BEACON;
    post(work("typed"), body, { keepalive: small }).then((answer) => { if (answer.ok) net.drop(); }, () => {});
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  window.addEventListener("pagehide", leave);

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); keep(); }
  });

  /* A button: what is typed is kept first, so that a lost session or server shows here, not in another page. */
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (form.elements.picture && form.elements.picture.files.length) return;
    event.preventDefault();
    if (!await keep()) { trouble.scrollIntoView({ block: "nearest" }); return; }
    leaving = true;
    if (button) {
      const wish = document.createElement("input");
      Object.assign(wish, { type: "hidden", name: button.name, value: button.value });
      form.append(wish);
      if (button.hasAttribute("formaction")) form.action = button.getAttribute("formaction").replace(/work\/[^/]+/, "work/" + copy);
    }
    HTMLFormElement.prototype.submit.call(form);
  });

  /* Back to what had not reached the server. */
  const fill = (typed) => {
    const given = new URLSearchParams(typed);
    for (const rows of form.querySelectorAll("[data-rows]")) {
      const name = rows.querySelector("input").name;
      while (rows.children.length < given.getAll(name).length) addRow(rows);
    }
    const places = {};
    for (const field of form.elements) {
      if (!field.name || LEFT_OUT.has(field.name) || ["entry", "base_version"].includes(field.name)) continue;
      const wanted = given.getAll(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else if (field.type !== "submit" && field.type !== "button") {
        places[field.name] = (places[field.name] ?? -1) + 1;
        field.value = wanted[places[field.name]] ?? "";
      }
    }
    document.dispatchEvent(new CustomEvent("filled"));
    changed();
  };
  const bring = (name) => {
    const found = net.get(name);
    net.drop(name);
    if (!found) return;
    // It goes on as what it was: the same words twice would be two entries.
    if (!say.entry) copy = name.slice(PREFIX.length);
    fill(found.typed);
    tell(say.sayBack);
  };
  /* What a form says, whatever the order and the line ends. */
  const same = (one, other) => {
    const plain = (typed) => JSON.stringify([...new URLSearchParams(typed)]
      .filter(([name, value]) => value && !["entry", "base_version"].includes(name))
      .map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]).sort());
    return plain(one) === plain(other);
  };
  /* Whether the server lacks what this browser has kept of a form that is not open. */
  const isLost = async (name) => {
    const found = net.get(name);
    if (!found || found.entry) return false;
    try {
      const answer = await fetch(say.work + name.slice(PREFIX.length) + "/typed", { headers: { Accept: "application/json" } });
      if (answer.status === 404) return true;
      if (!answer.ok) return false;
      const { typed, saved } = await answer.json();
      if (saved || same(typed, found.typed)) net.drop(name);
    } catch { /* the server is away: it is asked again with the next form */ }
    return false;
  };
  const offer = async () => {
    const mine = net.get(key());
    if (mine && mine.typed !== values().toString()) return void setTimeout(() => bring(key()));
    net.drop();
    if (say.entry || say.kept) return;
    const names = net.names();
    const are = await Promise.all(names.map(isLost));
    const lost = names.find((_, at) => are[at]);
    if (!lost || dirty) return;
    const box = document.getElementById("found-here");
    const typed = new URLSearchParams(net.get(lost).typed);
    box.querySelector(".found-text").textContent = typed.get("title") || typed.get("summary") || typed.get("body") || "";
    box.hidden = false;
    box.querySelector("[data-bring]").addEventListener("click", () => { box.hidden = true; bring(lost); });
    box.querySelector("[data-throw]").addEventListener("click", () => { box.hidden = true; net.drop(lost); });
  };

  /* Rows, countries, what follows from the office and the language. */
  const addRow = (rows) => {
    const row = rows.lastElementChild.cloneNode(true);
    for (const field of row.querySelectorAll("input")) { field.value = ""; field.removeAttribute("id"); }
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+$/, rows.children.length + 1));
    rows.append(row);
    return row;
  };
  const near = (code) => {
    const box = form.querySelector(`input[name=countries][value=${code}]`);
    if (box && box.closest("#far")) document.getElementById("near").append(box.closest("label"));
    return box;
  };
  const take = (codes) => {
    form.querySelector("input[name=countries_are][value=chosen]").checked = true;
    for (const box of codes.map(near)) if (box) box.checked = true;
    changed();
    keep();
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const mend = button.name === "mend" ? button.value : "";
    const office = document.getElementById("office").selectedOptions[0];
    const ofOffice = (office && office.dataset.countries || "").split(" ").filter(Boolean);
    if (button.dataset.addRow !== undefined) {
      event.preventDefault();
      addRow(button.closest("p").previousElementSibling).querySelector("input").focus();
    } else if (mend.startsWith("country:")) {
      event.preventDefault();
      // Those that were found stay: taking one does not leave out the others.
      const found = form.querySelector("input[name=countries_are][value=found]").checked
        ? [...document.querySelectorAll("#suggestions button[name=mend]")].map((each) => each.value) : [mend];
      take(found.map((each) => each.slice("country:".length)));
      document.getElementById("countries").focus({ preventScroll: true });
    } else if ((mend === "office_countries" || button.dataset.officeCountries !== undefined) && ofOffice.length) {
      event.preventDefault();
      take(ofOffice);
    }
  });
  form.addEventListener("change", (event) => {
    const { name, checked, selectedOptions } = event.target;
    if (name === "countries" && checked) form.querySelector("input[name=countries_are][value=chosen]").checked = true;
    if (name === "language") {
      for (const each of form.querySelectorAll(".words [lang], #kind, #place")) each.lang = event.target.value;
      const place = document.getElementById("rich-place");
      if (place) place.dir = selectedOptions[0].dataset.dir;
    }
    if (name === "office") {
      const { zone, countries } = selectedOptions[0].dataset;
      for (const [id, text] of [["release-help", say.sayRelease], ["published-help", say.sayPublished]]) {
        const help = document.getElementById(id);
        if (help) help.textContent = text.replace("{zone}", zone || say.sayNoOffice);
      }
      for (const code of (countries || "").split(" ").filter(Boolean)) near(code);
    }
  });

  /* The picture: chosen, or dropped anywhere on the page. */
  const bringPicture = async (file) => {
    const said = document.getElementById("picture-said");
    said.textContent = say.sayComing;
    const body = new FormData();
    for (const [name, value] of values()) body.append(name, value);
    body.append("picture", file, file.name);
    try {
      let answer = await post(work("picture"), body, { headers: { Accept: "text/html", "X-CSRFToken": token() } });
      if (answer.status === 403 && await renew()) answer = await post(work("picture"), body, { headers: { Accept: "text/html", "X-CSRFToken": token() } });
      if (!answer.ok && answer.status !== 422) { said.textContent = ""; await failed(answer); return; }
      document.getElementById("picture-field").outerHTML = await answer.text();
      if (answer.ok) document.getElementById("picture-said").textContent = say.sayCame;
      const first = ["image_alt", "image_credit"].map((id) => document.getElementById(id)).find((field) => !field.value);
      (answer.ok ? first || document.getElementById("picture-field") : document.getElementById("picture")).focus();
      keep();
    } catch {
      said.textContent = "";
      tell(say.sayAway);
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.id === "picture" && event.target.files.length) bringPicture(event.target.files[0]);
  });
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  for (const what of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(what, (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      document.getElementById("picture-field").classList.toggle("over", what === "dragover" || what === "dragenter");
      const file = what === "drop" && [...event.dataTransfer.files].find((each) => each.type.startsWith("image/"));
      if (file) bringPicture(file);
    }, true);
  }

  /* The text: a field that shows it as it will look, where nothing of it would be lost. */
  const rich = document.getElementById("rich");
  const area = document.getElementById("body");
  const begin = () => {
    const value = document.getElementById("rich-value");
    const field = document.createElement("trix-editor");
    const stored = area.value;
    let initial = null;
    for (const [name, text] of [["input", "rich-value"], ["toolbar", "toolbar"], ["aria-labelledby", "body-label"], ["class", "trix-content"], ["id", "rich-body"]]) field.setAttribute(name, text);
    field.addEventListener("trix-initialize", () => { initial = value.value; });
    field.addEventListener("trix-change", () => {
      if (initial === null || rich.hidden) return;
      // Trix writes a space beside bold words as a no-break one, and knows no other.
      const typed = value.value === initial ? stored : value.value.replaceAll(/&nbsp;|\u00a0/g, " ");
      if (typed !== area.value) { area.value = typed; changed(); }
    });
    field.addEventListener("paste", (event) => paste(event, field), true);
    document.addEventListener("filled", () => { if (area.value !== value.value) field.editor.loadHTML(area.value); });
    document.getElementById("body-label").addEventListener("click", (event) => {
      if (!rich.hidden) { event.preventDefault(); field.focus(); }
    });
    const show = (isRich) => {
      rich.hidden = !isRich;
      for (const each of [area, document.getElementById("body-help")]) each.hidden = isRich;
    };
    document.getElementById("as-html").addEventListener("click", () => { show(false); area.focus(); });
    // A link to the text leads to the field that is shown.
    window.addEventListener("hashchange", () => { if (location.hash === "#body" && !rich.hidden) field.focus(); });
    show(true);
    document.getElementById("rich-place").append(field);
  };

  /* What is pasted is cleaned where it is cleaned when it is saved; without the server, by Trix alone. */
  const paste = async (event, field) => {
    const html = event.clipboardData && event.clipboardData.getData("text/html");
    const file = !html && event.clipboardData && [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
    if (!html && !file) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (file) return void bringPicture(file);
    let clean = html, said = "";
    try {
      const answer = await post(say.pasted, new URLSearchParams({ html }));
      if (answer.ok) ({ html: clean, said } = await answer.json());
    } catch { /* the server is away */ }
    document.getElementById("pasted").textContent = said;
    field.editor.recordUndoEntry("Paste");
    field.editor.insertHTML(clean);
  };

  if (rich) begin();
  offer();
  const focused = document.querySelector("[data-focus]");
  if (focused) focused.focus();
})();
