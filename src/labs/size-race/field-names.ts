// JSON keys as names of fields: what is no name gets one, and json_name keeps the key. ProtoJSON, "Field names as JSON keys".

/** What protoc holds two names of one message against each other by, whatever their json_name. */
const squashed = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** Names for the fields of one message; keys that cannot be one get an option with the key as it was. */
export function createFieldNames(note: (text: string) => void) {
  const taken = new Set<string>();
  return (key: string): { readonly name: string; readonly option: string } => {
    const plain = /^[A-Za-z][A-Za-z0-9_]*$/.test(key) && key.length <= 80;
    const tidy = key
      .replace(/[^A-Za-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 60);
    const stem = plain ? key : /^[A-Za-z]/.test(tidy) ? tidy : `field_${tidy}`.replace(/_$/, "");
    let name = stem;
    for (let count = 2; taken.has(squashed(name)); count += 1) name = `${stem}_${count}`;
    taken.add(squashed(name));
    if (name === key) return { name, option: "" };
    note(
      plain
        ? `“${key}” and another key differ only in capitals or underscores, which protoc refuses. It is called ${name}; json_name keeps the key for ProtoJSON.`
        : `“${key.slice(0, 40)}” is no name for a field. It is called ${name}; json_name keeps the key for ProtoJSON.`,
    );
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
