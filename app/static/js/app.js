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

on("click", (e) => {
  const b = e.target.closest("button,a"), ada = (s) => b?.matches(`[data-${s}]`);
  if (ada("lihat-sandi")) {
    const i = b.previousElementSibling;
    i.type = (b.ariaPressed = i.type === "password") ? "text" : "password";
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
