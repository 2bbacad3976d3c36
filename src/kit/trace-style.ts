// The style sheet of the trace views, added to the page when the first of them loads: no lesson at rest carries it.
import address from "./trace-view.css?url";

if (typeof document !== "undefined") {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  // Whoever imports a view gets it when it can be drawn; without its style it is plain and works.
  const settled = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  document.head.append(link);
  await settled;
}
