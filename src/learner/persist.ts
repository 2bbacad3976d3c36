// The promise of the browser to keep what is stored. WHATWG Storage §5.

/** Asks the browser not to clear the storage by itself; true when it promises. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
