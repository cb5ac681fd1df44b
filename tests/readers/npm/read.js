// Reads the feeds whose addresses are given, as a page that shows a feed does; prints their items as JSON.
"use strict";

const Parser = require("rss-parser");

// IPv4: "localhost" is ::1 first on some machines, where older versions of node try nothing else.
const parser = new Parser({ requestOptions: { family: 4 } });

async function read(url) {
  const feed = await parser.parseURL(url);
  return feed.items.map((item) => ({
    id: item.id || item.guid,
    title: item.title,
    link: item.link,
    text: item.summary || item.content || "",
  }));
}

Promise.all(process.argv.slice(2).map(read)).then(
  // At once: it leaves the answer of a redirect unread, and the process would wait for that connection's end.
  (feeds) => process.stdout.write(JSON.stringify(feeds), () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
