// A link to a lab's state leads to the lab: its fragment is no id that a browser would look for.
const id = location.hash.slice(1).split("=")[0] ?? "";
if (location.hash.includes("=")) document.getElementById(id)?.scrollIntoView();
export {};
