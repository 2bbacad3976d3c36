// Who may import whom (docs/decisions/rooms.md), as rules of eslint-plugin-boundaries; no exceptions elsewhere.
import boundaries from "eslint-plugin-boundaries";

/** Every folder of src/ that has a say in the table, and the lessons; `name` keeps siblings apart. */
const elements = [
  { type: "lab", pattern: "src/labs/*", capture: ["name"] },
  { type: "card view", pattern: "src/cards/ui" },
  { type: "protocol", pattern: "src/protocols/*", capture: ["name"] },
  ...[
    "wire",
    "proto",
    "trace",
    "sim",
    "scenarios",
    "mocks",
    "ws-mock",
    "learner",
    "cards",
    "kit",
    "course",
  ].map((room) => ({ type: room, pattern: `src/${room}` })),
  ...["layouts", "pages", "styles"].map((room) => ({ type: room, pattern: `src/${room}` })),
  { type: "lessons", pattern: "content/lessons" },
].map((element) => ({ ...element, partialMatch: false }));

const files = [
  { category: "figure", pattern: "**/*.astro" },
  { category: "lab door", pattern: "src/labs/*/Lab.astro" },
  { category: "reference", pattern: "src/pages/reference/**" },
  { category: "content config", pattern: "src/content.config.ts" },
];

const rooms = (...types) => ({ to: { element: { type: types } } });
const typesOf = (...types) => ({ ...rooms(...types), dependency: { kind: "type" } });
const packages = (...sources) => ({ to: { module: { source: sources } } });
const semantics = { to: { element: { type: "protocol", captured: { name: "semantics" } } } };
const protobuf = { to: { element: { type: "protocol", captured: { name: "protobuf" } } } };
const labDoors = { to: { element: { type: "lab" }, file: { categories: "lab door" } } };
const figures = { to: { element: { type: "kit" }, file: { categories: "figure" } } };

/** The table itself: downward only, never sideways between two labs or two protocols. */
const allowed = {
  pages: [
    rooms(
      "kit",
      "cards",
      "card view",
      "learner",
      "course",
      "layouts",
      "styles",
      "protocol",
      "wire",
    ),
    labDoors,
    packages("astro", "astro:*", "@astrojs/*", "preact", "minisearch"),
  ],
  layouts: [
    rooms("kit", "cards", "card view", "learner", "course", "styles", "protocol"),
    labDoors,
    packages("astro", "astro:*", "@astrojs/*"),
  ],
  lessons: [labDoors, figures],
  lab: [
    rooms(
      "kit",
      "scenarios",
      "mocks",
      "ws-mock",
      "sim",
      "trace",
      "proto",
      "protocol",
      "wire",
      "learner",
    ),
    // Loaded on use: fflate where a lab inflates for the learner, eventsource where one resumes a feed
    // (docs/decisions/event-source.md), Connect and protobuf-es where one calls with a real client.
    packages("preact", "fflate", "eventsource", "@bufbuild/protobuf", "@connectrpc/*"),
  ],
  kit: [rooms("trace", "wire", "learner"), typesOf("protocol"), packages("preact")],
  scenarios: [rooms("sim", "protocol", "trace", "wire")],
  mocks: [rooms("protocol", "trace", "wire"), packages("msw")],
  "ws-mock": [rooms("protocol", "trace", "wire")],
  // The answers of `compute` cards come from our engines; decks for Anki are made by the build.
  cards: [rooms("learner", "protocol", "wire"), packages("ts-fsrs", "fflate", "node:*")],
  "card view": [rooms("cards", "learner", "course"), packages("preact")],
  sim: [rooms("trace", "wire")],
  trace: [rooms("wire")],
  protocol: [semantics, rooms("wire")],
  // Its parser is loaded on use; everything else in the room is ours.
  proto: [protobuf, rooms("wire"), packages("protobufjs")],
  learner: [packages("idb")],
  course: [packages("astro", "astro:*", "satteri", "shiki", "node:*"), typesOf("protocol")],
};

export const roomRules = {
  files: ["src/**/*.{ts,tsx,astro}", "content/**/*.mdx"],
  plugins: { boundaries },
  settings: {
    "boundaries/elements": elements,
    "boundaries/files": files,
    "boundaries/dependency-nodes": ["import", "dynamic-import", "export"],
    "boundaries/legacy-templates": false,
    "import/resolver": { typescript: { alwaysTryTypes: true } },
  },
  rules: {
    "boundaries/no-unknown-files": "error",
    "boundaries/dependencies": [
      "error",
      {
        default: "disallow",
        checkAllOrigins: true,
        checkUnknownLocals: true,
        message:
          "{{from.element.type}} may not import {{dependency.source}}: see the table in docs/decisions/rooms.md.",
        policies: [
          ...Object.entries(allowed).map(([type, allow]) => ({
            from: { element: { type } },
            allow,
          })),
          // Its .astro figures cite the course's sources; its scripts know no course.
          {
            from: { element: { type: "kit" }, file: { categories: "figure" } },
            allow: [rooms("course"), packages("astro", "astro:*")],
          },
          // A door runs when the course is built and may compute there what a browser cannot.
          {
            from: { element: { type: "lab" }, file: { categories: "lab door" } },
            allow: packages("node:*"),
          },
          // The reference fires status codes at the pretend company and shows what went over the wire.
          {
            from: { file: { categories: "reference" } },
            allow: rooms("mocks", "trace"),
          },
          {
            from: { file: { categories: "content config" } },
            allow: [rooms("course"), packages("astro", "astro:*")],
          },
        ],
      },
    ],
  },
};
