(() => {
  "use strict";
  // The site puts its address, whether a session goes along (never for partners), its time zone and the offices
  // in each other one, the style, the words and the right-to-left languages here; and leaves out these comments.
  const { site, credentials, zone, zones, style, words, rtl } = __SETTINGS__;
  if (customElements.get("feedsvc-news")) return;
  // A constructed sheet needs no style-src of the partner's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  const CHANNEL = /^(all|[a-z]+\/[a-z0-9-]+(\/[a-z]+\/[a-z0-9-]+)?)(\.[a-z]{2,3})?$/;
  const asked = new Map();

  // Elements of one page that show the same feed at the same time share one request.
  function ask(url) {
    if (!asked.has(url)) {
      const answer = fetch(url, { cache: "no-cache", credentials, signal: AbortSignal.timeout(20000) })
        .then((got) => (got.ok ? got.json() : Promise.reject(got.status)))
        .finally(() => asked.delete(url));
      asked.set(url, answer);
    }
    return asked.get(url);
  }

  const text = (value) => (typeof value === "string" ? value.trim() : "");
  const record = (value) => (value && typeof value === "object" ? value : {});

  const said = (language) => (Object.hasOwn(words, language) ? words[language] : words.en);

  function web(value) {
    try {
      const url = new URL(value);
      return /^https?:$/.test(url.protocol) ? url.href : "";
    } catch {
      return "";
    }
  }

  function short(value) {
    const letters = [...value];
    return letters.length > 320 ? letters.slice(0, 320).join("").replace(/\s+\S*$/, "") + "…" : value;
  }

  function make(name, part, ...inside) {
    const element = document.createElement(name);
    if (part) {
      element.className = part;
      element.setAttribute("part", part);
    }
    element.append(...inside);
    return element;
  }

  function speak(element, language) {
    if (language) element.lang = language;
    element.dir = language ? (rtl.includes(language.split("-")[0]) ? "rtl" : "ltr") : "auto";
    return element;
  }

  function link(url, ...inside) {
    const element = make("a", "link", ...inside);
    element.href = url;
    return element;
  }

  // As at the office: the printed day of a press release is the same for all who read of it.
  function day(value, language, office) {
    const moment = new Date(value);
    if (isNaN(moment)) return "";
    const element = make("time", "date");
    element.dateTime = moment.toISOString();
    const [there] = Object.entries(zones).find(([, slugs]) => slugs.split(" ").includes(office)) ?? [zone];
    const like = { dateStyle: "long", timeZone: there };
    try {
      element.textContent = moment.toLocaleDateString([language === "en" ? "en-GB" : language, "en-GB"], like);
    } catch {
      element.textContent = moment.toLocaleDateString("en-GB", { ...like, timeZone: "UTC" });
    }
    return element;
  }

  function picture(item, about) {
    const image = make("img", "image");
    image.loading = "lazy";
    image.alt = text(about.alt);
    if (about.width > 0 && about.height > 0) {
      image.width = about.width;
      image.height = about.height;
    }
    const figure = make("figure", "picture", image);
    if (text(about.credit)) figure.append(make("figcaption", "credit", text(about.credit)));
    // A picture that the partner's policy keeps out would leave a hole.
    image.onerror = () => {
      figure.parentNode?.classList.remove("pictured");
      figure.remove();
    };
    image.src = web(item.image);
    return figure;
  }

  class News extends HTMLElement {
    static observedAttributes = ["channel", "limit", "language", "pictures", "summaries", "heading", "level"];
    #turn = 0;
    #status = make("p", "status");
    #body = make("div", "", document.createElement("slot"));
    #box = make("section", "news", this.#body, this.#status);

    constructor() {
      super();
      this.#status.setAttribute("role", "status");
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#box);
    }

    // A page that comes back from memory still shows what was.
    #again = (event) => event.persisted && this.#load();

    connectedCallback() {
      addEventListener("pageshow", this.#again);
      if (!this.#turn) this.#load();
    }

    disconnectedCallback() {
      removeEventListener("pageshow", this.#again);
    }

    attributeChangedCallback() {
      if (this.#turn) this.#load();
    }

    #get(name) {
      return text(this.getAttribute(name)).toLowerCase();
    }

    get #spoken() {
      const wanted = (this.#get("language") || this.closest("[lang]")?.lang || "").toLowerCase().split("-")[0];
      return Object.hasOwn(words, wanted) ? wanted : "en";
    }

    #say(...said) {
      speak(this.#status, this.#spoken).replaceChildren(...said);
    }

    async #load() {
      const turn = ++this.#turn;
      // Several attributes set in a row are one change.
      await null;
      if (turn !== this.#turn) return;
      const say = words[this.#spoken];
      let channel = this.#get("channel").replace(/^\/+|\/+$/g, "") || "all";
      const language = this.#get("language");
      if (language && !channel.includes(".")) channel += "." + language;
      this.#body.setAttribute("aria-busy", "true");
      this.#say(say.loading);
      try {
        if (!CHANNEL.test(channel)) throw 404;
        const feed = await ask(`${site}/feeds/${channel}.json?content=summary`);
        if (turn !== this.#turn) return;
        this.#show(feed, say);
        this.#say();
      } catch (problem) {
        if (turn !== this.#turn) return;
        const unknown = problem === 404;
        const page = unknown ? "/" : "/" + channel.replace(/^all|\..*/g, "").split("/").slice(0, 2).join("/");
        this.#body.replaceChildren();
        const sentence = unknown
          ? say.unknown.replace("{channel}", () => channel)
          : problem === 410 ? say.closed : say.failed;
        this.#say(sentence, " ", link(site + page, say.at.replace("{host}", new URL(site, location).host)));
      }
      this.#body.setAttribute("aria-busy", "false");
    }

    #show(feed, say) {
      const limit = Math.max(parseInt(this.#get("limit"), 10) || 5, 1);
      const level = Math.min(Math.max(parseInt(this.#get("level"), 10) || 2, 1), 5);
      // Where the site leaves notes in the place of withdrawn entries: they are no news.
      const withdrawn = new Set((record(feed._feedsvc).withdrawn ?? []).map((stone) => record(stone).id));
      // Feeds are in the order of release; people read by date.
      const items = feed.items
        .map(record)
        .filter((item) => text(item.title) && !withdrawn.has(item.id))
        .sort((a, b) => text(b.date_published).localeCompare(text(a.date_published), "en"));
      const list = make("ul", "list", ...items.slice(0, limit).map((item) => this.#entry(item, level + 1)));
      // Without marks some screen readers do not take it for a list.
      list.setAttribute("role", "list");
      const given = this.getAttribute("heading");
      const name = given ?? text(feed.title);
      const parts = [items.length ? list : speak(make("p", "status", say.none), this.#spoken)];
      if (name) parts.unshift(speak(make("h" + level, "heading", name), given === null ? text(feed.language) : ""));
      const home = web(feed.home_page_url);
      if (home) parts.push(speak(make("p", "more", link(home, say.more)), this.#spoken));
      this.#box.setAttribute("aria-label", name || text(feed.title));
      this.#body.replaceChildren(...parts);
    }

    #entry(item, level) {
      const extras = record(item._feedsvc);
      const about = record(extras.image);
      const language = text(item.language);
      const url = web(item.url);
      const title = text(item.title);
      const told = make("div", "text", make("h" + level, "title", url ? link(url, title) : title));
      const meta = make("p", "meta", day(item.date_published, language, text(extras.office)));
      const office = text(extras.publisher);
      // Isolated, so that a name in another direction does not turn the line.
      if (office) meta.append(meta.textContent && " · ", make("bdi", "office", office));
      told.append(meta);
      const summary = text(item.summary);
      if (summary && this.#get("summaries") !== "no") told.append(make("p", "summary", short(summary)));
      const entry = speak(make("li", "entry", told), language);
      if (this.#get("pictures") === "no") return entry;
      if (web(item.image)) {
        entry.append(picture(item, about));
        entry.classList.add("pictured");
      } else if (text(about.credit)) {
        told.append(make("p", "credit", `${said(language).photo}: ${text(about.credit)}`));
      }
      return entry;
    }
  }

  customElements.define("feedsvc-news", News);
})();
