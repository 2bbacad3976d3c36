// The engines behind generated cards, loaded when a session is about to ask such a card.
import type { Catalogue, Generate } from "#cards/index.ts";

/** What the reducer works on; `generate` comes when a card needs it. */
export interface World {
  readonly catalogue: Catalogue;
  generate?: Generate;
}

/** Makes the world ready for these cards; those whose engine does not load are left out of the answer. */
export async function prepare(world: World, queue: readonly string[]): Promise<readonly string[]> {
  const names = queue.flatMap((id) => {
    const card = world.catalogue.get(id);
    return card?.kind === "compute" ? card.generator : [];
  });
  if (names.length === 0) return queue;
  try {
    const { loadGenerate } = await import("#cards/generators/load.ts");
    world.generate = await loadGenerate(names);
    return queue;
  } catch {
    return queue.filter((id) => world.catalogue.get(id)?.kind !== "compute");
  }
}
