// Runs before the first paint: the theme and the depth that this reader chose, or none.
((root) => {
  let shelf = {};
  try {
    shelf = { ...localStorage };
  } catch {
    // Storage refused: the system's theme and the first depth.
  }
  const named = (text, names) => names.find((name) => name === text);
  const asked = new URLSearchParams(location.search).get("depth");
  const depths = ["crisp", "deeper", "senior"];
  root.dataset.depth = named(asked, depths) ?? named(shelf["otw.depth"], depths) ?? "crisp";
  const theme = named(shelf["otw.theme"], ["light", "dark"]);
  if (theme) root.dataset.theme = theme;
  root.classList.add("js");
  root.classList.toggle("whole", location.hash !== "");
})(document.documentElement);
