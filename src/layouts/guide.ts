// The contents list: closes its sheet after a choice, and shows which part is being read.
const guide = document.getElementById("guide");

guide?.addEventListener("click", ({ target }) => {
  const link = (target as Element).closest("a[href^='#']");
  if (link !== null && guide.matches(":popover-open")) guide.hidePopover();
});

const links = new Map(
  [...document.querySelectorAll<HTMLAnchorElement>(".toc a")].map((link) => [
    link.hash.slice(1),
    link,
  ]),
);

if (links.size > 0) {
  const inView = new Set<string>();
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes)
        if (isIntersecting) inView.add(target.id);
        else inView.delete(target.id);
      const first = [...links.keys()].find((id) => inView.has(id));
      if (first === undefined) return;
      for (const [id, link] of links)
        if (id === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    },
    { rootMargin: "0px 0px -70%" },
  );
  for (const id of links.keys()) {
    const part = document.getElementById(id);
    if (part !== null) watcher.observe(part);
  }
}

export {};
