// The contents list: closes its sheet after a choice, and shows which part is being read.
const guide = document.getElementById("guide");

guide?.addEventListener("click", ({ target }) => {
  if ((target as Element).closest("a[href^='#']") && guide.matches(":popover-open"))
    guide.hidePopover();
});

const links = [...document.querySelectorAll<HTMLAnchorElement>(".toc a")];
const inView = new Set<string>();
const idOf = (link: HTMLAnchorElement): string => link.hash.slice(1);
const watcher = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes)
      if (isIntersecting) inView.add(target.id);
      else inView.delete(target.id);
    const first = links.find((link) => inView.has(idOf(link)));
    if (first) for (const link of links) link.ariaCurrent = link === first ? "true" : null;
  },
  { rootMargin: "0px 0px -70%" },
);

for (const link of links) {
  const part = document.getElementById(idOf(link));
  if (part) watcher.observe(part);
}

export {};
