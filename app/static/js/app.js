// Comfort only: pages work without it.
const d = document, on = d.addEventListener.bind(d);
const buat = (t, isi) => Object.assign(d.createElement(t), isi);
const all = (s, f, r = d) => r.querySelectorAll(s).forEach(f);
const kunci = (f, ya) => all(ya ? "button:enabled" : "[data-kunci]",
  (b) => { b.disabled = b.toggleAttribute("data-kunci", ya); }, f);

const siap = (r) => {
  const cari = (s) => (r.matches?.(s) ? r : r.querySelector(s));
  const galat = cari(".ringkasan-galat"), kabar = r !== d && cari("[data-kabar]");
  all("[data-lihat-sandi]", (b) => { b.hidden = false; }, r);
  (galat || cari("[data-fokus]"))?.focus();
  if (galat && !/^Kes/.test(d.title)) d.title = "Kesalahan: " + d.title;
  if (!kabar) return;
  d.getElementById("kabar").textContent = kabar.textContent;
  if (d.activeElement === d.body) cari("[type=file]:not([capture])")?.focus();
};
siap(d);
on("htmx:afterSettle", (e) => siap(e.target));

on("submit", ({ target: f }) => {
  if (f.method !== "post") return;
  setTimeout(kunci, 0, f, true);
  setTimeout(kunci, 1e4, f, false);
});
on("htmx:afterRequest", (e) => kunci(e.target, false));
addEventListener("pageshow", () => kunci(d, false));

on("htmx:beforeRequest", () => all(".putus", (p) => p.remove()));
on("htmx:sendError", ({ target: el }) => {
  if (el.matches("[hx-trigger*=every]")) return;
  (el.querySelector(".aksi") || el.parentElement).append(
    buat("p", { className: "galat putus", role: "alert", textContent: "Sambungan terputus. Coba lagi." }));
});
on("htmx:xhr:progress", ({ target, detail: { loaded, total } }) => {
  const p = target.closest("fieldset")?.querySelector("[data-persen]");
  if (p) p.textContent = Math.round(100 * loaded / total) + " %";
});

// Five minutes before the session ends unused. Other tabs keep it alive too.
const sesi = d.getElementById("sesi");
let habis = 0;
const ulur = (sisa) => {
  habis = Date.now() + sisa * 1e3;
  localStorage.sesi = habis;
  all(".sesi-habis", (b) => b.remove());
};
if (sesi) {
  ulur(sesi.dataset.sisa);
  on("htmx:afterRequest", ({ detail: { xhr } }) => {
    const sisa = xhr.getResponseHeader("Sesi-Sisa");
    if (sisa) ulur(sisa);
  });
  const jaga = () => {
    const menit = Math.ceil((Math.max(habis, localStorage.sesi || 0) - Date.now()) / 6e4);
    const b = d.querySelector(".sesi-habis");
    if (menit > 5 || menit < 1) { b?.remove(); return; }
    if (b) return;
    const baru = buat("div", { className: "banner peringatan sesi-habis" });
    const isi = buat("p", { textContent: `Sesi Anda berakhir ${menit} menit lagi bila tidak dipakai. ` });
    isi.append(sesi.querySelector("a").cloneNode(true));
    baru.append(isi);
    d.getElementById("pesan").append(baru);
  };
  jaga();
  setInterval(jaga, 5e3);
}

on("click", (e) => {
  const b = e.target.closest("button,a"), ada = (s) => b?.matches(`[data-${s}]`);
  if (ada("lihat-sandi")) {
    const i = b.previousElementSibling;
    i.type = (b.ariaPressed = i.type === "password") ? "text" : "password";
  } else if (ada("tetap")) {
    e.preventDefault();
    fetch(b.href, { headers: { "HX-Request": "true" } })
      .then((r) => { const s = r.headers.get("Sesi-Sisa"); s ? ulur(s) : open(b.href); })
      .catch(() => open(b.href));
  } else if (ada("cetak")) print();
  else if (ada("salin")) navigator.clipboard.writeText(b.dataset.salin).then(() => { b.textContent = "Tersalin"; });
  else if (ada("batal-unggah")) all("[type=file]", (i) => { htmx.trigger(i, "htmx:abort"); i.value = ""; }, b.closest("fieldset"));
  else if (ada("foto")) {
    e.preventDefault();
    const m = buat("dialog", { className: "foto" });
    m.onclick = m.onclose = m.remove;
    m.append(buat("img", { src: b.href, alt: b.textContent }));
    d.body.append(m);
    m.showModal();
  }
});
