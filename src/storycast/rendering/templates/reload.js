"use strict";
(() => {  // only under `storycast serve --watch`: the page is loaded again when it has changed, at the sentence being heard
  const KEPT = "storycast:reload:" + location.pathname;
  const audio = document.getElementById("audio");
  const sentences = () => [...document.querySelectorAll(".s")];
  const text = (element) => element?.textContent.trim();

  const keep = () => {
    const all = sentences(), at = all.findIndex((each) => each.getAttribute("aria-current") === "true");
    if (audio && at >= 0) {
      sessionStorage.setItem(KEPT, JSON.stringify({ at, text: text(all[at]), playing: !audio.paused }));
    }
  };
  const nearest = (kept) => {  // the same words, where they now stand; else the same place
    const same = sentences().map((each, index) => [index, text(each)]).filter(([, words]) => words === kept.text);
    same.sort(([a], [b]) => Math.abs(a - kept.at) - Math.abs(b - kept.at));
    return same.length ? same[0][0] : kept.at;
  };
  const resume = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
    const cues = JSON.parse(document.getElementById("facts")?.textContent ?? "{}").cues ?? [];
    if (!kept || !audio || !cues.length) return;
    const [start] = cues[Math.min(nearest(kept), cues.length - 1)];
    const go = () => {
      audio.currentTime = (start + 1) / 1000;
      if (kept.playing) audio.play().catch(() => { /* a browser may want to be asked first */ });
    };
    if (audio.readyState > 0) setTimeout(go);
    else audio.addEventListener("loadedmetadata", () => setTimeout(go), { once: true });
  };

  let known = null;
  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
      const version = answer.ok ? answer.headers.get("ETag") : known;
      if (known && version !== known) {
        keep();
        location.reload();
        return;
      }
      known = version;
    } catch { /* the server is away for a moment */ }
    setTimeout(look, 1000);
  };
  resume();
  look();
})();
