// Who came from a card to the paragraph that teaches it finds the way back beside the paragraph.

/** A review, or the page of a deck; the other pages below cards/ are no card. */
const ofCard = /\/cards\/(?!(?:browse|data)\/)[a-z0-9-]+\/$/;

function cameFromCard(): boolean {
  if (!URL.canParse(document.referrer)) return false;
  const { origin, pathname } = new URL(document.referrer);
  return origin === location.origin && ofCard.test(pathname);
}

const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target !== null && document.querySelector("[data-this-lesson]") !== null && cameFromCard()) {
  const place = document.createElement("p");
  place.className = "back-to-card";
  const link = document.createElement("a");
  link.href = document.referrer;
  link.textContent = "← Back to your card";
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    // The very place is in the history, where the address knows only the page.
    event.preventDefault();
    history.back();
  });
  place.append(link);
  // Beside the heading, so that it is the next stop of the Tab key.
  target.after(place);
}
