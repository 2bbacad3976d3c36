// What the build makes of a lesson's text: numbers of claims, terms, contents, paragraphs, coloured code.
import { mdxToJs } from "satteri";
import { describe, expect, it } from "vitest";
import { colourCode } from "../../../src/course/colour-code.ts";
import { contentsOf } from "../../../src/course/contents.ts";
import { numberClaims, stampNumbers } from "../../../src/course/number-claims.ts";
import { outlineOf, type LessonOutline } from "../../../src/course/outline.ts";
import { rebaseLinks } from "../../../src/course/rebase-links.ts";
import { restoreParagraphs } from "../../../src/course/restore-paragraphs.ts";

async function compile(source: string): Promise<{ code: string; outline: LessonOutline }> {
  const astro = { frontmatter: {} };
  const { code } = await mdxToJs(source, {
    fileURL: new URL("file:///content/lessons/01-a/01-one.mdx"),
    jsxImportSource: "astro",
    mdastPlugins: [numberClaims, restoreParagraphs],
    hastPlugins: [stampNumbers, colourCode, rebaseLinks("/base/")],
    data: { astro: astro as never },
  });
  return { code: code.replace(/\s+/g, " "), outline: outlineOf(astro.frontmatter) };
}

describe("claims", () => {
  it("are numbered as they are read; the same source and section keep their number", async () => {
    const { code, outline } = await compile(
      `A <Claim source="a#1">b</Claim> and <Claim source="c#2 a#1">d</Claim>.\n\n- <Claim source="a#3">e</Claim>\n`,
    );
    expect([...code.matchAll(/numbers: "([^"]*)"/g)].map(([, numbers]) => numbers)).toEqual([
      "1",
      "2 1",
      "3",
    ]);
    expect(outline.citations.map(({ citation, line }) => [citation, line])).toEqual([
      ["a#1", 1],
      ["c#2", 1],
      ["a#3", 3],
    ]);
  });

  it("belong to the shallowest depth that cites them", async () => {
    const { outline } = await compile(
      `<Senior>\n\n<Claim source="a#1">x</Claim> <Claim source="a#2">y</Claim>\n\n</Senior>\n\n<Trap>\n\n<Claim source="a#1">z</Claim>\n\n</Trap>\n`,
    );
    expect(outline.citations.map(({ depth }) => depth)).toEqual([1, 3]);
  });

  it.each(["<Claim>x</Claim>", '<Claim source=" ">x</Claim>'])(
    "without a source name file and line: %s",
    async (claim) => {
      await expect(compile(`Text.\n\nMore ${claim}\n`)).rejects.toThrow(
        /01-one\.mdx:3: a <Claim> names no source/,
      );
    },
  );
});

describe("terms", () => {
  it("are noted once, with the line of their first mark", async () => {
    const { code, outline } = await compile(
      `One.\n\nA <Term id="origin">b</Term>, <Term id="origin">c</Term>.\n`,
    );
    expect(outline.terms).toEqual([{ id: "origin", line: 3 }]);
    expect(code.match(/first: "yes"/g)).toHaveLength(1);
  });

  it("without an id name file and line", async () => {
    await expect(compile("A <Term>b</Term>.\n")).rejects.toThrow(/01-one\.mdx:1: a <Term>/);
  });
});

describe("paragraphs that are claims and nothing else", () => {
  it("stay paragraphs, with the space between the claims", async () => {
    const { code } = await compile(
      `<Crisp>\n\n<Claim source="a#1">One.</Claim> <Claim source="a#2">Two\nlines.</Claim>\n\n<Claim source="a#3">Three.</Claim>\n\n</Crisp>\n`,
    );
    expect(code.match(/_components\.p,/g)).toHaveLength(2);
    expect(code).toMatch(/children: "One\." }\), " ", _jsx\(Claim/);
  });

  it("lose a paragraph written inside a claim", async () => {
    const { code } = await compile(`<Claim source="a#1">\n  Block.\n</Claim>\n`);
    expect(code).toContain(
      '_jsx(_components.p, { children: _jsx(Claim, { source: "a#1", numbers: "1", children: "Block." }) })',
    );
  });

  it("keep terms inside claims", async () => {
    const { code } = await compile(`<Claim source="a#1"><Term id="t">word</Term></Claim>\n`);
    expect(code).toMatch(/_components\.p, .*_jsx\(Claim, .*_jsx\(Term, .*"word"/);
  });
});

describe("the contents", () => {
  const source = [
    `import RedirectTracer from "#labs/redirect-tracer/Lab.astro";`,
    "<Crisp>\n\n### One\n\n#### Too deep\n\n</Crisp>",
    "<RedirectTracer />",
    "<Deeper>\n\n### Two\n\n</Deeper>",
    "<Trap>x</Trap>\n",
  ].join("\n\n");

  it("list parts, headings and labs in order, with their depth", async () => {
    const { code, outline } = await compile(source);
    const headings = [
      { depth: 3, slug: "one", text: "One" },
      { depth: 4, slug: "too-deep", text: "Too deep" },
      { depth: 3, slug: "two", text: "Two" },
    ];
    const closing = { cards: true, related: false, sources: true };
    expect(
      contentsOf(outline.contents, headings, closing).map(({ id, depth, inner }) => [
        id,
        depth,
        inner,
      ]),
    ).toEqual([
      ["crisp", 1, false],
      ["one", 1, true],
      ["lab-redirect-tracer", 1, false],
      ["deeper", 2, false],
      ["two", 2, true],
      ["trap", 1, false],
      ["cards", 1, false],
      ["sources", 1, false],
    ]);
    expect(code).toContain('id: "lab-redirect-tracer"');
  });
});

describe("links", () => {
  it("from the root lead below the base; all others stay", async () => {
    const { code } = await compile(
      "[a](/b/#c) [d](//e.example/) [f](https://g.example/) [h](#i)\n",
    );
    expect([...code.matchAll(/href: "([^"]*)"/g)].map(([, href]) => href)).toEqual([
      "/base/b/#c",
      "//e.example/",
      "https://g.example/",
      "#i",
    ]);
  });
});

describe("code", () => {
  it("is coloured by classes, never by style", async () => {
    const { code } = await compile('```ts\nconst a = "b"; // c\n```\n');
    expect(code).toContain("k-word");
    expect(code).toContain("k-note");
    expect(code).not.toMatch(/style/);
  });

  it("of HTTP says who speaks", async () => {
    const { code } = await compile(
      "```http\nGET / HTTP/1.1\nHost: a.example\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    );
    expect(code).toMatch(/"code from-client".*"Request".*"code from-server".*"Response"/);
  });

  it("keeps every character", async () => {
    const { code } = await compile('```json\n{\n  "a": [1, null]\n}\n```\n');
    const text = [...code.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, each]) => each).join("");
    expect(text).toContain(String.raw`\"a\"`);
    expect(text).toContain(String.raw`\n`);
  });

  it("in a language that the course does not colour stops the build", async () => {
    await expect(compile("```cobol\nDISPLAY.\n```\n")).rejects.toThrow(
      '"cobol" is no language of the course',
    );
  });
});
