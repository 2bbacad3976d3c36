// The colours of the site: readable on every surface (WCAG 2.2), and byte fields apart for every eye.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Rgb = readonly [number, number, number];
type Scheme = "light" | "dark";

const styles = (name: string): string =>
  readFileSync(new URL(`../../../src/styles/${name}`, import.meta.url), "utf8");

/** Every `--name: light-dark(#…, #…)` of some style sheets. */
function pairsOf(...names: readonly string[]): ReadonlyMap<string, Record<Scheme, string>> {
  const found = names.flatMap((name) => [
    ...styles(name).matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g),
  ]);
  return new Map(found.map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

const toLinear = (hex: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return [red, green, blue];
};

/** Contrast ratio of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = toLinear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Björn Ottosson's Oklab, out of linear sRGB. */
function oklab([red, green, blue]: Rgb): Rgb {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear sRGB. */
const SIGHT: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  "common sight": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seenWith = (sight: readonly [Rgb, Rgb, Rgb], colour: Rgb): Rgb => {
  const [red, green, blue] = sight.map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  ) as unknown as Rgb;
  return [red, green, blue];
};

/** The smallest distance in Oklab: between neighbours (the last and the first too), and between any two. */
function closest(colours: readonly string[], sight: readonly [Rgb, Rgb, Rgb]) {
  const seen = colours.map((hex) => oklab(seenWith(sight, toLinear(hex))));
  let neighbours = Infinity;
  let any = Infinity;
  seen.forEach((one, i) => {
    seen.slice(i + 1).forEach((other, distance) => {
      const apart = Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
      any = Math.min(any, apart);
      if (distance === 0 || distance === seen.length - 2) neighbours = Math.min(neighbours, apart);
    });
  });
  return { neighbours, any };
}

const tokens = pairsOf("tokens.css", "protocol-hues.css");
const bytes = pairsOf("byte-colours.css");
const surfaces = ["paper", "raised", "sunk"] as const;
const roles = ["client", "server", "between", "fault", "ok", "yours"] as const;
const hues = ["polling", "http1", "http2", "http3", "sse", "websocket", "webhook", "grpc"] as const;

describe.each(["light", "dark"] as const)("in %s", (scheme) => {
  const of = (name: string): string => {
    const pair = tokens.get(name) ?? bytes.get(name);
    if (pair === undefined) throw new RangeError(`no colour --${name}`);
    return pair[scheme];
  };
  const expectContrast = (front: string, back: string, least: number): void =>
    expect(contrast(of(front), of(back)), `${front} on ${back}`).toBeGreaterThanOrEqual(least);

  it("prose and quiet text reach AAA on every surface", () => {
    for (const surface of surfaces) {
      expectContrast("ink", surface, 7);
      expectContrast("soft", surface, 6.5);
    }
    expectContrast("soft", "paper", 7);
  });

  it("every meaning reaches AA on every surface and on its own wash, and prose AAA on all washes", () => {
    for (const role of roles) {
      for (const surface of surfaces) expectContrast(role, surface, 4.5);
      expectContrast(role, `${role}-wash`, 4.5);
      expectContrast("ink", `${role}-wash`, 7);
    }
  });

  it("edges of controls reach 3:1, and the protocols' hues AA", () => {
    for (const surface of surfaces) {
      expectContrast("edge", surface, 3);
      for (const hue of hues) expectContrast(hue, surface, 4.5);
    }
  });

  it("digits are readable on every byte field, and every edge stands out from the page", () => {
    for (let field = 1; field <= 8; field += 1) {
      expectContrast("ink", `b${String(field)}`, 5.5);
      for (const surface of surfaces) expectContrast(`b${String(field)}-edge`, surface, 3);
    }
  });

  it.each(Object.entries(SIGHT))("byte fields stay apart under %s", (_, sight) => {
    const fields = Array.from({ length: 8 }, (__, at) => `b${String(at + 1)}`);
    const wash = closest(fields.map(of), sight);
    const edge = closest(
      fields.map((field) => of(`${field}-edge`)),
      sight,
    );
    expect(wash.neighbours).toBeGreaterThan(0.07);
    expect(wash.any).toBeGreaterThan(0.035);
    expect(edge.neighbours).toBeGreaterThan(0.15);
    expect(edge.any).toBeGreaterThan(0.09);
  });
});

describe("code", () => {
  const colours = [
    ...styles("code.css").matchAll(/\.(k-\w+) \{\n {2}color: light-dark\((#\w{6}), (#\w{6})\)/g),
  ];

  it("names a colour for every class and reaches AA on the surface of code", () => {
    expect(colours.map(([, name]) => name).toSorted()).toEqual(
      ["call", "gone", "name", "note", "number", "text", "type", "word"].map((each) => `k-${each}`),
    );
    const sunk = tokens.get("sunk");
    for (const [, name, light = "", dark = ""] of colours) {
      expect(contrast(light, sunk?.light ?? ""), `${name ?? ""} light`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark, sunk?.dark ?? ""), `${name ?? ""} dark`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
