"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const audio = $("audio"), player = $("player"), wave = $("wave"), story = $("story");
  const facts = JSON.parse($("facts").textContent);
  const sentences = [...document.querySelectorAll(".s")];
  const chapterLinks = [...document.querySelectorAll(".chapters a")];
  const starts = facts.cues.map(([start]) => start);
  const chapterStarts = facts.chapters.map(([start]) => start);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const memory = {  // storage may be switched off, full, or forbidden on file://
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* then nothing is remembered */ } },
  };
  const PLACE = "storycast:" + facts.guid, SPEED = "storycast:speed", LETTERS = "storycast:keys";

  // --- time ----------------------------------------------------------------------------------------------------------
  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : facts.duration);
  const within = (seconds) => Math.min(Math.max(seconds, 0), duration());
  const clock = (seconds) => {
    const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
    return (h ? [h, String(m).padStart(2, "0")] : [m]).concat(String(s).padStart(2, "0")).join(":");
  };
  const inWords = (seconds) => {
    const [m, s] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
    const count = (n, unit) => `${n} ${unit}${n === 1 ? "" : "s"}`;
    return m ? `${count(m, "minute")} ${count(s, "second")}` : count(s, "second");
  };
  const lastAt = (times, at) => {  // index of the last time that is not after `at`; -1 before the first
    let low = 0, high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= at) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  // --- reading along -------------------------------------------------------------------------------------------------
  let sentence = -1, word = null, wordStarts = [], chapter = -1, following = true;

  const mark = (element, before, value) => {
    before?.removeAttribute("aria-current");
    element?.setAttribute("aria-current", value);
  };
  const enter = (next) => {
    mark(sentences[next], sentences[sentence], "true");
    mark(null, word);
    word = null;
    sentence = next;
    let at = 0;
    wordStarts = next < 0 ? [] : facts.cues[next][2].map((gap) => (at += gap) + starts[next]);
    reach(next);
    follow();
  };
  const read = () => {
    const at = audio.currentTime * 1000;
    const next = lastAt(starts, at);
    if (next !== sentence) enter(next);
    if (next < 0) return;
    const spoken = at < facts.cues[next][1] ? sentences[next].children[lastAt(wordStarts, at)] : null;
    if (spoken !== word) {
      mark(spoken, word, "true");
      word = spoken;
    }
  };
  const inView = (element) => {
    const box = element.getBoundingClientRect();
    const top = getComputedStyle(player).position === "sticky" ? player.getBoundingClientRect().bottom : 0;
    return box.top >= top && box.bottom <= innerHeight;
  };
  const follow = () => {
    const element = sentences[sentence];
    if (!element || audio.paused) return;
    if (inView(element)) following = true;
    else if (following) element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    $("return").hidden = following;
  };
  const loosen = () => { following = false; };
  addEventListener("wheel", loosen, { passive: true });
  addEventListener("touchmove", loosen, { passive: true });
  $("return").addEventListener("click", () => {
    following = true;
    follow();
  });

  // --- the picture as seek bar, clock and chapters -------------------------------------------------------------------
  const reveal = (list, link) => {  // scrolls the list alone, never the page
    const top = link?.offsetTop - list?.scrollTop;
    if (top < 0 || top + link.offsetHeight > list.clientHeight) list.scrollTop += top - list.clientHeight / 3;
  };
  const show = () => {
    const now = audio.currentTime, whole = duration();
    wave.style.setProperty("--at", (whole ? Math.min(now / whole, 1) * 100 : 0).toFixed(3) + "%");
    const next = lastAt(chapterStarts, now);
    if (next !== chapter) {
      mark(chapterLinks[next], chapterLinks[chapter], "location");
      $("here").textContent = facts.chapters[next]?.[1] ?? "";
      chapter = next;
      reveal($("contents"), chapterLinks[next]);
    }
    if ($("now").textContent !== clock(now) || !wave.hasAttribute("aria-valuetext")) {
      $("now").textContent = clock(now);
      wave.setAttribute("aria-valuenow", Math.floor(now));
      wave.setAttribute("aria-valuetext", [`${inWords(now)} of ${inWords(Math.round(whole))}`, facts.chapters[chapter]?.[1]].filter(Boolean).join(", "));
    }
  };
  const seek = (seconds) => {
    audio.currentTime = within(seconds);
    show();
    read();
  };
  const seekToSentence = (index) => {
    following = true;
    seek((starts[index] + 1) / 1000);  // a player may land a hair before the time it was given
    follow();
  };
  const seekToChapter = (index) => {
    if (facts.chapters[index]) seek(facts.chapters[index][0] + 0.001);
  };
  let dragging = false;
  const seekToPointer = (event) => {
    const box = wave.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * duration());
  };
  wave.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    dragging = true;
    wave.setPointerCapture(event.pointerId);
    seekToPointer(event);
  });
  wave.addEventListener("pointermove", (event) => { if (dragging) seekToPointer(event); });
  for (const end of ["pointerup", "pointercancel"]) wave.addEventListener(end, () => { dragging = false; });
  const STEPS = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30, Home: -Infinity, End: Infinity };
  wave.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    seek(audio.currentTime + STEPS[event.key]);
  });

  // --- playing -------------------------------------------------------------------------------------------------------
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  const speeds = [...$("speed").options].map((option) => Number(option.value));
  const setSpeed = (speed) => {
    audio.playbackRate = audio.defaultPlaybackRate = speed;
    $("speed").value = String(speed);
    memory.set(SPEED, speed);
  };
  const faster = (steps) => {
    const next = speeds[speeds.indexOf(audio.playbackRate) + steps];
    if (next) setSpeed(next);
  };
  const watch = () => {
    read();
    if (!audio.paused) requestAnimationFrame(watch);
  };
  const remember = () => memory.set(PLACE, audio.ended ? 0 : audio.currentTime.toFixed(1));
  let remembered = 0;
  const playing = () => {
    player.classList.toggle("is-playing", !audio.paused);
    $("play").setAttribute("aria-label", audio.paused ? "Play" : "Pause");
  };
  audio.addEventListener("play", () => {
    playing();
    introduce();
    following = true;
    follow();
    requestAnimationFrame(watch);
  });
  audio.addEventListener("pause", () => {
    playing();
    remember();
    $("return").hidden = true;
  });
  audio.addEventListener("ended", remember);
  audio.addEventListener("seeked", () => {
    show();
    read();
  });
  audio.addEventListener("timeupdate", () => {
    show();
    if (Math.abs(audio.currentTime - remembered) > 5) {
      remembered = audio.currentTime;
      remember();
    }
  });
  addEventListener("pagehide", () => { if (audio.currentTime) remember(); });
  $("play").addEventListener("click", toggle);
  $("back").addEventListener("click", () => seek(audio.currentTime - 15));
  $("on").addEventListener("click", () => seek(audio.currentTime + 30));
  $("speed").addEventListener("change", () => setSpeed(Number($("speed").value)));

  // --- sentences: a click or Enter seeks; one of them is in the tab order, arrows walk -------------------------------
  let stop = 0;
  const moveStop = (index) => {
    sentences[stop].tabIndex = -1;
    stop = index;
    sentences[stop].tabIndex = 0;
  };
  const reach = (index) => { if (index >= 0 && !document.activeElement?.classList.contains("s")) moveStop(index); };
  sentences.forEach((element, index) => { element.tabIndex = index ? -1 : 0; });
  const sentenceOf = (event) => sentences.indexOf(event.target.closest?.(".s"));
  document.addEventListener("click", (event) => {
    const index = sentenceOf(event);
    if (index < 0 || !getSelection().isCollapsed) return;
    moveStop(index);
    seekToSentence(index);
  });
  document.addEventListener("keydown", (event) => {
    const index = sentenceOf(event);
    if (index < 0) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Enter") seekToSentence(index);
    else if (step && sentences[index + step]) {
      moveStop(index + step);
      sentences[stop].focus();
    } else return;
    event.preventDefault();
  });

  // --- keys ----------------------------------------------------------------------------------------------------------
  const KEYS = {
    " ": toggle, k: toggle,
    j: () => seek(audio.currentTime - 15), l: () => seek(audio.currentTime + 30),
    p: () => seekToChapter(audio.currentTime - (facts.chapters[chapter]?.[0] ?? 0) > 3 ? chapter : chapter - 1),
    n: () => seekToChapter(chapter + 1),
    "-": () => faster(-1), "+": () => faster(1),
  };
  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key.toLowerCase()];
    if (!act || !$("letters").checked || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.("button, select, input, summary, audio, [contenteditable]")) return;
    event.preventDefault();
    act();
  });
  $("letters").checked = memory.get(LETTERS) !== "off";
  $("letters").addEventListener("change", () => memory.set(LETTERS, $("letters").checked ? "on" : "off"));

  // --- the system's own controls -------------------------------------------------------------------------------------
  const session = navigator.mediaSession;
  const tellPosition = () => {  // throws on an unknown duration, or a position past it
    if (!session?.setPositionState || !Number.isFinite(audio.duration) || audio.duration <= 0) return;
    session.setPositionState({ duration: audio.duration, position: within(audio.currentTime), playbackRate: audio.playbackRate || 1 });
  };
  const introduce = () => {
    if (!session) return;
    const artwork = facts.artwork.map((picture) => ({ ...picture, src: new URL(picture.src, location.href).href }));
    session.metadata = new MediaMetadata({ title: facts.title, artist: facts.artist, album: facts.album, artwork });
    const actions = {
      play: () => audio.play(), pause: () => audio.pause(),
      seekbackward: (wish) => seek(audio.currentTime - (wish.seekOffset || 15)),
      seekforward: (wish) => seek(audio.currentTime + (wish.seekOffset || 30)),
      seekto: (wish) => seek(wish.seekTime),
      previoustrack: KEYS.p, nexttrack: KEYS.n,
    };
    for (const [action, act] of Object.entries(actions)) {
      try { session.setActionHandler(action, act); } catch { /* a browser that doesn't know the action */ }
    }
    tellPosition();
  };
  for (const event of ["loadedmetadata", "seeked", "ratechange"]) audio.addEventListener(event, tellPosition);

  // --- where to begin: the address, else where the listener left off -------------------------------------------------
  const asked = () => {
    const found = /[#&]t=(?:npt:)?([\d:.]+)/.exec(location.hash);
    return found ? found[1].split(":").reduce((whole, part) => whole * 60 + Number(part), 0) : NaN;
  };
  const jump = () => {
    if (Number.isNaN(asked())) return false;
    following = true;
    seek(asked() + 0.001);
    return true;
  };
  addEventListener("hashchange", jump);
  document.addEventListener("click", (event) => {  // the same chapter again changes no address
    if (event.target.closest?.(".chapters a")?.hash === location.hash) jump();
  });
  const begin = () => {
    const left = Number(memory.get(PLACE));
    if (!jump() && left > 0 && left < facts.duration - 5) seek(left);
  };

  // --- the page is ready: the native player makes room ---------------------------------------------------------------
  $("played").append(wave.querySelector("svg").cloneNode(true));
  wave.querySelector("svg").setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries({
    role: "slider", tabindex: 0, "aria-label": "Seek", "aria-orientation": "horizontal",
    "aria-valuemin": 0, "aria-valuemax": Math.round(facts.duration),
  })) wave.setAttribute(name, value);
  audio.controls = false;
  $("controls").hidden = $("keys").hidden = false;
  document.body.classList.add("is-ready");
  if (matchMedia("(max-width: 55.99rem)").matches) $("contents")?.removeAttribute("open");
  setSpeed(speeds.includes(Number(memory.get(SPEED))) ? Number(memory.get(SPEED)) : 1);
  playing();
  show();
  begin();
})();
