// The finder of dead links finds each kind, and calls nothing dead that is alive.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tagsOf } from "../../support/built.ts";
import { deadLinks } from "../../support/dead-links.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "links-"));
  const files = {
    "index.html": `
      <link rel="canonical" href="https://course.example/base/">
      <a href="/base/a/#two">alive</a> <a href="a/">alive</a> <a href="#top" id="top">alive</a> <a href="#top=v1.WzFd">state</a>
      <a href="https://rfc.example/1">outside</a> <a href="mailto:a@b.example">mail</a>
      <img src="data:image/png;base64,AA==" alt=""> <script src="/base/s.js"></script>`,
    "a/index.html": `
      <h2 id="two">two</h2> <a href="../">alive</a> <a href="https://course.example/base/">alive</a>
      <a href="/a/">no base</a> <a href="../b/">no page</a> <a href="../#nowhere">no anchor</a>
      <a href="../a">no slash</a> <a href="http://rfc.example/">plain</a>
      <img srcset="/base/s.js 1x, /base/gone.png 2x" alt="">
      <script src="https://cdn.example/x.js"></script> <link rel="preload" href="//cdn.example/y">
      <astro-island component-url="/base/gone.js"></astro-island> <a href="https://">broken</a>
      <a href="#lab=v1.WzFd">no lab</a>`,
    "s.js": "",
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("names each dead reference once, with its page", () => {
  const found = deadLinks({ folder, base: "/base/", origin: "https://course.example" });
  expect(found).toEqual([
    "a/index.html: /a/ leads nowhere",
    "a/index.html: ../b/ leads nowhere",
    "a/index.html: ../#nowhere names an anchor that is not there",
    "a/index.html: ../a leads nowhere",
    "a/index.html: http://rfc.example/ is an outside link without https",
    "a/index.html: /base/gone.png leads nowhere",
    "a/index.html: https://cdn.example/x.js would be fetched from another origin",
    "a/index.html: //cdn.example/y would be fetched from another origin",
    "a/index.html: /base/gone.js leads nowhere",
    "a/index.html: https:// is no address",
    "a/index.html: #lab=v1.WzFd names an anchor that is not there",
  ]);
});

it("reads tags whatever their quotes, and nothing in scripts, styles and comments", () => {
  const html =
    `<a href='#x' title="1 > 0">t</a><script src=/a.js>"<a href='#no'>"</script>` +
    `<!-- <img src="/no.png"> --><img alt="" src="/p.png?a=1&amp;b=2"/><style>a{}</style>`;
  const read = tagsOf(html).map(({ name, attributes }) => [name, Object.fromEntries(attributes)]);
  expect(read).toEqual([
    ["a", { href: "#x", title: "1 > 0" }],
    ["script", { src: "/a.js" }],
    ["img", { alt: "", src: "/p.png?a=1&b=2" }],
    ["style", {}],
  ]);
});
