// The storage and what it holds, or memory in its place and the reason.
import type { EventStore, StoreFault } from "./event-store.ts";
import { openMemoryStore } from "./memory-store.ts";
import type { LearnerPorts } from "./ports.ts";
import { storeFault } from "./store-fault.ts";

interface OpenStorage {
  readonly store: EventStore;
  readonly rows: readonly unknown[];
  /** The name of this browser profile. */
  readonly device: string;
  readonly fault: StoreFault | undefined;
}

/** The storage and all its rows; where there is none to be had, memory and the reason. */
export async function openStorage(ports: LearnerPorts): Promise<OpenStorage> {
  const fresh = ports.id();
  try {
    const store = await ports.openStore();
    const rows = await store.read();
    const known = await store.readMeta("device");
    const device = typeof known === "string" ? known : fresh;
    if (device === fresh && !store.newer) await store.writeMeta("device", device);
    return { store, rows, device, fault: undefined };
  } catch (error) {
    return { store: openMemoryStore(), rows: [], device: fresh, fault: storeFault(error) };
  }
}
