// Files that carry scripts: whatever stands in them is text on every page.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SETUP, cell } from "./lib/people.mjs";
import { stage } from "./lib/stage.mjs";

// Most links lead to more of the same kind.
const PAGES_MAX = 150;
const on = stage(SETUP);

const RUNS = [
  "alert(1)", "confirm`1`", "prompt(document.domain)", "location='//example.net/made'",
  "fetch('//example.net/made')",
];
const FORMS = [
  (run) => `<script>${run}</script>`,
  (run) => `<ScRiPt/made>${run}</sCrIpT >`,
  (run) => `"><script>${run}</script>`,
  (run) => `'><img src=x onerror="${run}">`,
  (run) => `<img src=x onerror=${run} made>`,
  (run) => `<svg onload=${run}>`,
  (run) => `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  (run) => `<iframe src="javascript:${run}"></iframe>`,
  (run) => `<iframe srcdoc="&lt;script&gt;${run}&lt;/script&gt;">`,
  (run) => `<a href="javascript:${run}">made</a>`,
  (run) => `javascript:${run}`,
  (run) => `<body onload=${run}>`,
  (run) => `<details open ontoggle=${run}>made</details>`,
  (run) => `<input autofocus onfocus=${run}>`,
  (run) => `<video><source onerror=${run}></video>`,
  (run) => `<math><mi xlink:href="javascript:${run}">made</mi></math>`,
  (run) => `<form action="javascript:${run}"><button made>made</button></form>`,
  (run) => `<base href="//example.net/"><made-up onclick=${run}>`,
  (run) => `<meta http-equiv="refresh" content="0;url=javascript:${run}">`,
  (run) => `<style>@import "//example.net/made.css";</style><made-up>${run}`,
  (run) => `<object data="javascript:${run}"></object>`,
  (run) => `</title><script>${run}</script>`,
  (run) => `</textarea><script>${run}</script>`,
  (run) => `</select></option><script>${run}</script>`,
  (run) => `--><script>${run}</script><!--`,
  (run) => `]]><script>${run}</script>`,
  (run) => `" autofocus onfocus="${run}`,
  (run) => `' onmouseover='${run}`,
  (run) => `{{constructor.constructor('${run}')()}}`,
  (run) => `\${${run}}`,
  (run) => `%3Cscript%3E${run}%3C/script%3E`,
  (run) => `&lt;script&gt;${run}&lt;/script&gt;`,
  (run) => `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  (run) => `<template><script>${run}</script></template><made-up>`,
  (run) => `<link rel=stylesheet href="//example.net/made.css" onload=${run}>`,
  (run) => `<embed src="javascript:${run}">`,
  (run) => `\u202e<script>${run}</script>`,
  (run) => `${"a".repeat(180)}<script>${run}</script>`,
  (run) => `<script src="data:text/javascript,${run}"></script>`,
  (run) => `<x-made style="animation-name:made" onanimationstart=${run}>`,
];
const STRINGS = FORMS.flatMap((form) => RUNS.map(form));

/** Elements that no page has, whatever is imported. */
const STRANGE =
  "script:not([src^='/app.js']), img, iframe, object, embed, math, base, meta[http-equiv], style, " +
  "link:not([rel=icon]):not([href^='/style.css']), video, template, made-up, x-made, [made], " +
  "[onerror], [onload], [onclick], [onfocus], [ontoggle], [onbegin], [onmouseover], [onanimationstart], " +
  "[href^='javascript:' i], [src^='javascript:' i], [action^='javascript:' i]";

test("two hundred strings are text on every page", async () => {
  assert.equal(STRINGS.length, 200);
  const header = ["email", "id", "first_name", "last_name", "phone", "username", "organization", "role", "permission"];
  const strange = STRINGS.slice(0, 6).map((text) => cell(text));
  const rows = STRINGS.map((text, n) => {
    const at = (place, otherwise) => cell(n % header.length === place ? text : otherwise);
    const own = [
      at(0, `p${n}@example.com`), at(1, `p${n}`), cell(STRINGS[(n + 7) % 200]), cell(text), at(4, ""), at(5, ""),
      at(6, "acme"), at(7, "member"), at(8, ""),
    ];
    return [...own, ...strange.map(() => cell(text))].join(",");
  });
  const name = '"><img src=x onerror=alert(1) made>.csv';
  const path = join(on.server.folder, name);
  writeFileSync(path, `${[...header, ...strange].join(",")}\n${rows.join("\n")}\n`);

  const visitor = await on.administrator();
  await visitor.go("/imports/new");
  await visitor.upload("file", path);
  await visitor.press("Read the file");
  await visitor.rests();
  await walk(visitor, visitor.path);
  await visitor.go("/imports");
  // Browsers send a quote in the name of a file so.
  await visitor.press(name.replace('"', "%22"));
  if (visitor.path.endsWith("/columns")) await visitor.press("Go on as they are");
  await visitor.press("Import ");
  await visitor.rests();
  await visitor.looks("scripts-result");
  await walk(visitor, visitor.path);
});

/** Looks at each page that can be reached, for what no page has. */
async function walk(visitor, start) {
  const known = new Set([start.split("#")[0]]);
  for (const path of known) {
    if (known.size > PAGES_MAX) break;
    const status = await visitor.go(path);
    assert.ok(status < 500, `${status} of ${path}`);
    const strange = await visitor.page.$$eval(STRANGE, (all) => all.map((one) => one.outerHTML));
    assert.deepEqual(strange, [], path);
    const links = await visitor.page.$$eval("a[href]", (all) => all.map((one) => one.href));
    for (const link of links) {
      const to = link.split("#")[0].slice(on.server.address.length);
      const isFile = /\/(outcomes|fix-file|file|export|openapi\.json)\b/.test(to);
      const isHere = link.startsWith(`${on.server.address}/`);
      assert.ok(isHere, `${path} leads to ${link}`);
      // Nothing of a file stands in what is said of rules.
      const isFixed = to.startsWith("/docs") || to.startsWith("/rules/");
      if (!isFile && !isFixed && known.size < PAGES_MAX) known.add(to);
    }
  }
  console.log(`${known.size} pages from ${start}`);
}
