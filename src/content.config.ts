// Strict schemas of everything under content/; a misspelt field stops the build and names its file.
import { file, glob } from "astro/loaders";
import { defineCollection } from "astro:content";
import { cardDeck, lesson, module, source, term } from "./course/schemas.ts";

/** "04-status-1xx-2xx-3xx.mdx" in its module folder becomes "status-1xx-2xx-3xx". */
const slugOf = ({ entry }: { entry: string }): string =>
  entry
    .replace(/^.*\//, "")
    .replace(/^\d+-/, "")
    .replace(/\.\w+$/, "");

export const collections = {
  lessons: defineCollection({
    loader: glob({ base: "./content/lessons", pattern: "*/*.mdx", generateId: slugOf }),
    schema: lesson,
  }),
  modules: defineCollection({
    loader: glob({
      base: "./content/lessons",
      pattern: "*/module.yaml",
      generateId: ({ entry }) => entry.replace(/\/module\.yaml$/, ""),
    }),
    schema: module,
  }),
  cards: defineCollection({
    loader: glob({ base: "./content/cards", pattern: "*.yaml", generateId: slugOf }),
    schema: cardDeck,
  }),
  sources: defineCollection({ loader: file("./content/sources.yaml"), schema: source }),
  glossary: defineCollection({ loader: file("./content/glossary.yaml"), schema: term }),
};
