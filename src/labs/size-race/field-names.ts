// JSON keys as names of fields: what is no name gets one, and json_name keeps the key. ProtoJSON, "Field names as JSON keys".

/** The key that ProtoJSON gives a field by itself. */
const camel = (name: string): string =>
  name.replace(/_+([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());

/** Names for the fields of one message; keys that are no names get an option with the key as it was. */
export function createFieldNames(note: (text: string) => void) {
  const names = new Set<string>();
  const keys = new Set<string>();
  return (key: string): { readonly name: string; readonly option: string } => {
    const plain = /^[A-Za-z][A-Za-z0-9_]*$/.test(key) && key.length <= 80;
    let name = plain
      ? key
      : key
          .replace(/[^A-Za-z0-9]+/g, "_")
          .replace(/^_+|_+$/g, "")
          .slice(0, 60);
    if (!/^[A-Za-z]/.test(name)) name = `field_${name}`.replace(/_$/, "");
    const stem = name;
    for (let count = 2; names.has(name); count += 1) name = `${stem}_${count}`;
    names.add(name);
    const same = plain && name === key && !keys.has(camel(name));
    keys.add(same ? camel(name) : key);
    if (same) return { name, option: "" };
    if (!plain) {
      note(
        `“${key.slice(0, 40)}” is no name for a field. It is called ${name}; json_name keeps the key for ProtoJSON.`,
      );
    }
    return { name, option: ` [json_name = ${JSON.stringify(key)}]` };
  };
}

/** Names for the messages of one schema; `first` is taken. */
export function createMessageNames(first: string): (from: string) => string {
  const taken = new Set([first]);
  return (from: string): string => {
    const words = from
      .replace(/[^A-Za-z0-9]+/g, " ")
      .trim()
      .split(" ");
    const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    const name = /^[A-Z]/.test(joined) ? joined : `Part${joined}`;
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = `${name}${count}`;
    taken.add(free);
    return free;
  };
}

/** The name of one element: "items" holds an Item. */
export const single = (name: string): string =>
  name.replace(/ies$/i, "y").replace(/([^s])s$/i, "$1") || name;
